import type { AnswerRow } from '../../cube/gateway/rows.ts'
import { formatDayShort } from '../../web/src/format/number.ts'
import { bucketsOf, type Bucket, type Granularity } from '../../web/src/view/buckets.ts'
import { addDays, addMonths, earlier, later } from '../../web/src/view/day.ts'
import type { Block, ChartBlock } from '../document.ts'
import { nothing } from './nothing.ts'
import { changeText, sentenceText } from '../values.ts'
import { viewOf } from './ask.ts'
import { rangeOf, rowsIn, type Composing, type SectionOf } from './composing.ts'
import { nameOf } from './names.ts'

type Chart = SectionOf<'chart'>

/** A sentence and the chart it is about. */
export async function chartBlocks(composing: Composing, section: Chart): Promise<Block[]> {
  const block =
    section.along === undefined
      ? await byDimension(composing, section)
      : await alongTime(composing, section, section.along)
  if (block.series.every(({ values }) => values.every((value) => value === null))) return [nothing()]
  const text = reading(block)
  return text === '' ? [block] : [{ kind: 'paragraph', text }, block]
}

async function alongTime(composing: Composing, section: Chart, step: Granularity): Promise<ChartBlock> {
  const measures = section.measures.map(({ member }) => member)
  const view = viewOf({ measures })
  const { period } = composing
  const first =
    step === 'day'
      ? addDays(period.to, 1 - section.steps)
      : step === 'week'
        ? addDays(period.to, 1 - 7 * section.steps)
        : addDays(addMonths(period.to, -section.steps), 1)
  const last = composing.asOf(view)
  const range = { from: first, to: period.to }
  const buckets = bucketsOf({ range, granularity: step }, last ?? addDays(first, -1))
  const dimension = `${view}.date`
  const rows =
    last === null || last < first
      ? []
      : await composing.ask({
          measures,
          filters: section.filters,
          timeDimensions: [
            { dimension, dateRange: [later(first, range.from), earlier(last, range.to)], granularity: step },
          ],
          order: { [dimension]: 'asc' },
        })
  const byStart = new Map(rows.map((row) => [String(row[`${dimension}.${step}`]), row]))
  return {
    kind: 'chart',
    title: section.title,
    chart: section.chart,
    labels: buckets.map((bucket) => bucketName(bucket, step)),
    labelled: step === 'day' ? 'Ngày' : step === 'week' ? 'Tuần' : 'Tháng',
    series: seriesOf(composing, section, (member) =>
      buckets.map(({ start }) => numberOf(byStart.get(start), member)),
    ),
  }
}

async function byDimension(composing: Composing, section: Chart): Promise<ChartBlock> {
  const measures = section.measures.map(({ member }) => member)
  const by = section.by?.member ?? ''
  const order =
    Object.keys(section.order).length > 0 ? section.order : { [measures[0] ?? '']: 'desc' as const }
  const rows = await rowsIn(
    composing.ask,
    {
      measures,
      dimensions: [by],
      filters: section.filters,
      order: { ...order, [by]: 'asc' },
      limit: section.limit,
    },
    rangeOf(composing, viewOf({ measures })),
  )
  return {
    kind: 'chart',
    title: section.title,
    chart: section.chart,
    labels: rows.map((row) => String(nameOf(row, by, composing.provinces) ?? '')),
    labelled: section.by?.title ?? composing.model.of(by).title.vi,
    series: seriesOf(composing, section, (member) => rows.map((row) => numberOf(row, member))),
  }
}

const seriesOf = (
  { model }: Composing,
  section: Chart,
  values: (member: string) => (number | null)[],
): ChartBlock['series'] =>
  section.measures.map(({ member, title }) => ({
    title: title ?? model.of(member).title.vi,
    kind: model.kind(member),
    values: values(member),
  }))

const numberOf = (row: AnswerRow | undefined, member: string): number | null => {
  const value = row?.[member]
  return typeof value === 'number' ? value : null
}

/** A reporting month is called by the month it ends in. */
function bucketName({ start, range }: Bucket, step: Granularity): string {
  if (step === 'day') return formatDayShort(start)
  if (step === 'week') return `${formatDayShort(range.from)}–${formatDayShort(range.to)}`
  const named = step === 'reporting_month' ? addMonths(start, 1) : start
  return `${named.slice(5, 7)}/${named.slice(0, 4)}`
}

/** The last point against the first, and the lowest; or the longest and the shortest bar. */
function reading({ labels, series, chart }: ChartBlock): string {
  const [shown] = series
  const points = (shown?.values ?? []).flatMap((value, index) =>
    value === null ? [] : [{ value, label: labels[index] ?? '' }],
  )
  const [first, last] = [points[0], points.at(-1)]
  if (shown === undefined || first === undefined || last === undefined || first === last) return ''
  const text = (value: number) => sentenceText(value, shown.kind)
  const high = points.reduce((a, b) => (b.value > a.value ? b : a))
  const low = points.reduce((a, b) => (b.value < a.value ? b : a))
  if (chart === 'bars') {
    return `${shown.title}: nhiều nhất ${high.label} (${text(high.value)}), ít nhất ${low.label} (${text(low.value)}).`
  }
  const changed = changeText(last.value, first.value, shown.kind)
  return `${shown.title}: ${last.label} là ${text(last.value)} (${changed} so với ${first.label}); thấp nhất ${low.label} (${text(low.value)}), cao nhất ${high.label} (${text(high.value)}).`
}
