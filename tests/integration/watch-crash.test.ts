/* The watch command killed at random moments: nothing is lost, loaded twice, or in two places. */
import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { dropFiles } from '../../etl/load/drop.ts'
import { loadFiles } from '../../etl/load/load.ts'
import { rows } from '../../etl/warehouse/client.ts'
import { droppedFiles } from '../../etl/watch/dropped.ts'
import { journalAt } from '../../etl/watch/journal.ts'
import { openScratch, type Scratch } from './scratch.ts'
import {
  dossier,
  DOSSIERS,
  dossiersFile,
  filesUnder,
  handled,
  put,
  reportOf,
  startWatch,
  until,
  waiting,
} from './watch-harness.ts'

let scratch: Scratch
beforeAll(async () => {
  scratch = await openScratch()
})
afterAll(() => scratch.close())
beforeEach(() => scratch.empty())

const PROCEDURES = 'procedure_code,valid_from,name,field,force,service_level'
const procedures = (name: string) =>
  `${PROCEDURES}\n${['P1', 'P2', 'P3'].map((code) => `${code},2021-07-01,${name},Cư trú,QLHC,4`).join('\n')}\n`

/** What is dropped before the nth kill: of several datasets, good and bad. */
function filesOf(nth: number): Record<string, string> {
  // Files found together are loaded by name.
  const name = String(nth).padStart(2, '0')
  return {
    [`dossiers/${name}-a.csv`]: dossiersFile(nth * 10_000, 5_000),
    [`dossiers/${name}-b.csv`]: dossiersFile(nth * 10_000 + 5_000, 3_000),
    [`dossiers/${name}-faulty.csv`]: `${DOSSIERS}\n${dossier(nth * 10_000 + 9_000, '99')}\n${dossier(nth * 10_000 + 9_001)}\n`,
    [`dossiers/${name}-refused.csv`]: `${DOSSIERS},x${nth}\n${dossier(nth)},1\n`,
    // Without updated_at, so that a second load of the first of them would be a load indeed.
    [`procedures/${name}-a.csv`]: procedures(`first of ${nth}`),
    [`procedures/${name}-b.csv`]: procedures(`second of ${nth}`),
    [`unknown-${name}.csv`]: `a\n${nth}\n`,
  }
}

test('what was published before a kill is only put away, with the report of that load', async () => {
  const dir = scratch.folder()
  const names = ['procedures/a.csv', 'procedures/b.csv']
  put(dir, { [names[0] ?? '']: procedures('earlier'), [names[1] ?? '']: procedures('later') })
  // As a watch leaves it that is killed between the ledger and the moves.
  const at = new Date().toISOString()
  const { files } = await droppedFiles(dir)
  const run = join(
    scratch.dataDir,
    'run',
    `watch-${createHash('sha256').update(dir).digest('hex').slice(0, 12)}`,
  )
  await journalAt(`${run}.json`).write(files.map((file) => ({ file, at, day: '2026-01-02' })))
  await loadFiles(dropFiles([dir]), { ...scratch, today: '2026-10-31' })

  const next = startWatch([dir, '--once', '--settle', '0.1'], { TOANCANH_DATA: scratch.dataDir })
  expect(await next.ended).toBe(0)
  expect(filesUnder(join(dir, 'done', '2026-01-02')).filter((name) => name.endsWith('.csv'))).toEqual(names)
  for (const name of names)
    expect(reportOf(dir, 'done', name)).toMatchObject({ status: 'published', read: 3 })
  expect(
    await rows(scratch.warehouse.client('reader'), 'SELECT status, count() AS n FROM ledger GROUP BY status'),
  ).toEqual([{ status: 'published', n: 2 }])
})

test('killed at any moment: every file is loaded once and ends in one place with its reports', async () => {
  const dir = scratch.folder()
  const dropped: Record<string, string> = {}
  const env = { TOANCANH_DATA: scratch.dataDir }
  // Over starting, settling, loading and putting away; other moments in every run, told where it fails.
  const moments = fc.sample(fc.integer({ min: 300, max: 3_000 }), 10)
  for (const [index, ms] of moments.entries()) {
    const files = filesOf(index + 1)
    put(dir, files)
    Object.assign(dropped, files)
    const running = startWatch([dir, '--settle', '0.1'], env)
    await sleep(ms)
    await running.end('SIGKILL')
  }
  const last = startWatch([dir, '--settle', '0.1'], env)
  await until(() => waiting(dir).length === 0)
  expect(await last.end('SIGTERM'), moments.join()).toBe(0)

  const names = Object.keys(dropped)
  const good = names.filter((name) => !/refused|unknown/.test(name))
  const at = `killed after ${moments.join(', ')} ms`
  expect(handled(dir, 'done'), at).toEqual(good.sort())
  expect(handled(dir, 'refused'), at).toEqual(names.filter((name) => !good.includes(name)).sort())
  // Each with its two reports, and nothing else: no temporary file, no report without its file.
  expect(filesUnder(dir), at).toHaveLength(names.length * 3)
  for (const name of names) {
    const where = good.includes(name) ? 'done' : 'refused'
    const report = reportOf(dir, where, name)
    expect(readFileSync(join(dir, report.moved_to), 'utf8')).toBe(dropped[name])
    expect(report.file).toBe(name)
    // Also where the load was before the kill and the report after it.
    const { status, read, loaded, quarantined, superseded } = report
    const rowsRead = (dropped[name] ?? '').split('\n').length - 2
    if (where === 'done') {
      expect({ name, status, read }, at).toEqual({ name, status: 'published', read: rowsRead })
      expect(loaded + quarantined + superseded).toBe(read)
    }
  }
  const ledger = await rows<{ file: string; n: number }>(
    scratch.warehouse.client('reader'),
    `SELECT substring(file, ${dir.length + 2}) AS file, count() AS n FROM ledger WHERE status = 'published' GROUP BY file ORDER BY file`,
  )
  expect(ledger, at).toEqual(good.map((file) => ({ file, n: 1 })))
  expect(
    await rows(
      scratch.warehouse.client('reader'),
      'SELECT (SELECT count() FROM dossiers) AS dossiers, (SELECT groupUniqArray(toString(name)) FROM procedures) AS names',
    ),
  ).toEqual([{ dossiers: moments.length * 8_001, names: [`second of ${moments.length}`] }])
  expect(
    filesUnder(join(scratch.dataDir, 'run')).filter((name) => /^watch-\w+[.](lock|json)$/.test(name)),
  ).toEqual([])
})
