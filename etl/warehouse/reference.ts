import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { ClickHouseClient } from '@clickhouse/client'
import { DATASETS } from '../contracts/registry.ts'
import { rows } from './client.ts'

const FOLDER = join(import.meta.dirname, '..', 'reference')

/** Reference files and the tables they fill, column for column. */
const FILES = [
  'provinces34',
  'provinces63',
  'communes',
  'statuses',
  'indicators',
  'thresholds',
  'calendar',
  'rule_sets',
  'scores766_groups',
  'scores766_criteria',
  'scores766_bands',
] as const

/** First and last day that working days are counted for; dossiers reach neither. */
const WORKING_DAYS = { from: '2018-01-01', days: 365 * 20 }

/**
 * Brings the warehouse's reference tables to what etl/reference holds. A table is exchanged whole, so a reader
 * sees the old rows or the new.
 *
 * @returns the names of the tables that changed.
 */
export async function loadReference(client: ClickHouseClient, database: string): Promise<string[]> {
  const recorded = await rows<{ name: string; checksum: string }>(
    client,
    `SELECT name, argMax(checksum, at) AS checksum FROM ${database}.ref_loaded GROUP BY name`,
  )
  const current = new Map(recorded.map(({ name, checksum }) => [name, checksum]))
  const changed: string[] = []
  const refresh = async (name: string, content: string, fill: (table: string) => Promise<unknown>) => {
    const checksum = createHash('sha256').update(content).digest('hex').slice(0, 16)
    if (current.get(name) === checksum) return
    const table = `${database}.ref_${name}`
    const fresh = `${table}__new`
    await client.command({ query: `CREATE OR REPLACE TABLE ${fresh} AS ${table}` })
    await fill(fresh)
    await client.command({ query: `EXCHANGE TABLES ${fresh} AND ${table}` })
    await client.command({ query: `DROP TABLE ${fresh}` })
    await client.insert({
      table: `${database}.ref_loaded`,
      values: [{ name, checksum }],
      format: 'JSONEachRow',
    })
    changed.push(name)
  }

  for (const name of FILES) {
    const content = readFileSync(join(FOLDER, `${name}.csv`), 'utf8')
    await refresh(name, content, (table) =>
      client.insert({
        table,
        values: Readable.from([content], { objectMode: false }),
        format: 'CSVWithNames',
      }),
    )
  }
  const rhythms = DATASETS.map(({ name, rhythmDays }) => ({ dataset: name, rhythm_days: rhythmDays }))
  await refresh('rhythms', JSON.stringify(rhythms), (table) =>
    client.insert({ table, values: rhythms, format: 'JSONEachRow' }),
  )
  await refresh('working_days', JSON.stringify([WORKING_DAYS, calendarText()]), (table) =>
    client.command({ query: workingDays(table, database) }),
  )
  return changed
}

const calendarText = () => readFileSync(join(FOLDER, 'calendar.csv'), 'utf8')

/** Monday to Friday, less the calendar's days off, plus its working Saturdays. */
function workingDays(table: string, database: string): string {
  return `INSERT INTO ${table}
    SELECT date, toUInt16(sum(working) OVER (ORDER BY date)) AS n
    FROM (
      SELECT
        d.date AS date,
        multiIf(c.kind = 'swap_work', 1, c.kind != '', 0, toDayOfWeek(d.date) <= 5) AS working
      FROM (SELECT toDate('${WORKING_DAYS.from}') + number AS date FROM numbers(${WORKING_DAYS.days})) AS d
      LEFT JOIN (SELECT date, any(kind) AS kind FROM ${database}.ref_calendar GROUP BY date) AS c ON c.date = d.date
      SETTINGS join_use_nulls = 0
    )`
}
