/** Cube's query and answer, and the one place where its texts become numbers. */
import type { Granularity } from '../view/buckets.ts'
import type { Day } from '../view/day.ts'
import { ApiError, requestJson } from './http.ts'
import type { Effects } from './http.ts'

export interface CubeFilter {
  member: string
  operator: 'equals' | 'notEquals' | 'set' | 'notSet' | 'gt'
  values?: string[]
}
export interface CubeQuery {
  measures: string[]
  dimensions?: string[]
  timeDimensions?: { dimension: string; dateRange: [Day, Day]; granularity?: Granularity }[]
  filters?: CubeFilter[]
  order?: Record<string, 'asc' | 'desc'>
  limit?: number
}
export type CubeValue = string | number | null
export type CubeRow = Record<string, CubeValue>

/** A measure or null where there is no data. */
export const numberOf = (row: CubeRow | undefined, member: string): number | null => {
  const value = row?.[member]
  return typeof value === 'number' ? value : null
}
export const textOf = (row: CubeRow | undefined, member: string): string => String(row?.[member] ?? '')

const NOT_A_NUMBER = /^[-+]?(nan|inf(inity)?)$/i

/** Measures become numbers (null stays null, never 0; the few that are words stay words), time buckets become days, all else stays as it came. */
export const readRows = (query: CubeQuery, data: readonly Record<string, unknown>[]): CubeRow[] => {
  const measures = new Set(query.measures)
  const times = new Set(
    (query.timeDimensions ?? []).flatMap((t) => [t.dimension, `${t.dimension}.${t.granularity}`]),
  )
  const read = (member: string, value: unknown): CubeValue => {
    if (value === null || value === undefined || value === '')
      return measures.has(member) ? null : value === '' ? '' : null
    if (measures.has(member)) {
      const number = Number(value)
      if (Number.isFinite(number)) return number
      return typeof value === 'string' && !NOT_A_NUMBER.test(value) ? value : null
    }
    if (times.has(member) && typeof value === 'string') return value.slice(0, 10)
    if (typeof value === 'boolean') return value ? '1' : '0'
    return typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value)
  }
  return data.map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, read(k, v)])))
}

const MAX_WAITS = 60

/**
 * Asks Cube for one query. A long query answers "Continue wait" over and over until it is done.
 * Throws {@link ApiError}: 0 where the service is not there or too long silent, 504 where it is still not done after all rounds.
 */
export const loadQuery = async (effects: Effects, query: CubeQuery, csrf: string): Promise<CubeRow[]> => {
  for (let round = 0; round < MAX_WAITS; round++) {
    const body = (await requestJson(effects, '/cubejs-api/v1/load', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': csrf },
      body: JSON.stringify({ query }),
    })) as { error?: string; data?: Record<string, unknown>[] }
    if (body.error === 'Continue wait') {
      await effects.wait(500)
      continue
    }
    if (body.error || !body.data) throw new ApiError(500, body.error ?? 'no data in the answer')
    return readRows(query, body.data)
  }
  throw new ApiError(504, 'the query takes too long')
}
