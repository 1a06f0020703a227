import { contractOf } from './contracts.ts'
import { isFaulty, isOpen, keyOf, placeOf, type Contract, type Place } from './datasets.ts'
import type { HistoryFile, Row } from './history.ts'

/** The warehouse as the data contracts promise it, in memory: the loads that count, and what follows from their rows. */
export interface Model {
  /** How many loads there ever were. */
  taken: number
  loads: ModelLoad[]
}

export interface ModelLoad {
  batch: string
  dataset: string
  path: string
  /** The file's bytes. */
  text: string
  rows: ModelRow[]
}

export interface ModelRow {
  row: Row
  place: Place | undefined
  key: string
  part: string
  updated: string
  /** Stands for the row's content, and decides between rows with one `updated_at`. */
  hash: bigint
  /** Its load's place among all loads, and its line there. */
  order: [load: number, line: number]
}

export interface Expected {
  status: 'published' | 'unchanged' | 'refused'
  read: number
  loaded: number
  quarantined: number
  superseded: number
}

/** Rows the file has, by line, without those that go to quarantine. */
export function acceptedRows(file: HistoryFile, today: string): Map<number, Row> {
  const contract = contractOf(file.dataset)
  return new Map(
    file.rows
      .map((row, index): [number, Row] => [index + 2, normal(file, row)])
      .filter(([, row]) => !isFaulty(contract, row, today)),
  )
}

/** With '' for columns the file lacks, and one spelling of each channel. */
function normal({ dataset, without }: HistoryFile, row: Row): Row {
  const blank = Object.fromEntries(without.map((column) => [column, '']))
  const full = { ...row, ...blank }
  if (dataset !== 'dossiers') return full
  const channel = { '1': 'counter', '2': 'online', '3': 'postal', '': 'counter' }[full['channel'] ?? '']
  return { ...full, channel: channel ?? full['channel'] ?? '' }
}

interface Taking {
  file: HistoryFile
  path: string
  text: string
  batch: string
  acceptChange: boolean
  today: string
  /** Of a line of this load: its row's hash in the warehouse. */
  hashOf: (line: number) => bigint
}

/** Takes a file in, if it is to be, and says what the loader must say of it. */
export function take(model: Model, taking: Taking): Expected {
  const { file, path, text, batch, hashOf } = taking
  const contract = contractOf(file.dataset)
  const refused = (read: number, quarantined: number): Expected => {
    return { status: 'refused', read, loaded: 0, quarantined, superseded: read - quarantined }
  }
  if (file.unknownColumn) return refused(0, 0)
  const before = model.loads.filter(({ dataset }) => dataset === file.dataset)
  // Where load order decides, the same content again is news unless it came last.
  if ((contract.versioned ? before : before.slice(-1)).some((load) => load.text === text)) {
    return { status: 'unchanged', read: 0, loaded: 0, quarantined: 0, superseded: 0 }
  }
  const accepted = acceptedRows(file, taking.today)
  const read = file.rows.length
  const quarantined = read - accepted.size
  if (!taking.acceptChange && quarantined >= 20 && quarantined > read * 0.05)
    return refused(read, quarantined)
  if (contradictsItself(contract, [...accepted.values()])) return refused(read, quarantined)

  const order = (model.taken += 1)
  const rows = [...accepted].map(([line, row]): ModelRow => {
    const place = placeOf(contract, row)
    return {
      ...{ row, place, key: keyOf(contract, row, place), part: contract.part(row) },
      ...{ updated: row['updated_at'] ?? '', hash: hashOf(line), order: [order, line] },
    }
  })
  const had = winners(model, file.dataset)
  const own = best(contract, rows)
  const news = [...own].filter(([key, row]) => {
    const old = had.get(key)
    return old === undefined || (old.hash !== row.hash && outdoes(contract, row, old))
  })
  model.loads.push({ batch, dataset: file.dataset, path, text, rows })
  return {
    status: 'published',
    ...{ read, loaded: news.length, quarantined, superseded: read - quarantined - news.length },
  }
}

export function takeBack(model: Model, batch: string): void {
  model.loads = model.loads.filter((load) => load.batch !== batch)
}

/** Two different rows of one key with the same `updated_at`, or none: nobody can say which is right. */
function contradictsItself(contract: Contract, rows: readonly Row[]): boolean {
  const seen = new Map<string, string>()
  return rows.some((row) => {
    const key = `${keyOf(contract, row, placeOf(contract, row))} ${row['updated_at'] ?? ''}`
    const content = JSON.stringify(Object.keys(contract.columns).map((column) => row[column]))
    const other = seen.get(key) ?? content
    seen.set(key, other)
    return other !== content
  })
}

/** A later `updated_at` outdoes an earlier one; equal ones: the greater hash; without any: the later load. */
function outdoes(contract: Contract, a: ModelRow, b: ModelRow): boolean {
  if (contract.versioned && a.updated !== b.updated) return a.updated > b.updated
  if (contract.versioned && a.updated !== '' && a.hash !== b.hash) return a.hash > b.hash
  return a.order[0] !== b.order[0] ? a.order[0] > b.order[0] : a.order[1] > b.order[1]
}

function best(contract: Contract, rows: readonly ModelRow[]): Map<string, ModelRow> {
  const found = new Map<string, ModelRow>()
  for (const row of rows) {
    const old = found.get(row.key)
    if (old === undefined || outdoes(contract, row, old)) found.set(row.key, row)
  }
  return found
}

/** Per key the row that counts. */
export function winners(model: Model, dataset: string): Map<string, ModelRow> {
  const contract = contractOf(dataset)
  const rows = model.loads.filter((load) => load.dataset === dataset).flatMap((load) => load.rows)
  const found = best(contract, rows)
  if (dataset !== 'dossiers') return found
  for (const [key, winner] of found) {
    if (!isOpen(contract, winner.row)) continue
    // It keeps the old province of its last earlier version that is certain of it.
    const certain = best(
      contract,
      rows.filter((row) => row.key === key && !isOpen(contract, row.row)),
    ).get(key)
    const province63 = certain?.place?.province63 ?? ''
    found.set(key, { ...winner, place: { province: winner.place?.province ?? '', province63 } })
  }
  return found
}

/** Which files have rows in which part: what `lineage` must say. */
export const lineage = (model: Model): Set<string> =>
  new Set(
    model.loads.flatMap(({ dataset, path, rows }) => rows.map(({ part }) => `${dataset} ${part} ${path}`)),
  )
