/* `etl watch`: what is dropped, from first to last. The commands join the engine that the test has open. */
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { LiveLoad } from '../../etl/commands/status-loads.ts'
import { whileLoading } from '../../etl/load/lock.ts'
import { rows } from '../../etl/warehouse/client.ts'
import { cli } from '../product.ts'
import { openScratch, type Scratch } from './scratch.ts'
import {
  DOSSIERS,
  dossier,
  dossiersFile,
  handled,
  put,
  reportOf,
  startWatch,
  until,
  waiting,
  type Watch,
} from './watch-harness.ts'

let scratch: Scratch
let dir: string
const started: Watch[] = []
beforeAll(async () => {
  scratch = await openScratch()
})
afterAll(() => scratch.close())
beforeEach(async () => {
  await scratch.empty()
  dir = scratch.folder()
})
afterEach(async () => {
  for (const running of started.splice(0)) await running.end('SIGKILL')
})

function watching(args: readonly string[], env: NodeJS.ProcessEnv = {}): Watch {
  const running = startWatch(args, { TOANCANH_DATA: scratch.dataDir, ...env })
  started.push(running)
  return running
}

/** Handles what is in the folder, and tells how the command ended. */
async function watchOnce(
  ...args: string[]
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const running = watching([dir, '--once', '--settle', '0.2', ...args])
  const code = await running.ended
  return { code, stdout: running.stdout(), stderr: running.stderr() }
}

const query = <T>(sql: string) => rows<T>(scratch.warehouse.client('reader'), sql)
const count = async (table: string) => (await query<{ n: number }>(`SELECT count() AS n FROM ${table}`))[0]?.n

test('what is there is loaded and put away with its reports, good and bad apart; what is unfinished stays', async () => {
  put(dir, {
    'dossiers/hà nội/a.csv': dossiersFile(1, 3),
    'dossiers-2022-01.csv': [DOSSIERS, dossier(4), dossier(5, '99'), ''].join('\n'),
    'procedures/p.csv':
      'procedure_code,valid_from,name,field,force,service_level\nP1,2021-07-01,Đăng ký,Cư trú,QLHC,4\n',
    'dossiers/names.csv': `${DOSSIERS},ho_ten\n${dossier(6)},x\n`,
    'dossiers/broken.csv.gz': gzipSync(dossiersFile(7, 1_000)).subarray(0, 200),
    'figures.csv': 'a\n1\n',
    'dossiers/letter.docx': 'x',
    ...Object.fromEntries(
      ['.hidden.csv', 'a.csv.part', 'b.csv.tmp', '~$c.xlsx', 'd.csv.crdownload', 'SIMULATED.md'].map(
        (name) => [`dossiers/${name}`, dossiersFile(100, 1)],
      ),
    ),
  })
  const { code, stdout } = await watchOnce()
  expect(code).toBe(3)
  expect(handled(dir, 'done')).toEqual(['dossiers-2022-01.csv', 'dossiers/hà nội/a.csv', 'procedures/p.csv'])
  expect(handled(dir, 'refused')).toEqual([
    'dossiers/broken.csv.gz',
    'dossiers/letter.docx',
    'dossiers/names.csv',
    'figures.csv',
  ])
  expect(waiting(dir)).toEqual(
    ['.hidden.csv', 'SIMULATED.md', 'a.csv.part', 'b.csv.tmp', 'd.csv.crdownload', '~$c.xlsx'].map(
      (name) => `dossiers/${name}`,
    ),
  )
  expect(await count('dossiers')).toBe(4)
  // procedures first: no dossier was of an unknown procedure.
  expect(stdout).not.toContain('unknown procedure')
  expect(stdout).toContain('published dossiers dossiers-2022-01.csv: 2 read = 1 loaded + 1 quarantined')
  // The mark counts for all under its folder, and only there.
  expect(
    await query(
      "SELECT file LIKE '%/dossiers/%' AS inside, simulated FROM ledger WHERE status = 'published' AND dataset = 'dossiers' ORDER BY inside",
    ),
  ).toEqual([
    { inside: 0, simulated: 0 },
    { inside: 1, simulated: 1 },
  ])

  const good = reportOf(dir, 'done', 'dossiers-2022-01.csv')
  expect(good).toMatchObject({
    file: 'dossiers-2022-01.csv',
    dataset: 'dossiers',
    status: 'published',
    read: 2,
    loaded: 1,
    quarantined: 1,
    superseded: 0,
    faults_total: 1,
    faults: [
      { line: 3, column: 'province_code', value: '99', reason: 'is not a province of the 63-province era' },
    ],
    all_faults: `npm run etl -- quarantine --batch ${good.batch}`,
  })
  expect(good.text).toContain('ĐÃ NẠP, trừ 1 dòng có lỗi')
  expect(good.text).toContain(
    'dòng 3, cột province_code, giá trị "99": không phải là mã trong danh mục 63 tỉnh, thành phố',
  )
  expect(good.text).toContain(
    'line 3, column province_code, value "99": is not a province of the 63-province era',
  )

  const names = reportOf(dir, 'refused', 'dossiers/names.csv')
  expect(names.text).toContain('Tệp có cột ngoài danh mục: "ho_ten"')
  expect(names.text).toContain('Take the column out')
  expect(reportOf(dir, 'refused', 'figures.csv').text).toContain('Không biết tệp thuộc bộ dữ liệu nào')
  expect(reportOf(dir, 'refused', 'dossiers/letter.docx').text).toContain('none of a format that is read')
  expect(reportOf(dir, 'refused', 'dossiers/broken.csv.gz').text).toContain('damaged or incomplete')

  // Nothing to do is done.
  expect(await watchOnce()).toMatchObject({ code: 0, stdout: '' })
})

