/** SVG of a card: heading, reading, the chart (or the table drawn), and what the figures are. */
import type { Format } from '../composables/useFormat.ts'
import { cellText } from '../format/table.ts'
import type { DataTable } from '../format/table.ts'
import type { VectorChart } from './pictures.ts'
import { LABEL_AT, LEGEND_FONT, LEGEND_LINE, markOf, placeLegend, swatchColour } from './legend.ts'
import type { LegendItem, PlacedItem } from './legend.ts'
import type { Palette } from './palette.ts'

export interface VectorCard {
  title: string
  reading: string
  notes: string[]
  /** Null: the table is drawn. */
  chart: VectorChart | null
  /** What the chart's colours stand for. */
  legend: readonly LegendItem[]
  table: DataTable
}

const PAD = 24
const ROW = 22
/** Width of a legend's letter: without a browser's canvas, widths are estimated. */
const LETTER = 6.6

/** Text for XML. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Lines of at most so many characters: without a browser's canvas, widths are estimated. */
const wrap = (text: string, characters: number): string[] => {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line ? `${line} ${word}` : word
    if (line && longer.length > characters) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return line ? [...lines, line] : lines
}

interface Style {
  size: number
  weight?: number
  fill: string
  anchor?: 'start' | 'end'
}
const textAt = (text: string, x: number, y: number, { size, weight = 400, fill, anchor }: Style): string =>
  `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${escaped(fill)}"${anchor === 'end' ? ' text-anchor="end"' : ''}>${escaped(text)}</text>`

const itemAt = (item: PlacedItem, top: number, palette: Palette): string => {
  const { path, stroke } = markOf(item.shape)
  const colour = escaped(swatchColour(item.swatch, palette))
  const painted = stroke
    ? `fill="none" stroke="${colour}" stroke-width="${stroke.width}"${stroke.dashes.length > 0 ? ` stroke-dasharray="${stroke.dashes.join(' ')}"` : ''}`
    : `fill="${colour}"`
  const label = textAt(item.label, LABEL_AT, LEGEND_FONT / 3, { size: LEGEND_FONT, fill: palette.ink })
  return `<g transform="translate(${PAD + item.x} ${top + (item.line + 0.5) * LEGEND_LINE})"><path d="${path}" ${painted}/>${label}</g>`
}

/** Draws the card; the colours are the palette's. Pure. */
export const vectorCard = (card: VectorCard, format: Format, palette: Palette): string => {
  const width = Math.max(card.chart ? card.chart.width + 2 * PAD : 960, 560)
  const reading = wrap(card.reading, Math.floor((width - 2 * PAD) / 7))
  const notes = card.notes.flatMap((note) => wrap(note, Math.floor((width - 2 * PAD) / 5.6)))
  const legend = placeLegend(card.chart ? card.legend : [], width - 2 * PAD, (label) => label.length * LETTER)
  const legendTop = PAD + 26 + reading.length * 20 + 12
  const top = legendTop + legend.height
  const body = card.chart ? card.chart.height : (card.table.rows.length + 1) * ROW
  const height = top + body + 16 + notes.length * 16 + PAD
  const ink = { fill: palette.ink }
  const parts = [
    `<rect width="${width}" height="${height}" fill="${escaped(palette.surface)}"/>`,
    textAt(card.title, PAD, PAD + 14, { ...ink, size: 17, weight: 650 }),
    ...reading.map((line, i) => textAt(line, PAD, PAD + 40 + i * 20, { ...ink, size: 14 })),
    ...legend.placed.map((item) => itemAt(item, legendTop, palette)),
    card.chart
      ? `<g transform="translate(${PAD} ${top})">${card.chart.svg}</g>`
      : tableAt(card.table, format, palette, top, width),
    ...notes.map((line, i) =>
      textAt(line, PAD, top + body + 24 + i * 16, { size: 11, fill: palette.inkSoft }),
    ),
  ]
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escaped(palette.font)}">\n${parts.join('\n')}\n</svg>\n`
}

const tableAt = (table: DataTable, format: Format, palette: Palette, top: number, width: number): string => {
  const first = Math.min(320, (width - 2 * PAD) * 0.4)
  const step = (width - 2 * PAD - first) / Math.max(table.columns.length - 1, 1)
  const write = (text: string, column: number, y: number, weight: number): string =>
    textAt(text, column === 0 ? PAD : PAD + first + step * column, y, {
      size: 12,
      weight,
      fill: palette.ink,
      anchor: column === 0 ? 'start' : 'end',
    })
  return [
    ...table.columns.map(({ label }, c) => write(label, c, top + 14, 600)),
    ...table.rows.flatMap((row, r) => {
      const y = top + (r + 1) * ROW
      return [
        `<rect x="${PAD}" y="${y}" width="${width - 2 * PAD}" height="1" fill="${escaped(palette.line)}"/>`,
        ...table.columns.map((column, c) => write(cellText(format, column, row[c] ?? null), c, y + 15, 400)),
      ]
    }),
  ].join('\n')
}
