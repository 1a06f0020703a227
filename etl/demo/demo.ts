import { mkdir } from 'node:fs/promises'
import type { ClickHouseClient } from '@clickhouse/client'
import type { DossierOptions } from './dossier-days.ts'
import { dossiersSql, greatestSerialSql } from './dossiers.ts'
import { identitySql, OPENING } from './identity.ts'
import { indicatorsSql } from './indicators.ts'
import { markSimulated } from './mark.ts'
import { populationSql } from './population.ts'
import { proceduresSql } from './procedures.ts'
import { publishedSql } from './published.ts'
import { scores766Sql } from './scores766.ts'
import { tasksSql } from './tasks.ts'
import { writeCsv } from './write-csv.ts'

export const DEFAULTS = { dossiers: 4_000_000, seed: 1, until: '2026-10-31' } as const
const FEWEST = 300_000
const EARLIEST = '2023-01-31'
const LATEST = '2027-12-31'

export interface DemoOptions extends DossierOptions {
  /** The drop folder; one folder a dataset is made in it. */
  out: string
  /** Runs SELECTs over numbers() only. */
  client: ClickHouseClient
  log: (line: string) => void
}

/** An option that cannot be met. The message names the option and what would do. */
export class DemoOptionError extends Error {
  override name = 'DemoOptionError'
}

function check({ dossiers, seed, until }: DossierOptions): void {
  if (!Number.isSafeInteger(dossiers) || dossiers < FEWEST)
    throw new DemoOptionError(
      `--dossiers must be a whole number of at least ${FEWEST}: the article's window alone holds 217,000`,
    )
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new DemoOptionError('--seed must be a whole number from 0')
  const day = /^\d{4}-\d{2}-\d{2}$/.test(until) ? new Date(`${until}T00:00:00Z`) : new Date(Number.NaN)
  if (
    Number.isNaN(day.getTime()) ||
    day.toISOString().slice(0, 10) !== until ||
    until < EARLIEST ||
    until > LATEST
  )
    throw new DemoOptionError(`--until must be a date (YYYY-MM-DD) from ${EARLIEST} to ${LATEST}`)
}

interface File {
  dataset: string
  /** After the dataset's name. Digits sort before letters, so what came late or corrects is read after the rest. */
  suffix: string
  sql: string
}

function files(options: DossierOptions): File[] {
  const { until } = options
  const years = Array.from({ length: Number(until.slice(0, 4)) - 2021 }, (_, index) => String(2022 + index))
  const from = (year: string) => (year === '2022' ? '2021-12-25' : `${year}-01-01`)
  const main = (year: string) => ({ kind: 'main', from: from(year), to: `${year}-12-31` }) as const
  const file = (dataset: string, suffix: string, sql: string): File => ({ dataset, suffix, sql })
  return [
    file('procedures', '', proceduresSql(options)),
    file('population', '', populationSql(options)),
    file('published', '', publishedSql(options)),
    file('indicators', '', indicatorsSql(options)),
    file('tasks', '', tasksSql(options)),
    file('scores766', '', scores766Sql(options)),
    file('identity', '-2021-dau-ky', identitySql(OPENING, options)),
    ...years.map((year) => file('identity', `-${year}`, identitySql(main(year), options))),
    file('identity', '-bo-sung', identitySql({ kind: 'late' }, options)),
    file('identity', '-dinh-chinh', identitySql({ kind: 'correction' }, options)),
    ...years.map((year) => file('dossiers', `-${year}`, dossiersSql(main(year), options))),
    file('dossiers', '-bo-sung', dossiersSql({ kind: 'late' }, options)),
    file('dossiers', '-dinh-chinh', dossiersSql({ kind: 'correction' }, options)),
    file('dossiers', '-loi', dossiersSql({ kind: 'errors' }, options)),
  ]
}

/**
 * Writes the demonstration drop folder: `<out>/<dataset>/<dataset>….csv`, each file whole or not at all. The same
 * `dossiers`, `seed` and `until` give the same bytes, whatever the engine's threads. A part that would hold no row
 * (nothing came late before there was anything) is still written, with its header.
 *
 * @returns the files in the order they are to be loaded, and rows by dataset (the wrong and the corrected ones too)
 * @throws DemoOptionError when an option is out of range
 */
export async function writeDemo(
  options: DemoOptions,
): Promise<{ files: string[]; rows: Record<string, number> }> {
  check(options)
  const { client, out, log } = options
  const busiest = await client.query({ query: greatestSerialSql(options), format: 'JSONEachRow' })
  const [{ serial } = { serial: 0 }] = await busiest.json<{ serial: number | string }>()
  if (Number(serial) > 9999)
    throw new DemoOptionError(
      '--dossiers is too great for this --until: an agency would receive over 9,999 in a day',
    )

  await mkdir(out, { recursive: true })
  markSimulated(out)

  const plan = files(options)
  const counts = new Map<File, number>()
  const waiting = plan.values()
  const path = ({ dataset, suffix }: File) => `${out}/${dataset}/${dataset}${suffix}.csv`
  // Each file is made by one thread, so that its order is fixed; two at a time use two cores.
  let failed = false
  const worker = async (): Promise<void> => {
    for (const file of waiting) {
      if (failed) return
      try {
        counts.set(file, await writeCsv(client, file.sql, path(file)))
      } catch (error) {
        failed = true
        throw error
      }
      log(`${path(file)}: ${counts.get(file)} rows`)
    }
  }
  // Both end before this does: nothing is written after an error is reported.
  const ends = await Promise.allSettled([worker(), worker()])
  const broken = ends.find((end) => end.status === 'rejected')
  if (broken) throw broken.reason

  const rows: Record<string, number> = {}
  for (const file of plan) rows[file.dataset] = (rows[file.dataset] ?? 0) + (counts.get(file) ?? 0)
  return { files: plan.map(path), rows }
}
