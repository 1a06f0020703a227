import type { Range } from './buckets.ts'
import { GRAINS, isGrain, type Grain } from './grain.ts'

/** One entry of a query's `timeDimensions`, after Cube has resolved words like "last month". */
export interface AskedTime {
  granularity?: string | undefined
  dateRange?: readonly string[] | undefined
}

export interface Asked {
  /** Whether any asked column is a state at a period's end. */
  stock: boolean
  times: readonly AskedTime[]
  /** Whether the date is used as a plain dimension or in `filters`. */
  dateElsewhere: boolean
}

export interface Plan {
  range: Range | null
  grain: Grain | null
  exactDates: boolean
}

export interface Refusal {
  /** What is wrong and how to put it right, Vietnamese, then English. */
  refusal: string
}

const GRANULARITIES = Object.keys(GRAINS).join(', ')

/**
 * What a query needs of its period, or why it is refused. Stocks are the state at the end of one period, or of each
 * bucket of it, so they need exactly one period and one way to cut it; flows are sums over any days.
 */
export function plan(asked: Asked): Plan | Refusal {
  const names = [...new Set(asked.times.flatMap(({ granularity }) => granularity ?? []))]
  const unknown = names.find((name) => !isGrain(name))
  if (unknown !== undefined) {
    return refuse(
      `Ngày nghiệp vụ không chia theo "${unknown}"; dùng một trong: ${GRANULARITIES}`,
      `Business dates are not grouped by "${unknown}"; use one of: ${GRANULARITIES}`,
    )
  }
  const ranges: Range[] = []
  for (const { dateRange } of asked.times) {
    if (dateRange === undefined || dateRange === null) continue
    const range = rangeOf(dateRange)
    if ('refusal' in range) return range
    if (!ranges.some(({ from, to }) => from === range.from && to === range.to)) ranges.push(range)
  }
  if (ranges.length > 1) {
    return refuse(
      'Chỉ dùng một dateRange cho mỗi câu hỏi; để so sánh hai kỳ dùng compareDateRange',
      'Use one dateRange a query; to compare two periods use compareDateRange',
    )
  }
  const range = ranges[0] ?? null
  const exactDates = asked.dateElsewhere || names.length > 1
  if (asked.stock) {
    if (range === null) {
      return refuse(
        'Số tồn và lũy kế cần một kỳ: thêm dateRange vào timeDimensions, ví dụ {"dimension": "dossiers.date", "dateRange": ["2022-01-01", "2022-03-31"]}',
        'Stocks and running totals need one period: add a dateRange to timeDimensions, e.g. {"dimension": "dossiers.date", "dateRange": ["2022-01-01", "2022-03-31"]}',
      )
    }
    if (names.length > 1) {
      return refuse(
        `Số tồn và lũy kế chỉ chia theo một granularity, không phải ${names.join(' và ')}`,
        `Stocks and running totals are cut by one granularity, not by ${names.join(' and ')}`,
      )
    }
    if (asked.dateElsewhere) {
      return refuse(
        'Với số tồn và lũy kế, đặt kỳ trong dateRange của timeDimensions, không dùng ngày trong filters hay dimensions',
        "With stocks and running totals give the period as timeDimensions' dateRange; do not use the date in filters or dimensions",
      )
    }
  }
  const only = names.length === 1 ? names[0] : undefined
  return { range, grain: only !== undefined && isGrain(only) ? GRAINS[only] : null, exactDates }
}

/** Days of a resolved dateRange. Times of day have no meaning for business dates and are refused. */
export function rangeOf(dateRange: readonly string[]): Range | Refusal {
  const [first, last = first] = dateRange
  const from = dayOf(first, '00:00:00.000')
  const to = dayOf(last, '23:59:59.999') ?? dayOf(last, '00:00:00.000')
  if (from === null || to === null) {
    return refuse(
      `dateRange chỉ nhận ngày dạng YYYY-MM-DD từ 1990 đến 2099, không phải ${JSON.stringify(dateRange)}`,
      `dateRange takes days as YYYY-MM-DD from 1990 to 2099, not ${JSON.stringify(dateRange)}`,
    )
  }
  if (from > to) {
    return refuse(
      `dateRange ngược: ${from} sau ${to}; đổi chỗ hai ngày`,
      `dateRange is reversed: ${from} is after ${to}; swap the two days`,
    )
  }
  return { from, to }
}

function dayOf(value: string | undefined, time: string): string | null {
  const match = /^((?:199\d|20\d\d)-\d\d-\d\d)(?:T(.*))?$/.exec(value ?? '')
  const day = match?.[1]
  if (day === undefined || (match?.[2] !== undefined && match[2] !== time)) return null
  const parsed = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day) ? day : null
}

const refuse = (vi: string, en: string): Refusal => ({ refusal: `${vi} / ${en}` })
