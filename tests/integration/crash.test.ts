import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dropFiles } from '../../etl/load/drop.ts'
import { loadFiles } from '../../etl/load/load.ts'
import { rows } from '../../etl/warehouse/client.ts'
import { kills, shortPlan } from '../faults/kills/kills.ts'
import { cutOff } from '../faults/proxy/cut-off.ts'
import { diskFull } from '../faults/disk/full.ts'
import { openScratch } from './scratch.ts'

/** The short forms; `npm run faults` has the long ones. */
const DOSSIERS = 2400
const quiet = () => undefined

test('killed at every named step and at random moments, a load is whole or not there, and done again as if undisturbed', async () => {
  const result = await kills(DOSSIERS, shortPlan(1), quiet)
  expect(result.failures).toEqual([])
  expect(result.kills).toBeGreaterThan(18)
  expect(result.inTime).toBeGreaterThan(14)
  expect(result.answers).toBeGreaterThan(20)
})

test('cut off from the engine at random moments, a load fails clearly or is published, and the next one repairs', async () => {
  const result = await cutOff(2, 1, DOSSIERS, quiet)
  expect(result.failures).toEqual([])
  expect(result.loads).toBe(2)
})

test('with the disk full a load fails clearly, readers see what they saw, and with room again it is loaded', async () => {
  const result = await diskFull([100_000, 1_000_000], 12_000, quiet)
  // Where no disk may be mounted there is none to fill.
  if (result === undefined) return
  expect(result.failures).toEqual([])
  expect(result.failed).toBeGreaterThan(0)
})

test('what a load that is gone was still writing is ended before the next one gives its number again', async () => {
  const scratch = await openScratch()
  try {
    const { warehouse, dataDir } = scratch
    const loader = warehouse.client('loader')
    const load = (name: string, hour: number) => {
      const folder = join(scratch.folder(), 'dossiers')
      mkdirSync(folder)
      writeFileSync(
        join(folder, `${name}.csv`),
        [
          'dossier_code,procedure_code,agency_code,province_code,status,received_at,due_at,updated_at',
          ...Array.from(
            { length: 40 },
            (_, n) =>
              `000.00.00.G01-220103-${1000 + n},P1,A,01,4,2022-01-03T08:00:00,2022-01-10T17:00:00,2022-01-04T1${hour}:00:00`,
          ),
        ].join('\n'),
      )
      return loadFiles(dropFiles([folder]), { warehouse, dataDir, today: '2026-10-31' })
    }
    await load('first', 0)
    // As a loader would that was killed while it merged: the engine goes on with the statement.
    const [{ version } = { version: 0 }] = await rows<{ version: number }>(
      loader,
      'SELECT max(version) + 1 AS version FROM ledger',
    )
    const writing = loader
      .command({
        query: `INSERT INTO ${warehouse.database}.dossiers_store
          SELECT * REPLACE (toInt64(-${version}) AS generation) FROM ${warehouse.database}.dossiers_store
          WHERE sleepEachRow(0.5) = 0 SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 0`,
      })
      .then(
        () => 'written',
        () => 'ended',
      )
    while (
      (
        await rows(
          loader,
          `SELECT 1 FROM system.processes WHERE query LIKE '%sleepEachRow(0.5)%' AND query_kind = 'Insert'`,
        )
      ).length === 0
    );
    const [second] = await load('second', 1)
    expect(second).toMatchObject({ status: 'published', loaded: 40 })
    expect(await writing).toBe('ended')
    expect(await rows(warehouse.client('reader'), 'SELECT count() AS n FROM dossiers')).toEqual([{ n: 40 }])
  } finally {
    await scratch.close()
  }
})
