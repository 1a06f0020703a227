import type { AnswerRow } from '../../cube/gateway/rows.ts'
import type { Question } from '../../web/src/pages/explore/question.ts'
import { formatDay } from '../../web/src/format/number.ts'
import { addDays, addMonths } from '../../web/src/view/day.ts'
import type { OwnSections } from '../compose/compose.ts'
import { rangeOf, type Composing } from '../compose/composing.ts'
import { dimensionKind, nameOf } from '../compose/names.ts'
import type { Paragraph, TableBlock } from '../document.ts'
import type { Cell } from '../values.ts'

/** Rows of a workbook that is mailed. */
const MOST_ROWS = 5000

/** A question of Khám phá as a section: the table of its rows, whatever shape it was looked at in. */
export function questionSections(question: Question): OwnSections {
  const [view = '', part] = question.subject.split('.')
  const named = (name: string) => `${view}.${part === undefined ? '' : `${part}_`}${name}`
  const measures = question.measures.map(named)
  const dimensions = question.dimensions.map(named)
  const conditions = question.conditions.map(({ dimension }) => named(dimension))
  return {
    members: [...new Set([...dimensions, ...conditions, ...measures])],
    async sections(composing) {
      const range = rangeOf(composing, part ?? view)
      const date = named('date')
      const { grain } = question
      // Asked also where there can be no rows: what the metrics refuse is refused from the beginning.
      const { from, to } = range ?? composing.period
      const found = await composing.ask({
        measures,
        dimensions,
        timeDimensions: [
          { dimension: date, dateRange: [from, to], ...(grain === null ? {} : { granularity: grain }) },
        ],
        filters: question.conditions.map(({ dimension, exclude, values }) => ({
          member: named(dimension),
          operator: exclude ? 'notEquals' : 'equals',
          values,
        })),
        order: orderOf(question, named),
        limit: MOST_ROWS + 1,
      })
      const rows = range === null ? [] : found
      return [
        {
          title: null,
          blocks: [...conditionsOf(composing, question, named), tableOf(composing, question, named, rows)],
        },
      ]
    },
  }
}

function orderOf(question: Question, named: (name: string) => string): Record<string, 'asc' | 'desc'> {
  const sort = question.sort.replace(/^-/, '')
  const [first] = question.measures
  if ([...question.measures, ...question.dimensions].includes(sort))
    return { [named(sort)]: question.sort.startsWith('-') ? 'desc' : 'asc' }
  return {
    ...(question.grain === null ? {} : { [named('date')]: 'asc' as const }),
    ...(first === undefined ? {} : { [named(first)]: 'desc' as const }),
  }
}

/** What the rows were narrowed to, in words. */
function conditionsOf(
  { model, provinces }: Composing,
  { conditions }: Question,
  named: (name: string) => string,
): Paragraph[] {
  const texts = conditions.map(({ dimension, exclude, values }) => {
    const member = named(dimension)
    const words = values.map((value) => nameOf({ [member]: value }, member, provinces))
    return `${model.of(member).title.vi}${exclude ? ' không phải' : ''}: ${words.join(', ')}`
  })
  return texts.length === 0 ? [] : [{ kind: 'paragraph', text: `Chỉ gồm ${texts.join('; ')}.` }]
}

function tableOf(
  { model, provinces }: Composing,
  { measures, dimensions, grain }: Question,
  named: (name: string) => string,
  rows: readonly AnswerRow[],
): TableBlock {
  const cells = (row: AnswerRow): Cell[] => [
    ...(grain === null ? [] : [bucketText(String(row[`${named('date')}.${grain}`] ?? ''), grain)]),
    ...dimensions.map((name) => nameOf(row, named(name), provinces)),
    ...measures.map((name) =>
      model.kind(named(name)) === 'text' ? nameOf(row, named(name), provinces) : (row[named(name)] ?? null),
    ),
  ]
  return {
    kind: 'table',
    title: measures.map((name) => model.of(named(name)).title.vi).join(' · '),
    columns: [
      ...(grain === null ? [] : [{ title: 'Kỳ', kind: 'text' as const }]),
      ...dimensions.map((name) => ({ title: model.of(named(name)).title.vi, kind: dimensionKind(name) })),
      ...measures.map((name) => ({ title: model.of(named(name)).title.vi, kind: model.kind(named(name)) })),
    ],
    rows: rows.slice(0, MOST_ROWS).map(cells),
    total: null,
    remark:
      rows.length === 0
        ? 'Không có dữ liệu trong kỳ.'
        : rows.length > MOST_ROWS
          ? `Bảng chỉ gồm ${MOST_ROWS} dòng đầu.`
          : null,
  }
}

/** A bucket by its first day; one of the reporting system by the month it ends in. */
function bucketText(start: string, grain: NonNullable<Question['grain']>): string {
  const day = start.slice(0, 10)
  const reporting = grain.startsWith('reporting')
  const named = reporting ? addMonths(day, 1) : day
  const [year, month] = [named.slice(0, 4), named.slice(5, 7)]
  const mark = reporting ? ' (15–14)' : ''
  switch (grain) {
    case 'day':
      return formatDay(day)
    case 'week':
      return `${formatDay(day)} – ${formatDay(addDays(day, 6))}`
    case 'month':
    case 'reporting_month':
      return `Tháng ${month}/${year}${mark}`
    case 'quarter':
    case 'reporting_quarter':
      return `Quý ${Math.ceil(Number(month) / 3)}/${year}${mark}`
    case 'year':
    case 'reporting_year':
      return `Năm ${year}${mark}`
  }
}
