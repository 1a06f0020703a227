/** Loads, lineage and quarantine, as `/api/data` tells them to those who may look. */
import type { Client } from './client.ts'

export const LOAD_STATES = ['published', 'unchanged', 'refused', 'undone', 'rebuilt'] as const
export interface Load {
  version: number
  batch: string
  dataset: string
  file: string
  status: (typeof LOAD_STATES)[number]
  reason: string
  warnings: string[]
  read: number
  loaded: number
  quarantined: number
  superseded: number
  bytes: number
  seconds: number
  accepted_change: boolean
  simulated: boolean
  published_at: string
  /** Its rows count. */
  live: boolean
}
export interface LoadsPage {
  loads: Load[]
  total: number
  more: number | null
}
export interface LoadSearch {
  dataset: string
  status: string
  text: string
}
export interface LineageFile {
  batch: string
  file: string
  loaded: number
  published_at: string
  parts: string[]
}
export interface LineagePart {
  part: string
  /** Null where the warehouse does not keep count. */
  rows: number | null
  newest_business_date: string | null
  loads: number
}
export interface Lineage {
  files: LineageFile[]
  files_total: number
  parts: LineagePart[]
  parts_total: number
}
export interface Reason {
  dataset: string
  column: string
  reason: string
  reason_vi: string
  rows: number
  loads: number
  newest_at: string
}
export interface Fault {
  batch: string
  dataset: string
  file: string
  line: number
  column: string
  value: string
  reason: string
  reason_vi: string
  at: string
}
export interface FaultsPage {
  faults: Fault[]
  total: number
  more: number | null
}
/** `column` and `reason` null: any; a fault may name no column. */
export interface FaultSearch {
  dataset: string
  batch: string
  column: string | null
  reason: string | null
}

export interface DataApi {
  loads: (search: LoadSearch, before: number | null) => Promise<LoadsPage>
  lineage: (chosen: { dataset: string; batch: string; part: string }) => Promise<Lineage>
  reasons: (search: Pick<FaultSearch, 'dataset' | 'batch'>) => Promise<Reason[]>
  faults: (search: FaultSearch, offset: number) => Promise<FaultsPage>
}

/** The query of a search, without what does not narrow it. */
const queryOf = (search: Record<string, string | number | null>): string =>
  new URLSearchParams(
    Object.entries(search).flatMap(([key, value]) =>
      value === null || (value === '' && key !== 'column') ? [] : [[key, String(value)]],
    ),
  ).toString()

export const quarantineCsv = (search: FaultSearch): string =>
  `/api/data/quarantine.csv?${queryOf({ ...search })}`

export const createDataApi = ({ get }: Pick<Client, 'get'>): DataApi => ({
  loads: (search, before) => get(`/api/data/loads?${queryOf({ ...search, before })}`),
  lineage: (chosen) => get(`/api/data/lineage?${queryOf(chosen)}`),
  reasons: async (search) =>
    (await get<{ reasons: Reason[] }>(`/api/data/quarantine/reasons?${queryOf({ ...search })}`)).reasons,
  faults: (search, offset) => get(`/api/data/quarantine?${queryOf({ ...search, offset })}`),
})
