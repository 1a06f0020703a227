/* The running product watches the drop folder by itself. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DATASETS } from '../../etl/contracts/registry.ts'
import { cli, startProduct } from '../product.ts'
import { dossiersFile, handled, put, reportOf, startWatch, until, waiting } from './watch-harness.ts'

test('files dropped into the running product are loaded, and etl watch takes over when it ends', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'toancanh-watch-'))
  const dir = join(dataDir, 'drop')
  // Dropped while nothing was running.
  put(dir, { 'dossiers/a.csv': dossiersFile(1, 3) })
  const product = await startProduct({ dataDir, args: ['--empty'], env: { TOANCANH_DROP: '' } })
  const watch = startWatch(['--settle', '0.2'], { TOANCANH_DATA: dataDir, TOANCANH_DROP: '' })
  try {
    // Said after the address, once it watches.
    await until(() => product.output().includes(dir))
    await until(() => waiting(dir).length === 0)
    put(dir, { 'dossiers/b.csv': dossiersFile(10, 2) })
    await until(() => handled(dir, 'done').length === 2)
    // Told once it has been put away.
    await until(() => product.output().includes('published dossiers dossiers/b.csv: 2 read = 2 loaded'))
    await until(() => watch.stderr().includes(`process ${product.pid} watches ${dir}; waiting`))

    const status = await cli('etl', ['status'], dataDir)
    expect(status.stdout).toMatch(/^dossiers +5 +2022-01-03 +2022-01-07 +\d{4}-\d\d-\d\d \d\d:\d\d +late/m)
    expect(status.stdout).toMatch(/^identity +0 +– +– +– +empty$/m)
    const json = JSON.parse((await cli('etl', ['status', '--json'], dataDir)).stdout) as {
      datasets: unknown[]
    }
    expect(json.datasets).toHaveLength(DATASETS.length)
    expect(json.datasets).toContainEqual(
      expect.objectContaining({
        dataset: 'dossiers',
        rows: 5,
        newest_business_date: '2022-01-03',
        as_of: '2022-01-07',
        rhythm_days: 2,
        simulated: false,
        freshness: 'late',
        last_load_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
      }),
    )
    await product.stop()
    put(dir, { 'dossiers/c.csv': dossiersFile(20, 1) })
    await until(() => handled(dir, 'done').length === 3)
    expect(reportOf(dir, 'done', 'dossiers/c.csv')).toMatchObject({ status: 'published', loaded: 1 })
    expect(await watch.end('SIGTERM')).toBe(0)
  } finally {
    await watch.end('SIGKILL')
    await product.stop()
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 })
  }
})
