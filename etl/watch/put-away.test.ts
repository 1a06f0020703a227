import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lookAt, type Dropped } from './dropped.ts'
import { putAway } from './put-away.ts'
import { findings, refusedUnread, type Findings, type Report } from './report.ts'

const DAY = '2026-11-24'
let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'toancanh-put-away-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

function put(name: string, content: string): string {
  const path = join(dir, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  return path
}

async function drop(name: string, content: string): Promise<Dropped> {
  const path = put(name, content)
  const found = await lookAt(path, name)
  if (found === undefined) throw new Error(`${path} is not there`)
  return found
}

const findingsOf = async (dropped: Dropped, batch: string): Promise<Findings> => ({
  ...(await findings(dropped, refusedUnread(dropped.path, 'dossiers', ''), undefined, new Date())),
  status: 'published',
  batch,
})

/** Every file under the drop folder. */
const all = () =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .sort()
const read = (path: string) => readFileSync(join(dir, path), 'utf8')
const beside = (path: string) => [path, `${path}.report.json`, `${path}.report.txt`]

test('a file keeps its place under the day, and one of the same name stands beside it', async () => {
  for (const content of ['first', 'second', 'third']) {
    const dropped = await drop('dossiers/hà nội/a.csv.gz', content)
    const report = await putAway(dir, dropped, DAY, await findingsOf(dropped, content))
    expect(JSON.parse(read(`${report?.moved_to}.report.json`))).toEqual(report)
    expect(read(report?.moved_to ?? '')).toBe(content)
  }
  const folder = `done/${DAY}/dossiers/hà nội`
  expect(all()).toEqual(
    [`${folder}/a (2).csv.gz`, `${folder}/a (3).csv.gz`, `${folder}/a.csv.gz`].flatMap(beside).sort(),
  )
})

test('a handled file whose reports are gone is not overwritten, nor a report whose file is gone', async () => {
  put(`done/${DAY}/a.csv`, 'kept')
  put(`done/${DAY}/a (2).csv.report.json`, '{"batch":"other"}')
  const dropped = await drop('a.csv', 'content')
  const report = await putAway(dir, dropped, DAY, await findingsOf(dropped, 'b1'))
  expect(report?.moved_to).toBe(`done/${DAY}/a (3).csv`)
  expect(read(`done/${DAY}/a.csv`)).toBe('kept')
  expect(read(`done/${DAY}/a (2).csv.report.json`)).toBe('{"batch":"other"}')
})

test('what a kill left between report and move is completed, in one place', async () => {
  const dropped = await drop('dossiers/a.csv', 'content')
  const found = await findingsOf(dropped, 'b1')
  const report = await putAway(dir, dropped, DAY, found)
  // As it was before the move.
  const path = `done/${DAY}/dossiers/a.csv`
  renameSync(join(dir, path), dropped.path)
  const again = { ...dropped, version: (await lookAt(dropped.path, dropped.name))?.version ?? '' }
  expect((await putAway(dir, again, DAY, found))?.moved_to).toBe(report?.moved_to)
  expect(all()).toEqual(beside(path))
})

test('to another file system: copied whole, and what a kill left of that is completed', async () => {
  // A file system of its own on every Linux.
  const other = mkdtempSync('/dev/shm/toancanh-put-away-')
  try {
    symlinkSync(other, join(dir, 'done'))
    const dropped = await drop('dossiers/a.csv', 'content')
    const found = await findingsOf(dropped, 'b1')
    const report = await putAway(dir, dropped, DAY, found)
    expect(existsSync(dropped.path)).toBe(false)
    expect(readdirSync(join(other, DAY, 'dossiers')).sort()).toEqual(beside('a.csv'))
    expect(read(report?.moved_to ?? '')).toBe('content')
    // Killed before the original was taken away: both are there.
    writeFileSync(dropped.path, 'content')
    const again = { ...dropped, version: (await lookAt(dropped.path, dropped.name))?.version ?? '' }
    await putAway(dir, again, DAY, found)
    expect(existsSync(dropped.path)).toBe(false)
    expect(readdirSync(join(other, DAY, 'dossiers')).sort()).toEqual(beside('a.csv'))
  } finally {
    rmSync(other, { recursive: true, force: true })
  }
})

test('a file that is no longer what was loaded stays', async () => {
  const dropped = await drop('dossiers/a.csv', 'content')
  const found = await findingsOf(dropped, 'b1')
  writeFileSync(dropped.path, 'content and more')
  expect(await putAway(dir, dropped, DAY, found)).toBeUndefined()
  expect(all()).toEqual(['dossiers/a.csv'])
})

test('a name as long as names can be is shortened, so that its report can stand beside it', async () => {
  const name = `${'ế'.repeat(83)}ab.csv`
  expect(Buffer.byteLength(name)).toBe(255)
  const dropped = await drop(name, 'content')
  const report = (await putAway(dir, dropped, DAY, await findingsOf(dropped, 'b1'))) as Report
  expect(all().sort()).toEqual(beside(report.moved_to))
  expect(report.file).toBe(name)
  expect(report.moved_to).toMatch(/ế[.]csv$/)
})
