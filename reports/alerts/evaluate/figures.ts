import type { AnswerRow } from '../../../cube/gateway/rows.ts'
import type { Account } from '../../../cube/access/grants.ts'
import type { Day, DayRange } from '../../../web/src/view/day.ts'
import { viewOf, type Query, type RowsOfCube } from '../../compose/ask.ts'
import { asNational } from '../../compose/composing.ts'
import { COUNTRY } from '../../schedule/recipients.ts'
import type { AlertRule, MetricCondition } from '../rules/schema.ts'

/** Figures of one place in one bucket of time; of the whole range where none was asked for. */
export interface FigureRow {
  day: Day | null
  values: Readonly<Record<string, number | null>>
}

export interface FiguresAsked {
  measures: readonly string[]
  filters: MetricCondition['filters']
  range: DayRange
  step?: 'day' | 'week'
}

/** Figures by place, in the order of time. Places without any are left out. */
export type AskFigures = (asked: FiguresAsked) => Promise<Map<string, FigureRow[]>>

/** 34 provinces by the days of half a year are a tenth of that. */
const MOST_ROWS = 50_000

/**
 * Asks for what a rule watches, by the metrics' own definitions and with no more rights than it needs: about the country
 * by the view that everyone may see, with an account that sees no province.
 */
export function askFiguresFor(
  { id, scope }: Pick<AlertRule, 'id' | 'scope'>,
  cube: RowsOfCube,
  provinces: readonly string[],
): AskFigures {
  const national = scope === 'national'
  const account: Account = { name: `alert ${id}`, role: 'service', provinces: national ? [] : provinces }
  return async (asked) => {
    const query = queryOf(asked)
    const view = viewOf(query)
    const place = `${view}.province`
    const sent = national
      ? asNational(query)
      : {
          ...query,
          dimensions: [place],
          filters: [...(query.filters ?? []), { member: place, operator: 'equals', values: [...provinces] }],
        }
    const rows = await cube.rows({ ...sent, limit: MOST_ROWS }, account)
    if (rows.length === MOST_ROWS) throw new Error(`${asked.measures.join(', ')}: too many rows`)
    const named = (member: string) => (national ? `national.${member.replace('.', '_')}` : member)
    const found = rows.map((row) => ({
      place: national ? COUNTRY : String(row[place]),
      day: asked.step === undefined ? null : String(row[`${named(`${view}.date`)}.${asked.step}`]),
      values: Object.fromEntries(asked.measures.map((measure) => [measure, numberOf(row, named(measure))])),
    }))
    return Map.groupBy(
      found.sort((a, b) => (String(a.day) < String(b.day) ? -1 : 1)),
      (row) => row.place,
    )
  }
}

function queryOf({ measures, filters, range, step }: FiguresAsked): Query {
  const dimension = `${viewOf({ measures: [...measures] })}.date`
  return {
    measures: [...measures],
    filters: [...filters],
    timeDimensions: [
      {
        dimension,
        dateRange: [range.from, range.to],
        ...(step === undefined ? {} : { granularity: step }),
      },
    ],
  }
}

function numberOf(row: AnswerRow, member: string): number | null {
  const value = row[member]
  return typeof value === 'number' ? value : null
}
