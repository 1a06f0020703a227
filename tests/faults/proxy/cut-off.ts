import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbedded } from '../../../etl/warehouse/embedded.ts'
import { openWarehouse } from '../../../etl/warehouse/warehouse.ts'
import { etl, unclear } from '../command.ts'
import { writeFiles } from '../kills/files.ts'
import { run } from '../kills/jobs.ts'
import { differing, kept, seen } from '../kills/readings.ts'
import { seeded } from '../random.ts'
import { FAULTS, startProxy } from './proxy.ts'

export interface CutOffResult {
  loads: number
  /** Loads that ended with an error. */
  failed: number
  failures: string[]
}

/**
 * Loads through a network that goes wrong at a random moment, with the real command. A load is published or it fails with
 * one line of error and exit code 4; readers see it whole or not at all, and the next load makes good what it left.
 */
export async function cutOff(
  count: number,
  seed: number,
  dossiers: number,
  log: (message: string) => void,
): Promise<CutOffResult> {
  const root = mkdtempSync(join(tmpdir(), 'toancanh-cut-off-'))
  const dataDir = join(root, 'data')
  const server = await startEmbedded({
    dir: join(root, 'server'),
    database: 'ministry',
    log: () => undefined,
  })
  const url = (port: number) => `http://loader:${server.credentials.loader}@127.0.0.1:${port}/ministry`
  const proxy = await startProxy(server.port)
  // The same way in as the product's, without the proxy.
  const direct = await openWarehouse({ dataDir, clickhouseUrl: url(server.port) })
  const result: CutOffResult = { loads: 0, failed: 0, failures: [] }
  try {
    const random = seeded(seed)
    const files = writeFiles(root, dossiers)
    await run({ load: files.first }, direct, dataDir)
    const [before, keptBefore] = [await seen(direct), await kept(direct)]
    await run({ load: files.correction }, direct, dataDir)
    const [after, keptAfter] = [await seen(direct), await kept(direct)]
    const undo = async () => {
      for (const file of files.correction) await run({ undo: file }, direct, dataDir)
      await run({ load: [] }, direct, dataDir)
    }
    await undo()
    const load = () =>
      etl(['load', ...files.correction], { CLICKHOUSE_URL: url(proxy.port), TOANCANH_DATA: dataDir })
    // How much there is to go wrong.
    proxy.disarm()
    const quiet = await load()
    const chunks = proxy.passed()
    if (quiet.code !== 0 || differing(after, await seen(direct)) !== '') {
      throw new Error(`the load fails without any fault: ${quiet.stderr}`)
    }
    log(`proxy: a load passes ${chunks} chunks`)
    for (let n = 0; n < count; n += 1) {
      await undo()
      const left = `${differing(before, await seen(direct))}${differing(keptBefore, await kept(direct))}`
      if (left !== '') result.failures.push(`taken back, it is not as before: ${left}`)
      const fault = FAULTS[n % FAULTS.length] ?? 'cut'
      const at = random.below(chunks)
      proxy.arm(fault, at)
      const ended = await load()
      const fail = (what: string) => {
        const failure = `${fault} after ${at} of ${chunks} chunks: ${what}`
        result.failures.push(failure)
        log(failure)
      }
      await answering(server.port)
      const bad = unclear(ended)
      if (bad !== undefined) fail(bad)
      const found = await seen(direct)
      const [toBefore, toAfter] = [differing(before, found), differing(after, found)]
      if (ended.code === 0 ? toAfter !== '' : toBefore !== '' && toAfter !== '') {
        fail(`exit code ${ended.code}, readers see neither before (${toBefore}) nor after (${toAfter})`)
      }
      await run({ load: files.correction }, direct, dataDir)
      const repaired = `${differing(after, await seen(direct))}${differing(keptAfter, await kept(direct))}`
      if (repaired !== '') fail(`loaded again, it is not as undisturbed: ${repaired}`)
      result.loads += 1
      if (ended.code !== 0) result.failed += 1
      if (result.loads % 20 === 0)
        log(`proxy: ${result.loads} of ${count} loads, ${result.failures.length} wrong`)
    }
  } finally {
    await direct.close()
    await proxy.close()
    await server.stop()
    rmSync(root, { recursive: true, force: true })
  }
  return result
}

/** A connection reset by its client can end the engine; it is then started again, in seconds. */
async function answering(port: number): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/ping`, { headers: { connection: 'close' } }).catch(
      () => undefined,
    )
    // Twice in a row, a moment apart: one that is about to end still answers once.
    if (answer?.ok === true && tries > 0) {
      await sleep(300)
      const again = await fetch(`http://127.0.0.1:${port}/ping`, { headers: { connection: 'close' } }).catch(
        () => undefined,
      )
      if (again?.ok === true) return
    }
    await sleep(100)
  }
  throw new Error('the engine was not started again')
}
