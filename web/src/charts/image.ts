/** PNG of a card: heading, reading, the chart (or the table drawn), and what the figures are. */
import type { Format } from '../composables/useFormat.ts'
import { cellText } from '../format/table.ts'
import type { DataTable } from '../format/table.ts'
import { LABEL_AT, LEGEND_FONT, LEGEND_LINE, markOf, placeLegend, swatchColour } from './legend.ts'
import type { LegendItem, PlacedItem } from './legend.ts'
import type { Palette } from './palette.ts'

export interface Picture {
  title: string
  reading: string
  notes: string[]
  /** Data address of the chart at twice its size, else the table is drawn. */
  chart: string | null
  /** What the chart's colours stand for. */
  legend: readonly LegendItem[]
  table: DataTable
}

const SCALE = 2
const PAD = 24
const ROW = 22

const wrap = (draw: CanvasRenderingContext2D, text: string, width: number): string[] => {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line ? `${line} ${word}` : word
    if (line && draw.measureText(longer).width > width) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return line ? [...lines, line] : lines
}

const loadImage = async (address: string): Promise<HTMLImageElement> => {
  const image = new Image()
  image.src = address
  await image.decode()
  return image
}

/** Draws the card; the colours are the theme's. Throws where the browser gives no canvas. */
export const drawPicture = async (picture: Picture, format: Format, palette: Palette): Promise<Blob> => {
  const chart = picture.chart ? await loadImage(picture.chart) : null
  const width = Math.max(chart ? chart.width / SCALE + 2 * PAD : 960, 560)
  const canvas = document.createElement('canvas')
  const draw = canvas.getContext('2d')
  if (!draw) throw new Error('no canvas')
  const font = (size: number, weight = 400): string => `${weight} ${size}px ${palette.font}`
  draw.font = font(14)
  const reading = wrap(draw, picture.reading, width - 2 * PAD)
  draw.font = font(11)
  const notes = picture.notes.flatMap((note) => wrap(draw, note, width - 2 * PAD))
  draw.font = font(LEGEND_FONT)
  const legend = placeLegend(
    chart ? picture.legend : [],
    width - 2 * PAD,
    (label) => draw.measureText(label).width,
  )
  const legendTop = PAD + 26 + reading.length * 20 + 12
  const top = legendTop + legend.height
  const body = chart ? chart.height / SCALE : (picture.table.rows.length + 1) * ROW
  canvas.width = width * SCALE
  canvas.height = (top + body + 16 + notes.length * 16 + PAD) * SCALE
  draw.scale(SCALE, SCALE)
  draw.fillStyle = palette.surface
  draw.fillRect(0, 0, width, canvas.height)
  draw.fillStyle = palette.ink
  draw.font = font(17, 650)
  draw.fillText(picture.title, PAD, PAD + 14)
  draw.font = font(14)
  reading.forEach((line, i) => draw.fillText(line, PAD, PAD + 40 + i * 20))
  draw.font = font(LEGEND_FONT)
  for (const item of legend.placed) drawItem(draw, item, palette, legendTop)
  if (chart) draw.drawImage(chart, PAD, top, chart.width / SCALE, chart.height / SCALE)
  else drawTable(draw, picture.table, format, palette, top, width, font)
  draw.font = font(11)
  draw.fillStyle = palette.inkSoft
  notes.forEach((line, i) => draw.fillText(line, PAD, top + body + 24 + i * 16))
  return new Promise((done, fail) =>
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('no picture'))), 'image/png'),
  )
}

const drawItem = (draw: CanvasRenderingContext2D, item: PlacedItem, palette: Palette, top: number): void => {
  const { path, stroke } = markOf(item.shape)
  const colour = swatchColour(item.swatch, palette)
  draw.save()
  draw.translate(PAD + item.x, top + (item.line + 0.5) * LEGEND_LINE)
  draw.fillStyle = draw.strokeStyle = colour
  if (stroke) {
    draw.lineWidth = stroke.width
    draw.setLineDash(stroke.dashes)
    draw.stroke(new Path2D(path))
  } else draw.fill(new Path2D(path))
  draw.fillStyle = palette.ink
  draw.fillText(item.label, LABEL_AT, LEGEND_FONT / 3)
  draw.restore()
}

const drawTable = (
  draw: CanvasRenderingContext2D,
  table: DataTable,
  format: Format,
  palette: Palette,
  top: number,
  width: number,
  font: (size: number, weight?: number) => string,
): void => {
  const first = Math.min(320, (width - 2 * PAD) * 0.4)
  const step = (width - 2 * PAD - first) / Math.max(table.columns.length - 1, 1)
  const write = (text: string, column: number, y: number): void => {
    draw.textAlign = column === 0 ? 'left' : 'right'
    draw.fillText(
      text,
      column === 0 ? PAD : PAD + first + step * column,
      y,
      column === 0 ? first - 8 : step - 8,
    )
  }
  draw.font = font(12, 600)
  table.columns.forEach((column, c) => write(column.label, c, top + 14))
  draw.font = font(12)
  table.rows.forEach((row, r) => {
    const y = top + (r + 1) * ROW
    draw.fillStyle = palette.line
    draw.fillRect(PAD, y, width - 2 * PAD, 1)
    draw.fillStyle = palette.ink
    table.columns.forEach((column, c) => write(cellText(format, column, row[c] ?? null), c, y + 15))
  })
  draw.textAlign = 'left'
}
