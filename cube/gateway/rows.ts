import type { ApiGateway } from '@cubejs-backend/api-gateway'
import { refused } from '../access/refused.ts'

/** A row of an answer, by member. Measures are numbers, words or null; days are `YYYY-MM-DD`. */
export type AnswerRow = Record<string, string | number | null>

/** What the model says of a measure or dimension. */
export interface Described {
  member: string
  title: Words
  description: Words
  /** What numerator, denominator and exclusions the model gives, Vietnamese. */
  meta: Record<string, unknown>
}

export interface Words {
  vi: string
  en: string
}

interface MetaMember {
  name: string
  shortTitle?: string
  description?: string
  meta?: Record<string, unknown>
}
export interface MetaCube {
  name: string
  measures: MetaMember[]
  dimensions: MetaMember[]
}

/** Cube's handlers answer through a callback; errors too. */
type Res = (message: unknown, options?: { status: number }) => void

/** What a handler of Cube answers. @throws an error with `type` UserError where the question was at fault. */
export async function answered<T>(ask: (res: Res) => Promise<unknown>): Promise<T> {
  let answer: unknown
  let status = 200
  await ask((message, options) => {
    answer = message
    status = options?.status ?? 200
  })
  const { error } = answer as { error?: string }
  if (status >= 500) throw new Error(error)
  if (error !== undefined) throw refused(error.replace(/^(?:User)?Error: /, ''))
  return answer as T
}

/** The views an account may ask, with their members. */
export const metaOf = async (gateway: ApiGateway, context: Record<string, unknown>): Promise<MetaCube[]> => {
  const { cubes } = await answered<{ cubes: MetaCube[] }>((res) => gateway.meta({ context, res } as never))
  return cubes
}

/** Title and definition of a member; what the model does not know is called by its name. */
export function describe(member: string, cubes: readonly MetaCube[]): Described {
  const [cube = '', name = ''] = member.split('.')
  const found = cubes.find((one) => one.name === cube)
  const known = [...(found?.measures ?? []), ...(found?.dimensions ?? [])].find(
    (one) => one.name === `${cube}.${name}`,
  )
  const { title_en, description_en, ...meta } = known?.meta ?? {}
  const vi = known?.shortTitle ?? member
  return {
    member,
    title: { vi, en: typeof title_en === 'string' ? title_en : vi },
    description: {
      vi: known?.description ?? '',
      en: typeof description_en === 'string' ? description_en : (known?.description ?? ''),
    },
    meta,
  }
}

/** Rows of one query, asked the way Cube's REST is: row filter, cache and limits are the same. */
export async function rowsOf(
  gateway: ApiGateway,
  query: Record<string, unknown>,
  context: Record<string, unknown>,
): Promise<AnswerRow[]> {
  const measures = new Set(query['measures'] as string[] | undefined)
  const { data } = await patiently<{ data: Record<string, unknown>[] }>((res) =>
    gateway.load({ query, context, res } as never),
  )
  return data.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([member, value]) => [member, read(value, measures.has(member))]),
    ),
  )
}

/** A long query is answered "Continue wait" until it is done; the engine ends those that take too long. */
async function patiently<T>(ask: (res: Res) => Promise<unknown>): Promise<T> {
  for (;;) {
    try {
      return await answered<T>(ask)
    } catch (error) {
      if ((error as Error).message !== 'Continue wait') throw error
    }
  }
}

const NOT_A_NUMBER = /^[-+]?(?:nan|inf(?:inity)?)$/i

function read(given: unknown, measure: boolean): string | number | null {
  if (given === null || given === undefined) return null
  const value = given as string | number | boolean
  if (!measure) {
    if (typeof value === 'number') return value
    return String(value).replace(/^(\d{4}-\d\d-\d\d)T00:00:00.*$/, '$1')
  }
  if (value === '' || NOT_A_NUMBER.test(String(value))) return null
  const number = Number(value)
  return Number.isFinite(number) ? number : String(value)
}
