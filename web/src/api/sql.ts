/** What the page SQL asks of the server. */
import type { Client } from './client.ts'

/** Roles that may ask by SQL; the server decides. */
export const SQL_ROLES: readonly string[] = ['analyst', 'minister', 'leader', 'administrator']
export const FILE_FORMATS = ['csv', 'xlsx', 'parquet', 'arrow', 'json'] as const
export type FileFormat = (typeof FILE_FORMATS)[number]

type Words = Record<'vi' | 'en', string>
export interface SchemaView {
  name: string
  about: Words
  columns: { name: string; type: string; about: Words }[]
}
export interface Schema {
  database: string
  limits: Record<'json' | 'file', { seconds: number; rows: number }>
  views: SchemaView[]
}
export interface HistoryEntry {
  id: string
  at: string
  sql: string
  format: string
  status: 'done' | 'failed' | 'cancelled'
  rows: number | null
  milliseconds: number
  error: string | null
}
export interface Progress {
  id: string
  state: 'running'
  read_rows: number
  total_rows: number
  seconds: number
  memory_bytes: number
}
/** A statement that is over; what it gave came with the answer to it. */
export interface Ended {
  id: string
  state: 'ended'
  status: HistoryEntry['status']
  rows: number | null
  milliseconds: number
}

export interface Sql {
  schema: () => Promise<Schema>
  history: () => Promise<HistoryEntry[]>
  /** Text of the answer: its numbers may be larger than JSON.parse reads exactly. */
  run: (sql: string, id: string, signal: AbortSignal) => Promise<string>
  /** Throws {@link ApiError}, 404 where the statement has not begun. */
  progress: (id: string) => Promise<Progress | Ended>
  cancel: (id: string) => Promise<unknown>
}

export const createSql = ({ get, change, send }: Pick<Client, 'get' | 'change' | 'send'>): Sql => ({
  schema: () => get<Schema>('/api/sql/schema'),
  history: async () => (await get<{ entries: HistoryEntry[] }>('/api/sql/history')).entries,
  run: async (sql, id, signal) => (await send('/api/sql', { sql, id }, signal)).text(),
  progress: (id) => get(`/api/sql/queries/${id}`),
  cancel: (id) => change('DELETE', `/api/sql/queries/${id}`),
})

/** Address of a statement's result as a file; asking it runs the statement again, under the limits of files. */
export const fileAddress = (id: string, format: FileFormat, language: 'vi' | 'en'): string =>
  `/api/sql/history/${id}/result?${new URLSearchParams({
    format,
    for: format === 'csv' ? 'people' : 'machines',
    lang: language,
  }).toString()}`
