/** Results of metrics queries as files, without the limit of rows that answers have. */
import type { Client } from './client.ts'
import type { CubeQuery } from './cube.ts'

export const EXPORT_FORMATS = ['csv', 'xlsx', 'parquet', 'arrow'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]
export interface ExportOptions {
  /** @default 'machines' */
  for?: 'people' | 'machines'
  /** Of titles and definitions. @default 'vi' */
  lang?: 'vi' | 'en'
  /** Of the file, without its ending. */
  name?: string
}

export interface Exports {
  /** The answer as it comes: a body that ends before its end is not whole. Throws {@link ApiError}. */
  file: (
    query: CubeQuery,
    format: ExportFormat,
    options?: ExportOptions,
    signal?: AbortSignal,
  ) => Promise<Response>
}

export const createExports = ({ send }: Pick<Client, 'send'>): Exports => ({
  file: (query, format, options = {}, signal) => send('/api/export', { ...options, format, query }, signal),
})

/** The address of a file; a plain link, so that the browser writes it as it comes. */
export const exportAddress = (query: CubeQuery, format: ExportFormat, options: ExportOptions = {}): string =>
  `/api/export?${new URLSearchParams({ format, query: JSON.stringify(query), ...options }).toString()}`
