import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dropFiles } from '../../etl/load/drop.ts'
import { loadFiles } from '../../etl/load/load.ts'
import { rows } from '../../etl/warehouse/client.ts'
import { openWarehouse } from '../../etl/warehouse/warehouse.ts'

const CLI = join(import.meta.dirname, '..', '..', 'etl', 'cli.ts')

let root: string
let dataDir: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'toancanh-crash-'))
  dataDir = join(root, 'data')
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Dossiers over twelve months, so that a load touches as many partitions; `version` changes half of them. */
function dropFolder(name: string, version: number): string {
  const lines = [
    'dossier_code,procedure_code,agency_code,province_code,status,received_at,due_at,ended_at,updated_at',
  ]
  for (let index = 0; index < 60_000; index += 1) {
    if (version > 1 && index % 2 === 0) continue
    const month = String((index % 12) + 1).padStart(2, '0')
    const day = `2022-${month}-03`
    lines.push(
      `000.00.00.G01-22${month}03-${String(index).padStart(6, '0')},P1,A,01,9,${day}T08:00:00,${day}T17:00:00,${day}T1${version}:00:00,${day}T1${version}:00:00`,
    )
  }
  const folder = join(root, name, 'dossiers')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'dossiers.csv'), lines.join('\n'))
  return join(root, name)
}

/** What readers see, as one number, and the ledger's version. */
async function seen(folder: string): Promise<{ hash: string; n: number }> {
  const warehouse = await openWarehouse({ dataDir: folder })
  try {
    const [found] = await rows<{ hash: string; n: number }>(
      warehouse.client('reader'),
      `SELECT toString(sum(cityHash64(formatRow('JSONEachRow', *)))) AS hash, count() AS n FROM dossiers`,
    )
    return found ?? { hash: '', n: -1 }
  } finally {
    await warehouse.close()
  }
}

async function load(folder: string, into: string): Promise<void> {
  const warehouse = await openWarehouse({ dataDir: into })
  try {
    await loadFiles(dropFiles([folder]), { warehouse, dataDir: into, today: '2026-10-31' })
  } finally {
    await warehouse.close()
  }
}

/** Runs the real command in a process group of its own and kills all of it, engine too, after `ms`. */
async function loadKilledAfter(folder: string, ms: number): Promise<'killed' | 'finished'> {
  const child = spawn(process.execPath, [CLI, 'load', folder], {
    env: { ...process.env, TOANCANH_DATA: dataDir },
    stdio: 'ignore',
    detached: true,
  })
  const { pid } = child
  if (pid === undefined) throw new Error('the command did not start')
  const ended = new Promise<'finished'>((resolve) => child.on('exit', () => resolve('finished')))
  const outcome = await Promise.race([ended, sleep(ms, 'killed' as const)])
  if (outcome === 'killed') {
    const engines = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean)
    process.kill(-pid, 'SIGKILL')
    for (const engine of engines) process.kill(Number(engine), 'SIGKILL')
    await ended
  }
  return outcome
}

test('killed at any moment of a load, the warehouse is as before it or as after it', async () => {
  const first = dropFolder('first', 1)
  const second = dropFolder('second', 2)
  const undisturbed = join(root, 'undisturbed')
  await load(first, undisturbed)
  const before = await seen(undisturbed)
  await load(second, undisturbed)
  const after = await seen(undisturbed)
  expect(before.n).toBe(60_000)
  expect(after).not.toEqual(before)

  await load(first, dataDir)
  expect(await seen(dataDir)).toEqual(before)
  const outcomes: string[] = []
  for (const ms of [900, 1300, 1700, 2100, 2600, 3200]) {
    outcomes.push(await loadKilledAfter(second, ms))
    const found = await seen(dataDir)
    expect([before, after]).toContainEqual(found)
    if (found.hash === after.hash) break
  }
  // The first is killed while the warehouse starts, whatever the machine; the load is then done again to its end.
  expect(outcomes[0]).toBe('killed')
  await load(second, dataDir)
  expect(await seen(dataDir)).toEqual(after)
})
