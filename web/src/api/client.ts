/** The server's own answers (session, freshness, reference, definitions) and a cache of Cube's. */
import type { CubeQuery, CubeRow } from './cube.ts'
import { loadQuery } from './cube.ts'
import { definitionOf } from './definitions.ts'
import type { Definitions, MetaView } from './definitions.ts'
import { request, requestJson } from './http.ts'
import type { Effects } from './http.ts'

export interface Session {
  account: { name: string; role: string; provinces: 'all' | string[] }
  csrf: string
  /** The administrator who looks as this account, null where nobody does. */
  seen_by: string | null
}
export interface DatasetStatus {
  dataset: string
  rows: number
  as_of: string | null
  newest_business_date: string | null
  last_load_at: string | null
  rhythm_days: number
  state: 'fresh' | 'late' | 'empty'
}
export interface Status {
  version: string
  now: string
  simulated: boolean
  datasets: DatasetStatus[]
}
export interface Province {
  code: string
  name: string
  type: string
  region: string
  province34?: string
}
export interface Threshold {
  metric: string
  effective_from: string
  green: number
  amber: number
  direction: string
}
export interface Indicator {
  code: string
  name_vi: string
  name_en: string
  unit_vi: string
  unit_en: string
  objective: number
  direction: string
  /** `month`, or a number of days. */
  rhythm: string | number
  national: string
  kind: string
}
/** Index 766 as dated reference data; `verified` false: not yet compared with an official document. */
export interface ScoreGroup {
  code: string
  effective_from: string
  position: number
  name_vi: string
  name_en: string
  max_points: number
  source: string
  verified: boolean
}
export interface ScoreCriterion {
  criterion: string
  effective_from: string
  effective_to: string | null
  group: string
  name_vi: string
  name_en: string
  max_points: number | null
  /** No source settles `max_points`. */
  provisional: boolean
  /** Ratio that gives full marks; null: 1. */
  threshold: number | null
  numerator_vi: string
  numerator_en: string
  denominator_vi: string
  denominator_en: string
  source: string
  verified: boolean
}
export interface ScoreBand {
  code: string
  effective_from: string
  name_vi: string
  name_en: string
  min_score: number
  min_assessed: number
  source: string
  verified: boolean
}
export interface Reference {
  provinces34: Province[]
  provinces63: Province[]
  indicators: Indicator[]
  thresholds: Threshold[]
  scores766: { groups: ScoreGroup[]; criteria: ScoreCriterion[]; bands: ScoreBand[] }
  mergeDate: string
}
export interface Client {
  session: () => Promise<Session>
  status: () => Promise<Status>
  reference: () => Promise<Reference>
  definitions: (language: 'vi' | 'en') => Promise<Definitions>
  /** Rows of a query; the same query of the same published version is asked once. */
  load: (query: CubeQuery, version: string) => Promise<CubeRow[]>
  /** Any other answer of the server, and anything that changes something there. */
  get: <T>(path: string) => Promise<T>
  change: <T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object) => Promise<T>
  /** Sends JSON; the answer is for the caller to read. */
  send: (path: string, body: object, signal?: AbortSignal) => Promise<Response>
  signOut: () => Promise<void>
}

const CACHED_QUERIES = 300
/** Browsers open six connections to a host: one stays free for all else. */
const AT_ONCE = 5
/** Cube answers every few seconds, if only "Continue wait": what is silent for longer is not there. */
const SILENT_MS = 60_000

/** Fetches a few at once; each is given its time from when its turn has come. */
const inTurns = (fetch: Effects['fetch']): Effects['fetch'] => {
  let running = 0
  const waiting: (() => void)[] = []
  return async (path, init) => {
    if (running === AT_ONCE) await new Promise<void>((begin) => waiting.push(begin))
    else running++
    try {
      return await fetch(path, { ...init, signal: AbortSignal.timeout(SILENT_MS) })
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}

export const createClient = (given: Effects): Client => {
  let csrf = ''
  // Signing out goes where the server says: what is refused from then on leads nowhere else.
  let signingOut = false
  const effects: Effects = {
    ...given,
    leave: (address) => {
      if (!signingOut) given.leave(address)
    },
  }
  const answers = new Map<string, Promise<CubeRow[]>>()
  const questions = { ...effects, fetch: inTurns(effects.fetch) }
  const get = async <T>(path: string): Promise<T> => (await requestJson(effects, path)) as T

  return {
    session: async () => {
      const session = await get<Session>('/api/session')
      csrf = session.csrf
      return session
    },
    status: () => get<Status>('/api/status'),
    reference: () => get<Reference>('/api/reference'),
    definitions: async (language) => {
      const { cubes } = await get<{ cubes: MetaView[] }>('/cubejs-api/v1/meta')
      const members = cubes.flatMap((cube) => [...cube.measures, ...cube.dimensions])
      return Object.fromEntries(members.map((member) => [member.name, definitionOf(member, language)]))
    },
    load: (query, version) => {
      const key = `${version} ${JSON.stringify(query)}`
      const known = answers.get(key)
      if (known) return known
      const asked = loadQuery(questions, query, csrf)
      answers.set(key, asked)
      asked.catch(() => answers.delete(key))
      const oldest = answers.keys().next().value
      if (answers.size > CACHED_QUERIES && oldest) answers.delete(oldest)
      return asked
    },
    get,
    change: async <T>(method: string, path: string, body?: object): Promise<T> => {
      const headers = { 'x-csrf-token': csrf, ...(body ? { 'content-type': 'application/json' } : {}) }
      const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) }
      return (await requestJson(effects, path, init)) as T
    },
    send: (path, body, signal) =>
      request(effects, path, {
        method: 'POST',
        headers: { 'x-csrf-token': csrf, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        ...(signal ? { signal } : {}),
      }),
    signOut: async () => {
      signingOut = true
      try {
        const answer = await given.fetch('/logout', {
          method: 'POST',
          headers: { 'x-csrf-token': csrf },
          credentials: 'same-origin',
        })
        // Where the session began at a provider, it is ended there too.
        const { next } =
          answer.status === 200 ? ((await answer.json()) as { next: string }) : { next: '/login?out' }
        given.leave(next)
      } catch (cause) {
        signingOut = false
        throw cause
      }
    },
  }
}
