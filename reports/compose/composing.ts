import type { AnswerRow, Described } from '../../cube/gateway/rows.ts'
import type { Day, DayRange } from '../../web/src/view/day.ts'
import { addDays, earlier, spanOf } from '../../web/src/view/day.ts'
import type { ReportPeriod } from '../definitions/period.ts'
import type { Section } from '../definitions/schema.ts'
import type { Place } from '../document.ts'
import { kindOf, type Kind } from '../values.ts'
import { viewOf, type Ask, type Query } from './ask.ts'

/** All that the sections of one document are made from. */
export interface Composing {
  period: ReportPeriod
  /** What figures are compared with; null: nothing. */
  compared: ReportPeriod | null
  place: Place | null
  ask: Ask
  /** Asks for the whole country, whoever asks, by the view `national`. */
  askNational: Ask
  model: Model
  /** Names of the provinces, by code. */
  provinces: ReadonlyMap<string, string>
  /** Up to which day the data of a view goes; null: there is none. */
  asOf: (view: string) => Day | null
}

/** What the model says of members. */
export interface Model {
  of: (member: string) => Described
  kind: (member: string) => Kind
}

export type SectionOf<K extends Section['kind']> = Extract<Section, { kind: K }>
export type Filters = SectionOf<'table'>['filters']

/** Views of how things stand, which hold until there is something newer … */
const STANDING: ReadonlySet<string> = new Set(['tasks', 'rollout'])
/** … but no longer than this. */
const HOLDS_DAYS = 31

/** Whether the period is over before there is something newer than `last`, and that still holds. */
export const holds = (view: string, last: Day, { from }: Pick<ReportPeriod, 'from'>): boolean =>
  STANDING.has(view) && last < from && spanOf(last, from) <= HOLDS_DAYS

/**
 * The days of the period that there can be data for; null where it begins after the data ends. Of how things stand it is then the
 * last day that is known.
 */
export function rangeOf({ period, asOf }: Composing, view: string): DayRange | null {
  // Published figures have days of their own; they hold until there are later ones.
  if (view === 'published') return { from: period.from, to: period.to }
  const last = asOf(view)
  if (last === null) return null
  if (last < period.from) return holds(view, last, period) ? { from: last, to: last } : null
  return { from: period.from, to: earlier(last, period.to) }
}

/** The same days of the period that is compared: as many, where the period is not over. */
export function comparedRange(composing: Composing, view: string): DayRange | null {
  const { compared, period } = composing
  const range = rangeOf(composing, view)
  if (compared === null || range === null || range.to < period.from) return null
  if (range.to === period.to) return { from: compared.from, to: compared.to }
  return {
    from: compared.from,
    to: earlier(addDays(compared.from, spanOf(range.from, range.to) - 1), compared.to),
  }
}

/** A question over a range; null ranges have no rows. */
export async function rowsIn(ask: Ask, query: Query, range: DayRange | null): Promise<AnswerRow[]> {
  if (range === null) return []
  const dimension = `${viewOf(query)}.date`
  return ask({ ...query, timeDimensions: [{ dimension, dateRange: [range.from, range.to] }] })
}

/** One question for measures without dimensions; no rows are no data. */
export async function valuesIn(
  ask: Ask,
  measures: readonly string[],
  filters: Filters,
  range: DayRange | null,
): Promise<AnswerRow> {
  const query = { measures: [...measures], filters: [...filters] }
  const rows = await rowsIn(ask, query, range)
  return rows[0] ?? {}
}

/** `dossiers.received` → `national.dossiers_received`, in every part of a question. */
export function asNational(query: Query): Query {
  const national = (member: string) => `national.${member.replace('.', '_')}`
  return {
    ...query,
    measures: query.measures.map(national),
    ...(query.timeDimensions === undefined
      ? {}
      : {
          timeDimensions: query.timeDimensions.map((time) => ({
            ...time,
            dimension: national(time.dimension),
          })),
        }),
    filters: (query.filters ?? []).map((filter) => ({ ...filter, member: national(filter.member) })),
  }
}

/** A report names something that the metrics do not have. */
export class UnknownMemberError extends Error {
  override name = 'UnknownMemberError'
}

export function createModel(described: readonly Described[]): Model {
  const byMember = new Map(described.map((one) => [one.member, one]))
  const of = (member: string): Described => {
    const known = byMember.get(member)
    // Every member of the model has its definition.
    if (known === undefined || known.description.vi === '') {
      throw new UnknownMemberError(`${member} is not a measure or dimension of the model`)
    }
    return known
  }
  return { of, kind: (member) => kindOf(of(member).meta['unit']) }
}
