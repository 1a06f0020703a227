import type { Dataset } from '../contracts/types.ts'
import { after, type Ledger, type LedgerRow } from './ledger.ts'
import type { Publication } from './publish.ts'
import { ROLLUPS } from './rollup.ts'
import { fromDataset, fromFirst, liveRows, ofGenerations, type Tables } from './tables.ts'

const SHOWN = 20

/** Datasets of which every province reports every date. */
const REPORTED_BY_PROVINCE: Record<string, string> = {
  identity: 'date',
  population: 'as_of',
  scores766: 'period_end',
}

/** Counts of a day that should be like those of the days before. */
const DAILY: Record<string, { date: string; total: string; what: string }> = {
  identity: { date: 'date', total: "sumIf(received, `group` = 'all')", what: 'received' },
  dossiers: { date: 'date', total: 'sum(received)', what: 'dossiers received' },
}

/** A day's total this many times the usual one, or this fraction of it, is worth a look. */
const FAR = 5
/** Fewer earlier days say nothing about what is usual. */
const FEWEST_DAYS = 14

/**
 * Things about a load to look at, that do not refuse it: procedures and criteria nobody knows, rows that differ although they bear one
 * `updated_at`, provinces that have stopped reporting, totals far from what they were.
 */
export async function warningsOf(load: NewLoad): Promise<string[]> {
  return [
    ...conflicts(load),
    ...(await unknownProcedures(load)),
    ...(await unknownCriteria(load)),
    ...(await silentProvinces(load)),
    ...(await unusualTotals(load)),
  ]
}

/** A load about to be published. */
interface NewLoad {
  tables: Tables
  ledger: Ledger
  dataset: Dataset
  row: LedgerRow
  publication: Publication
}

/** The rows of a dataset as they will be once it is published, as an SQL relation with its condition. */
const rowsOf = ({ tables, ledger, publication }: NewLoad, name: string) =>
  liveRows(tables, name, after(ledger.partitions, publication.published, name))

function conflicts({ row, publication }: NewLoad): string[] {
  const own = publication.conflicts.filter(({ load }) => load === row.version)
  if (own.length === 0) return []
  const shown = own
    .map(({ key }) => key)
    .sort()
    .slice(0, SHOWN)
    .join('; ')
  return [
    `${own.length} rows have the same updated_at as a different row loaded before; the greater row hash was kept: ${shown}${own.length > SHOWN ? '; …' : ''}`,
  ]
}

async function unknownProcedures(load: NewLoad): Promise<string[]> {
  const { tables, dataset, row } = load
  if (dataset.name !== 'dossiers' || row.parts.length === 0) return []
  const landed = ofGenerations(row.parts.map((part) => ({ part, generations: [row.version] })))
  const found = await fromDataset<{ procedure_code: string; n: number }>(
    tables,
    dataset,
    `SELECT toString(procedure_code) AS procedure_code, count() AS n FROM ${tables.staging}.dossiers
     WHERE ${landed} AND procedure_code NOT IN (SELECT procedure_code FROM ${rowsOf(load, 'procedures')})
     GROUP BY procedure_code`,
  )
  const dossiers = new Map<string, number>()
  for (const { procedure_code, n } of found)
    dossiers.set(procedure_code, (dossiers.get(procedure_code) ?? 0) + n)
  return [...dossiers]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, SHOWN)
    .map(([code, n]) => `unknown procedure ${code} (${n} dossiers)`)
}

/** Criteria that the catalogue does not have are kept, but have no points. */
async function unknownCriteria({ tables, dataset, row }: NewLoad): Promise<string[]> {
  if (dataset.name !== 'scores766' || row.parts.length === 0) return []
  const landed = ofGenerations(row.parts.map((part) => ({ part, generations: [row.version] })))
  const found = await fromFirst<{ code: string; n: number }>(
    tables,
    `SELECT toString(criterion) AS code, count() AS n FROM ${tables.staging}.scores766
     WHERE ${landed} AND criterion NOT IN (SELECT criterion FROM ${tables.database}.ref_scores766_criteria)
     GROUP BY criterion ORDER BY n DESC, code LIMIT ${SHOWN}`,
  )
  return found.map(
    ({ code, n }) => `unknown criterion ${code} (${n} rows): it has no points until etl/reference has it`,
  )
}

async function silentProvinces(load: NewLoad): Promise<string[]> {
  const { tables, dataset } = load
  const date = REPORTED_BY_PROVINCE[dataset.name]
  if (date === undefined) return []
  const rows = `${rowsOf(load, dataset.name)} AND province NOT IN ('00', '')`
  const [found] = await fromFirst<{ newest: string; missing: string[] }>(
    tables,
    `WITH (SELECT arraySlice(arrayReverseSort(groupUniqArray(${date})), 1, 2) FROM ${rows}) AS dates
     SELECT toString(dates[1]) AS newest,
       arraySort(arrayFilter(p -> NOT has(groupUniqArrayIf(toString(province), ${date} = dates[1]), p), groupUniqArrayIf(toString(province), ${date} = dates[2]))) AS missing
     FROM ${rows} AND has(dates, ${date})`,
  )
  if (found === undefined || found.missing.length === 0) return []
  return [
    `provinces that reported on the date before and are missing on ${found.newest}: ${found.missing.join(', ')}`,
  ]
}

async function unusualTotals(load: NewLoad): Promise<string[]> {
  const { tables, dataset, row } = load
  const daily = DAILY[dataset.name]
  if (daily === undefined || row.newest_business_date === null) return []
  // A day is compared with the same weekday before it: Sundays are always quiet.
  const counted =
    dataset.name === 'dossiers'
      ? `${tables.database}.${ROLLUPS}_by_place_store WHERE ${ofGenerations(after(load.ledger.partitions, load.publication.published, ROLLUPS))}`
      : rowsOf(load, dataset.name)
  const days = await fromDataset<{ day: string; n: number }>(
    tables,
    dataset,
    `SELECT toString(${daily.date}) AS day, toFloat64(${daily.total}) AS n FROM ${counted}
       AND ${daily.date} > toDate({newest:String}) - 100 AND ${daily.date} <= toDate({newest:String})
       AND toDayOfWeek(${daily.date}) = toDayOfWeek(toDate({newest:String}))
     GROUP BY ${daily.date}`,
    { newest: row.newest_business_date },
  )
  const totals = new Map<string, number>()
  for (const { day, n } of days) totals.set(day, (totals.get(day) ?? 0) + n)
  const newest = totals.get(row.newest_business_date) ?? 0
  totals.delete(row.newest_business_date)
  const before = [...totals.values()].sort((a, b) => a - b)
  const usual = before[Math.floor(before.length / 2)] ?? 0
  if (before.length * 7 < FEWEST_DAYS || usual === 0 || (newest <= usual * FAR && newest * FAR >= usual))
    return []
  return [
    `${daily.what} on ${row.newest_business_date}: ${newest}, far from the usual ${usual} of the same weekday before; check that the file is whole`,
  ]
}
