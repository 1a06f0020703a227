import { placeAndDate } from '../../compose/period-words.ts'
import { formatDay, formatNumber } from '../../../web/src/format/number.ts'
import type { Block, ReportDocument } from '../../document.ts'
import { cellText, NO_DATA, textOf } from '../../values.ts'
import { noteLines } from '../notes.ts'
import { columnWeights } from '../tables.ts'
import { chartSvg, colorOf } from './chart.ts'

/** Widths at which charts are drawn, in pixels of the page's text width. */
const CHART_WIDTH = { portrait: 620, landscape: 980 }

/** What report.typ sets: texts ready to be put on the page. */
export function typstModel(document: ReportDocument): Record<string, unknown> {
  const { issuer, notes } = document
  return {
    title: document.title,
    subtitle: document.subtitle,
    date: document.date,
    placeDate: placeAndDate(issuer.place, document.date),
    parent: issuer.parent,
    issuer: issuer.name,
    receiver: issuer.receiver,
    landscape: document.landscape,
    simulated: document.simulated,
    form: document.sections.some(({ blocks }) => blocks.some(({ kind }) => kind === 'form')),
    sections: document.sections.map(({ title, blocks }) => ({
      title,
      blocks: blocks.map((block) => blockModel(block, document)),
    })),
    notes: noteLines(notes),
  }
}

function blockModel(block: Block, { landscape, period }: ReportDocument): Record<string, unknown> {
  switch (block.kind) {
    case 'paragraph':
      return { ...block }
    case 'figures':
      return {
        kind: 'figures',
        figures: block.figures.map(({ title, value, unit, change, national }) => ({
          title,
          value: textOf(value, unit) ?? NO_DATA,
          said: value !== null,
          change: change === null ? null : change.text,
          better: change?.better ?? null,
          national: national === undefined ? null : cellText(national, unit),
        })),
      }
    case 'table':
      return {
        kind: 'table',
        columns: block.columns,
        weights: columnWeights(block),
        rows: block.rows.map((row) =>
          row.map((cell, index) => cellText(cell, block.columns[index]?.kind ?? 'text')),
        ),
        total:
          block.total?.map((cell, index) =>
            typeof cell === 'string' ? cell : cellText(cell, block.columns[index]?.kind ?? 'text'),
          ) ?? null,
        remark: block.remark,
      }
    case 'chart':
      return {
        kind: 'chart',
        alt: block.title,
        legend: block.series.map(({ title }, index) => ({ title, color: colorOf(index) })),
        svg: chartSvg(block, landscape ? CHART_WIDTH.landscape : CHART_WIDTH.portrait),
      }
    case 'form': {
      const row = ({ name, counts }: (typeof block)['total']) => ({
        name,
        counts: counts.map((count) => formatNumber(count, 'vi')),
      })
      return {
        kind: 'form',
        rowTitle: block.rowTitle,
        period: `Kỳ báo cáo: từ ngày ${formatDay(period.from)} đến ngày ${formatDay(period.to)}`,
        rows: block.rows.map(row),
        total: row(block.total),
      }
    }
  }
}
