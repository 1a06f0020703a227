import type { AnswerRow } from '../../cube/gateway/rows.ts'
import { byName } from '../../web/src/format/text.ts'
import type { Block, TableBlock, TableColumn } from '../document.ts'
import { sentenceText, type Cell } from '../values.ts'
import { rangeOf, rowsIn, valuesIn, type Composing, type SectionOf } from './composing.ts'
import { dimensionKind, nameOf } from './names.ts'
import { noRows, nothing } from './nothing.ts'

type Table = SectionOf<'table'>

/** A sentence, where one is asked for, and the table. */
export async function tableBlocks(composing: Composing, section: Table): Promise<Block[]> {
  const { ask, model, provinces } = composing
  const dimensions = section.by.map(({ member }) => member)
  const measures = section.measures.map(({ member }) => member)
  const view = (measures[0] ?? '').split('.')[0] ?? ''
  const range = rangeOf(composing, view)
  const found = await rowsIn(
    ask,
    {
      measures,
      dimensions: [...dimensions, ...section.apart_by],
      filters: section.filters,
      order: orderOf(section),
      limit: section.limit + 1,
    },
    range,
  )
  if (found.length === 0) return [range === null ? nothing() : noRows()]
  const rows = byDisplayedName(found, section, composing).slice(0, section.limit)
  const title = ({ member, title }: Table['by'][number]) => title ?? model.of(member).title.vi
  const columns: TableColumn[] = [
    ...section.by.map((one) => ({ title: title(one), kind: dimensionKind(one.member) })),
    ...section.measures.map((one) => ({ title: title(one), kind: model.kind(one.member) })),
  ]
  const cells = (row: AnswerRow): Cell[] => [
    ...dimensions.map((member) => nameOf(row, member, provinces)),
    ...measures.map((member) => measured(composing, row, member)),
  ]
  const total = section.total ? await valuesIn(ask, measures, section.filters, range) : null
  const table: TableBlock = {
    kind: 'table',
    title: section.title,
    columns,
    rows: rows.map(cells),
    total:
      total === null
        ? null
        : [
            'Tổng cộng',
            ...dimensions.slice(1).map(() => ''),
            ...measures.map((member) => measured(composing, total, member)),
          ],
    remark: found.length > section.limit ? `Bảng chỉ gồm ${section.limit} dòng đầu.` : null,
  }
  const reading = section.reading === undefined ? '' : extremes(composing, rows, section, section.reading)
  return reading === '' ? [table] : [{ kind: 'paragraph', text: reading }, table]
}

const measured = ({ model, provinces }: Composing, row: AnswerRow, member: string): Cell =>
  model.kind(member) === 'text' ? nameOf(row, member, provinces) : (row[member] ?? null)

const orderOf = ({ order, by }: Table): Record<string, 'asc' | 'desc'> => ({
  ...order,
  ...Object.fromEntries(by.filter(({ member }) => !(member in order)).map(({ member }) => [member, 'asc'])),
})

/** Rows without an order of their own stand by name, as Vietnamese sorts. */
function byDisplayedName(rows: AnswerRow[], { order, by }: Table, { provinces }: Composing): AnswerRow[] {
  const [first] = by
  if (Object.keys(order).length > 0 || first === undefined) return rows
  const name = (row: AnswerRow) => String(nameOf(row, first.member, provinces) ?? '')
  return [...rows].sort((a, b) => byName(name(a), name(b)))
}

/** `Cao nhất: Hà Nội (99,9%); thấp nhất: Gia Lai (94,1%).` Rows without data are counted, not ranked. */
function extremes(
  { model, provinces }: Composing,
  rows: readonly AnswerRow[],
  { by }: Table,
  member: string,
): string {
  const first = by[0]?.member ?? ''
  const known = rows.flatMap((row) => {
    const value = row[member]
    return typeof value === 'number' ? [{ value, name: String(nameOf(row, first, provinces) ?? '') }] : []
  })
  if (known.length < 2) return ''
  const [high, low] = [Math.max(...known.map((one) => one.value)), Math.min(...known.map((one) => one.value))]
  const title = model.of(member).title.vi
  const text = (value: number) => sentenceText(value, model.kind(member))
  if (high === low) return `${title}: mọi dòng bằng nhau, ${text(high)}.`
  const names = (value: number) => {
    const [one = '', ...more] = known.filter((row) => row.value === value).map(({ name }) => name)
    return more.length === 0 ? one : `${one} và ${more.length} dòng khác`
  }
  const missing = rows.length - known.length
  return [
    `${title}: cao nhất ${names(high)} (${text(high)}), thấp nhất ${names(low)} (${text(low)}).`,
    ...(missing > 0 ? [`${missing} dòng không có dữ liệu.`] : []),
  ].join(' ')
}
