import type { DatasetRow } from '../api/status.ts'

/** What a file says of itself: where its figures come from, and what they mean. */
export interface About {
  product: string
  /** UTC. */
  exported_at: string
  exported_by: string
  /** The metrics query, or the SQL. */
  query: unknown
  filters: string[]
  /** The last day each dataset tells of; null: it is empty. */
  as_of: Record<string, string | null>
  simulated: boolean
  note: string | null
  definitions: Definition[]
  row_count?: number
}

export interface Definition {
  name: string
  title: string
  definition: string
}

export type Language = 'vi' | 'en'

/** Under which key Parquet and Arrow hold it, as JSON. */
export const ABOUT_KEY = 'toancanh'

const SIMULATED = {
  vi: 'Số liệu mô phỏng, hiệu chỉnh theo số đã công bố; không nói về tỉnh, thành phố nào có thật.',
  en: 'Simulated data, calibrated to published totals; it says nothing about any real province.',
}

/** @param states of the datasets that were read */
export function aboutExport(
  told: Pick<About, 'exported_by' | 'query' | 'filters' | 'definitions'>,
  states: readonly DatasetRow[],
  now: Date,
  language: Language,
): About {
  const simulated = states.some((state) => state.simulated)
  return {
    product: 'Toàn Cảnh',
    exported_at: now.toISOString(),
    ...told,
    as_of: Object.fromEntries(states.map(({ dataset, as_of }) => [dataset, as_of])),
    simulated,
    note: simulated ? SIMULATED[language] : null,
  }
}

const LABELS = {
  vi: {
    product: 'Nguồn',
    exported: 'Xuất lúc (giờ Việt Nam)',
    by: 'Người xuất',
    rows: 'Số dòng',
    asOf: 'Dữ liệu đến ngày',
    filters: 'Bộ lọc',
    none: 'không có',
    empty: 'chưa có dữ liệu',
    note: 'Lưu ý',
    query: 'Câu hỏi',
    definitions: 'Định nghĩa',
  },
  en: {
    product: 'Source',
    exported: 'Exported at (Vietnam time)',
    by: 'Exported by',
    rows: 'Rows',
    asOf: 'Data as of',
    filters: 'Filters',
    none: 'none',
    empty: 'no data yet',
    note: 'Note',
    query: 'Query',
    definitions: 'Definitions',
  },
}

/** The same as lines of label and text, for the second sheet of a workbook and the foot of a CSV. */
export function aboutLines(about: About, rows: number, language: Language): [string, string][] {
  const words = LABELS[language]
  const local = new Date(Date.parse(about.exported_at) + 7 * 3_600_000)
    .toISOString()
    .slice(0, 19)
    .replace('T', ' ')
  return [
    [words.product, about.product],
    ...(about.note === null ? [] : [[words.note, about.note] as [string, string]]),
    [words.rows, String(rows)],
    ...Object.entries(about.as_of).map(([dataset, day]): [string, string] => [
      `${words.asOf}: ${dataset}`,
      day ?? words.empty,
    ]),
    ...(about.filters.length === 0 ? [words.none] : about.filters).map((filter): [string, string] => [
      words.filters,
      filter,
    ]),
    [words.exported, local],
    [words.by, about.exported_by],
    [words.query, typeof about.query === 'string' ? about.query : JSON.stringify(about.query)],
    ...about.definitions.map(({ title, definition }): [string, string] => [
      `${words.definitions}: ${title}`,
      definition,
    ]),
  ]
}