test('the same content again, and another file of the same name: nothing is overwritten, and the report says what was loaded', async () => {
  put(dir, { 'dossiers/a.csv': dossiersFile(1, 3) })
  expect((await watchOnce()).code).toBe(0)
  put(dir, { 'dossiers/a.csv': dossiersFile(1, 3) })
  const { code, stdout } = await watchOnce('--json')
  expect(code).toBe(0)
  const line = JSON.parse(stdout) as { status: string; moved_to: string }
  expect(line).toMatchObject({
    file: 'dossiers/a.csv',
    status: 'unchanged',
    loaded_before: { read: 3, loaded: 3 },
  })
  expect(line.moved_to).toMatch(/^done[/]\d{4}-\d\d-\d\d[/]dossiers[/]a \(2\)[.]csv$/)
  put(dir, { 'dossiers/a.csv': dossiersFile(4, 1) })
  await watchOnce()
  expect(handled(dir, 'done')).toEqual(['dossiers/a (2).csv', 'dossiers/a (3).csv', 'dossiers/a.csv'])
  const first = reportOf(dir, 'done', 'dossiers/a.csv')
  expect(reportOf(dir, 'done', 'dossiers/a (2).csv').text).toContain(`mã lần nạp ${first.batch}.`)
  expect(await count('dossiers')).toBe(4)
})

test('a growing file is taken when it is whole: not while it is open, and not between two appends', async () => {
  const running = watching([dir, '--settle', '0.5'])
  await until(() => running.stderr().includes('watching'))
  put(dir, { 'dossiers/other.csv': dossiersFile(100, 1) })
  const file = openSync(join(dir, 'dossiers', 'open.csv'), 'w')
  writeSync(file, dossiersFile(1, 2))
  // Unchanged for longer than the settle time, but open. The other shows that the folder is being looked at.
  await until(() => handled(dir, 'done').includes('dossiers/other.csv'))
  await until(() => running.stderr().includes(`open.csv is open for writing by process ${process.pid}`))
  writeSync(file, `${dossier(3)}\n`)
  closeSync(file)
  await until(() => handled(dir, 'done').includes('dossiers/open.csv'))
  expect(reportOf(dir, 'done', 'dossiers/open.csv')).toMatchObject({ read: 3, loaded: 3 })
  expect(await running.end('SIGTERM')).toBe(0)

  // Written as over a network: in pieces, by nobody whom this machine knows.
  const slow = watching([dir, '--settle', '3'])
  await until(() => slow.stderr().includes('watching'))
  const path = join(dir, 'dossiers', 'slow.csv')
  writeFileSync(path, `${DOSSIERS}\n`)
  for (let serial = 10; serial < 50; serial += 1) {
    appendFileSync(path, `${dossier(serial)}\n`)
    await sleep(100)
  }
  // Uploaded under another name and renamed.
  put(dir, { 'dossiers/upload.csv.part': dossiersFile(50, 5) })
  renameSync(join(dir, 'dossiers', 'upload.csv.part'), join(dir, 'dossiers', 'upload.csv'))
  await until(() => waiting(dir).length === 0 && handled(dir, 'done').length === 4)
  expect(reportOf(dir, 'done', 'dossiers/slow.csv')).toMatchObject({
    status: 'published',
    read: 40,
    loaded: 40,
  })
  expect(await query("SELECT count() AS n FROM ledger WHERE file LIKE '%/slow.csv'")).toEqual([{ n: 1 }])
  expect(reportOf(dir, 'done', 'dossiers/upload.csv')).toMatchObject({ read: 5, loaded: 5 })
  expect(await slow.end('SIGINT')).toBe(0)
})

