/** Figures for the page's examples; made up, and the longest names there are. */
import type { CubeRow } from '../../api/cube.ts'
import type { Client, Reference, Session, Status } from '../../api/client.ts'
import type { Note } from '../../api/notes.ts'
import type { TileModel } from '../../components/tile-model.ts'
import type { ChartNotes } from '../../composables/useChartNotes.ts'
import type { Figure } from '../../composables/useFigures.ts'
import type { Format } from '../../composables/useFormat.ts'
import type { DataTable } from '../../format/table.ts'
import type { Words } from './words.ts'

export const MONTHS = ['05/2026', '06/2026', '07/2026', '08/2026', '09/2026', '10/2026']
export const RATES = [0.971, 0.964, 0.975, 0.979, 0.983, 0.987]
const GAPS = [0.971, null, null, 0.979, 0.983, 0.987]
export const PROVINCES = ['Thành phố Hồ Chí Minh', 'Thừa Thiên Huế', 'Bà Rịa – Vũng Tàu', 'Đắk Lắk', 'Hà Nội']
export const AGENCY = 'Phòng Cảnh sát quản lý hành chính về trật tự xã hội, Công an Thành phố Hồ Chí Minh'

const rows: CubeRow[] = []
const figure = (state: Figure['state'], known: boolean): Figure => ({
  rows: known ? rows : null,
  state,
  query: null,
  at: known ? Date.UTC(2026, 9, 31, 7, 45) : null,
})
export const FIGURES = {
  ready: figure('ready', true),
  waiting: figure('loading', false),
  updating: figure('loading', true),
  failed: figure('failed', false),
  stale: figure('stale', true),
}

export const monthTable = (words: Words, values: readonly (number | null)[] = RATES): DataTable => ({
  caption: words.chart,
  columns: [
    { label: words.month, kind: 'text' },
    { label: words.rate, kind: 'ratio' },
  ],
  rows: MONTHS.map((month, i) => [month, values[i] ?? null]),
})
export const emptyTable = (words: Words): DataTable => ({ ...monthTable(words), rows: [] })
export const provinceTable = (words: Words): DataTable => ({
  caption: words.received,
  columns: [
    { label: words.province, kind: 'text' },
    { label: words.received, kind: 'count' },
    { label: words.rate, kind: 'ratio' },
  ],
  rows: PROVINCES.map((name, i) => [name, i === 2 ? null : 1_234_567 - i * 98_765, RATES[i] ?? null]),
})

/** A tile in each of its states. */
export const tiles = (words: Words, format: Format): { state: keyof Words['state']; tile: TileModel }[] => {
  const full: TileModel = {
    key: 'example',
    label: words.rate,
    value: format.percent(0.987, 2),
    kind: 'ratio',
    note: words.note,
    change: { direction: 'up', better: true, now: 0.987, before: 0.983 },
    changeNote: words.before,
    comparing: false,
    light: 'good',
    trend: RATES,
    trendLabel: words.chart,
    members: ['dossiers.on_time_rate'],
    state: 'ready',
  }
  const blank = { value: null, change: null, changeNote: '', light: null, trend: [] }
  return [
    { state: 'ready', tile: full },
    { state: 'waiting', tile: { ...full, ...blank, state: 'waiting' } },
    { state: 'updating', tile: { ...full, change: null, changeNote: '', comparing: true } },
    { state: 'stale', tile: { ...full, state: 'stale' } },
    { state: 'empty', tile: { ...full, ...blank } },
    { state: 'failed', tile: { ...full, ...blank, state: 'failed' } },
    { state: 'gaps', tile: { ...full, light: 'warn', trend: GAPS } },
    {
      state: 'long',
      tile: {
        ...full,
        label: words.longTitle,
        kind: 'count',
        value: format.count(12_345_678),
        unit: words.unit,
        light: 'bad',
        change: { direction: 'down', better: false, now: 12_345_678, before: 13_456_789 },
      },
    },
  ].map((one) => ({ ...one, tile: { ...one.tile, key: one.state } })) as {
    state: keyof Words['state']
    tile: TileModel
  }[]
}

const note = (id: number, day: string, text: string, province: string | null): Note => ({
  ...{ id, day, text, province, topic: 'dossiers', author: 'nguyen.thi.minh.chau' },
  ...{ created_at: `${day}T01:30:00Z`, changed_at: `${day}T01:30:00Z`, may_edit: true },
})
export const chartNotes = (words: Words): ChartNotes => ({
  flags: [],
  flagged: [
    { number: 1, at: 1, note: note(1, '2026-06-15', words.longTitle, null) },
    { number: 2, at: 3, note: note(2, '2026-08-01', words.chartReading, '46') },
  ],
  members: ['dossiers.on_time_rate'],
  province: '46',
  days: { from: '2026-05-01', to: '2026-10-31' },
})

const SESSION: Session = {
  account: { name: 'nguyen.thi.minh.chau', role: 'provincial_leader', provinces: ['79', '46'] },
  csrf: '',
  seen_by: 'quan-tri',
}
const STATUS: Status = {
  version: '',
  now: '2026-10-31T08:00:00Z',
  simulated: true,
  datasets: [
    ['dossiers', 'fresh', 1_234_567, '2026-10-31'],
    ['identity', 'late', 98_765, '2026-10-20'],
    ['tasks', 'empty', 0, null],
  ].map(([dataset, state, rows, day]) => ({
    dataset: String(dataset),
    state: state as 'fresh' | 'late' | 'empty',
    rows: Number(rows),
    as_of: day === null ? null : String(day),
    newest_business_date: day === null ? null : String(day),
    last_load_at: day === null ? null : `${String(day)}T01:30:00Z`,
    rhythm_days: 1,
  })),
}
/** What the example stores hold; places are the product's own. */
export const exampleBase = (reference: Reference | null) => ({
  session: SESSION,
  status: STATUS,
  reference,
})

const nothing = (): Promise<never> => Promise.reject(new Error('an example asks nothing'))
export const EXAMPLE_CLIENT: Client = {
  session: () => Promise.resolve(SESSION),
  status: () => Promise.resolve(STATUS),
  reference: nothing,
  definitions: () => Promise.resolve({}),
  load: nothing,
  get: nothing,
  change: nothing,
  send: nothing,
  signOut: nothing,
}
