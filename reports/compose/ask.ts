import type { AnswerRow } from '../../cube/gateway/rows.ts'
import { grantsOf, type Account } from '../../cube/access/grants.ts'
import type { Place } from '../document.ts'

export interface Query {
  measures: string[]
  dimensions?: string[]
  timeDimensions?: { dimension: string; dateRange: [string, string]; granularity?: string }[]
  filters?: { member: string; operator: string; values: string[] }[]
  /** Always said: rows of several provinces are asked for at once, and each keeps this order. */
  order?: Record<string, 'asc' | 'desc'>
  limit?: number
}

type Filters = NonNullable<Query['filters']>
export type Ask = (query: Query) => Promise<AnswerRow[]>

/** What a report needs of Cube. */
export interface RowsOfCube {
  rows: (query: Record<string, unknown>, account: Account) => Promise<AnswerRow[]>
}

/** Someone asks for a document with rows that are not theirs to see. */
export class NotGrantedError extends Error {
  override name = 'NotGrantedError'
}

/** Rows that Cube gives at most. */
const MOST_ROWS = 50_000

/** Views without places: what is asked of them is the same for every province. */
const PLACELESS = new Set(['catalogue', 'national'])

export const viewOf = (query: Query): string =>
  (query.measures[0] ?? query.dimensions?.[0] ?? '').split('.')[0] ?? ''

/** Asks about the whole country, each question once. @throws NotGrantedError unless the account is nationwide. */
export function askNational(cube: RowsOfCube, account: Account): Ask {
  if (grantsOf(account).scope !== 'nationwide') {
    throw new NotGrantedError(`${account.name} may not see the whole country`)
  }
  return once((query) => cube.rows({ ...query }, account))
}

/**
 * Asks about provinces: what one document asks about its own is asked of all of them in one question, and the answer is
 * divided. So a document for each province costs about as many questions as one.
 *
 * @throws NotGrantedError where the account may not see one of them.
 */
export function askProvinces(
  cube: RowsOfCube,
  account: Account,
  provinces: readonly Place[],
): (place: Place) => Ask {
  const grants = grantsOf(account)
  const refused = provinces.filter(
    ({ code }) => grants.scope === 'provinces' && !grants.provinces.includes(code),
  )
  if (refused.length > 0) {
    throw new NotGrantedError(
      `${account.name} may not see ${refused.map(({ code, name }) => `${name} (${code})`).join(', ')}`,
    )
  }
  const asked = once((query) => cube.rows({ ...query }, account))
  const divided = once(async (query) => {
    const member = `${viewOf(query)}.province`
    const { limit: _, ...whole } = query
    const rows = await asked({
      ...whole,
      dimensions: [member, ...(query.dimensions ?? [])],
      filters: [
        ...(query.filters ?? []),
        { member, operator: 'equals', values: provinces.map(({ code }) => code) },
      ],
      limit: MOST_ROWS,
    })
    if (rows.length === MOST_ROWS) {
      throw new Error(
        `a table has more than ${MOST_ROWS} rows in all provinces: give it fewer "by" or filters`,
      )
    }
    return Map.groupBy(rows, (row) => row[member])
  })
  return ({ code }) =>
    async (query) =>
      PLACELESS.has(viewOf(query))
        ? asked(query)
        : ((await divided(query)).get(code) ?? []).slice(0, query.limit)
}

/** Asks for what an account itself may see, narrowed by conditions on the views that have places. */
export const askOwn = (cube: RowsOfCube, account: Account, narrowed: (view: string) => Filters): Ask =>
  once((query) => {
    const view = viewOf(query)
    const filters = [...(query.filters ?? []), ...(PLACELESS.has(view) ? [] : narrowed(view))]
    return cube.rows({ ...query, filters }, account)
  })

/** One answer for all who ask the same. */
function once<T>(ask: (query: Query) => Promise<T>): (query: Query) => Promise<T> {
  const answers = new Map<string, Promise<T>>()
  return (query) => {
    const key = JSON.stringify(query)
    const answer = answers.get(key) ?? ask(query)
    answers.set(key, answer)
    return answer
  }
}