test('one that watches; another waits and takes over, and with --once leaves the files to it', async () => {
  const first = watching([dir, '--settle', '0.2'])
  await until(() => first.stderr().includes('watching'))
  put(dir, { 'dossiers/a.csv': dossiersFile(1, 1) })
  await until(() => handled(dir, 'done').length === 1)
  const second = watching([dir, '--settle', '0.2'])
  await until(() => second.stderr().includes(`process ${first.pid} watches ${dir}; waiting`))
  expect(await watchOnce()).toMatchObject({
    code: 0,
    stderr: expect.stringContaining(`process ${first.pid} watches`) as string,
  })
  await first.end('SIGKILL')
  put(dir, { 'dossiers/b.csv': dossiersFile(2, 1) })
  await until(() => second.stdout().includes('dossiers/b.csv'))
  await until(() => waiting(dir).length === 0)
})

test('an unreachable warehouse leaves files where they are and is said once; when it is back they are loaded', async () => {
  const url = new URL(scratch.warehouse.url('loader'))
  const real = Number(url.port)
  const servers: Server[] = []
  const open = (port: number) =>
    new Promise<number>((resolve) => {
      const server = createServer((from) => {
        const to = connect(real, '127.0.0.1')
        from.pipe(to).pipe(from)
        for (const socket of [from, to]) socket.on('error', () => [from, to].forEach((one) => one.destroy()))
      })
      servers.push(server)
      server.listen(port, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
    })
  const close = () => new Promise((resolve) => servers.pop()?.close(resolve))
  const port = await open(0)
  await close()
  url.port = String(port)

  put(dir, { 'dossiers/a.csv': dossiersFile(1, 3), 'letter.docx': 'x' })
  const away = watching([dir, '--once', '--settle', '0.2'], { CLICKHOUSE_URL: url.href })
  expect(await away.ended).toBe(4)
  expect(away.stderr()).toMatch(/the warehouse server 127\.0\.0\.1:\d+ cannot be reached/)
  expect(waiting(dir)).toEqual(['dossiers/a.csv'])

  const running = watching([dir, '--settle', '0.2'], { CLICKHOUSE_URL: url.href })
  await until(() => running.stderr().includes('cannot be reached'))
  // Time for two more tries, after one and two seconds.
  await sleep(4_000)
  expect(running.stderr().match(/cannot be reached/g)).toHaveLength(1)
  expect(waiting(dir)).toEqual(['dossiers/a.csv'])
  await open(port)
  await until(() => waiting(dir).length === 0)
  expect(handled(dir, 'done')).toEqual(['dossiers/a.csv'])
  await until(() => running.stderr().includes('dropped files are loaded again'))
  expect(await count('dossiers')).toBe(3)
  expect(await running.end('SIGTERM')).toBe(0)
  await close()
})

test('where files cannot be put away nothing is loaded, and once they can it goes on', async () => {
  put(dir, { 'dossiers/a.csv': dossiersFile(1, 3) })
  // A file where the folder is to be: as with a read-only folder, nothing can be made in it, for root neither.
  writeFileSync(join(dir, 'done'), '')
  const running = watching([dir, '--settle', '0.2'])
  await until(() => running.stderr().includes('files cannot be moved within'))
  expect(await count('ledger')).toBe(0)
  rmSync(join(dir, 'done'))
  await until(() => waiting(dir).length === 0)
  expect(reportOf(dir, 'done', 'dossiers/a.csv')).toMatchObject({ status: 'published', loaded: 3 })
})

test('a file that makes the loader fail keeps none of the others out', async () => {
  put(dir, { 'dossiers/a.csv': dossiersFile(1, 1), 'dossiers/b.csv': dossiersFile(2, 1) })
  put(dir, { 'dossiers/gone.csv': dossiersFile(3, 1), 'dossiers/folder.csv': dossiersFile(4, 1) })
  let running: Watch | undefined
  // Taken together, and then kept waiting until two of them are no files any more.
  await whileLoading(
    scratch.dataDir,
    () => undefined,
    async () => {
      running = watching([dir, '--settle', '0.2'])
      await until(() => running?.stderr().includes('is loading; waiting'))
      rmSync(join(dir, 'dossiers', 'gone.csv'))
      rmSync(join(dir, 'dossiers', 'folder.csv'))
      mkdirSync(join(dir, 'dossiers', 'folder.csv'))
    },
  )
  await until(() => handled(dir, 'done').length === 2)
  expect(handled(dir, 'done')).toEqual(['dossiers/a.csv', 'dossiers/b.csv'])
  expect(await running?.end('SIGTERM')).toBe(0)
  expect([waiting(dir), handled(dir, 'refused')]).toEqual([[], []])
})

test('a load is taken back by its batch, and its file can be dropped again', async () => {
  put(dir, { 'dossiers/a.csv': dossiersFile(1, 3), 'dossiers/b.csv': dossiersFile(4, 2) })
  await watchOnce()
  const etl = (...args: string[]) => cli('etl', args, scratch.dataDir)
  const loads = async () =>
    (JSON.parse((await etl('status', '--loads', '--json')).stdout) as { loads: LiveLoad[] }).loads
  const [a, b] = await loads()
  expect(a).toMatchObject({ dataset: 'dossiers', file: join(dir, 'dossiers', 'a.csv'), read: 3, loaded: 3 })
  expect((await etl('status', '--loads')).stdout).toMatch(
    new RegExp(`^${b?.batch} +\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d +dossiers +2 +2 +0 +.*/b.csv$`, 'm'),
  )
  const undone = await etl('undo', a?.batch ?? '')
  expect([undone.code, undone.stdout]).toEqual([0, expect.stringContaining('dossiers has 2 rows now')])
  expect([await count('dossiers'), (await loads()).map(({ batch }) => batch)]).toEqual([2, [b?.batch]])
  const again = await etl('undo', a?.batch ?? '')
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('no batch that is loaded')])
  put(dir, { 'dossiers/a.csv': dossiersFile(1, 3) })
  await watchOnce()
  expect(reportOf(dir, 'done', 'dossiers/a (2).csv')).toMatchObject({ status: 'published', loaded: 3 })
  expect(await count('dossiers')).toBe(5)
})

test('told to end, it finishes the load under way', async () => {
  put(dir, { 'dossiers/a.csv': dossiersFile(1, 100_000) })
  const running = watching([dir, '--settle', '0.2'])
  // Begun, by the journal that names it.
  await until(() => {
    try {
      return readFileSync(join(scratch.dataDir, 'run', 'load.lock'), 'utf8').startsWith(`${running.pid} `)
    } catch {
      return false
    }
  })
  expect(await running.end('SIGTERM')).toBe(0)
  expect(handled(dir, 'done')).toEqual(['dossiers/a.csv'])
  expect(await count('dossiers')).toBe(100_000)
})

test('without a folder it is that of TOANCANH_DROP, and one that is not there is said', async () => {
  put(dir, { 'dossiers/a.csv': dossiersFile(1, 1) })
  const running = watching(['--once', '--settle', '0'], { TOANCANH_DROP: dir })
  expect(await running.ended).toBe(0)
  expect(handled(dir, 'done')).toEqual(['dossiers/a.csv'])
  const nowhere = watching([join(dir, 'nowhere'), '--once'])
  expect(await nowhere.ended).toBe(2)
  expect(nowhere.stderr()).toContain('does not exist')
})
