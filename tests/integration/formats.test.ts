import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Bool, Field, Int32, List, Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { dropFiles } from '../../etl/load/drop.ts'
import { loadFiles, type LoadResult } from '../../etl/load/load.ts'
import { rows } from '../../etl/warehouse/client.ts'
import {
  arrowTable,
  csv,
  FIXTURES,
  ndjson,
  parquet,
  plain,
  quoted,
  TASKS,
  type TaskRow,
} from './formats/tasks.ts'
import { windows1258 } from './formats/windows-1258.ts'
import { openScratch, type Scratch } from './scratch.ts'

let scratch: Scratch
beforeAll(async () => {
  scratch = await openScratch()
})
afterAll(() => scratch.close())
beforeEach(() => scratch.empty())

/** What the warehouse has to hold, whatever the rows came in. */
const EXPECTED = TASKS.map(({ province_code, objective, co_agencies, done_on, updated_at, ...rest }) => ({
  ...rest,
  objective: Number(objective),
  co_agencies: co_agencies === '' ? [] : co_agencies.split(';'),
  province: province_code,
  done_on: done_on === '' ? null : done_on,
  updated_at: updated_at.replace('T', ' '),
})).sort((a, b) => (a.task_code < b.task_code ? -1 : 1))

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()

const TEXT_FILES: Record<string, () => Buffer> = {
  'comma.csv': () => Buffer.from(csv(',', '\n', plain)),
  'quoted.csv': () => Buffer.from(csv(',', '\r\n', quoted)),
  'semicolon-bom.csv': () => Buffer.from(`\ufeff${csv(';', '\r\n', plain)}`),
  'tab.tsv': () => Buffer.from(csv('\t', '\n', plain)),
  'decomposed.csv': () => Buffer.from(csv(',', '\n', plain).normalize('NFD')),
  'day-first.csv': () =>
    Buffer.from(
      csv(',', '\n', plain).replaceAll(
        /(\d{4})-(\d\d)-(\d\d)(T)?/g,
        (_, y: string, m: string, d: string, t?: string) => `${d}/${m}/${y}${t === undefined ? '' : ' '}`,
      ),
    ),
  'gzip.csv.gz': () => gzipSync(csv(',', '\n', plain)),
  'gzip-by-content.csv': () =>
    Buffer.concat([
      gzipSync(csv(',', '\n', plain, TASKS.slice(0, 0))),
      gzipSync(csv(',', '\n', plain).split('\n').slice(1).join('\n')),
    ]),
  'utf16le-bom.csv': () => Buffer.from(`\ufeff${csv('\t', '\r\n', plain)}`, 'utf16le'),
  'utf16be-bom.csv': () => utf16be(`\ufeff${csv(',', '\n', plain)}`),
  'utf16le.csv': () => Buffer.from(csv(',', '\n', plain), 'utf16le'),
  'utf16be.ndjson': () => utf16be(ndjson()),
  'windows-1258.csv': () => windows1258(csv(';', '\r\n', plain)),
  'windows-1258.csv.gz': () => gzipSync(windows1258(csv(';', '\r\n', plain))),
  'windows-1258.ndjson': () => windows1258(ndjson()),
  'plain.ndjson': () => Buffer.from(ndjson()),
  'bom.jsonl': () => Buffer.from(`\ufeff${ndjson()}`),
  'gzip.ndjson.gz': () => gzipSync(ndjson()),
}

async function load(name: string, content: Buffer, dataset = 'tasks'): Promise<LoadResult> {
  const folder = scratch.folder()
  mkdirSync(join(folder, dataset))
  writeFileSync(join(folder, dataset, name), content)
  return loadPath(join(folder, dataset, name))
}

async function loadPath(path: string): Promise<LoadResult> {
  const [result] = await loadFiles(dropFiles([path]), {
    warehouse: scratch.warehouse,
    dataDir: scratch.dataDir,
    today: '2026-10-31',
  })
  if (result === undefined) throw new Error('nothing was loaded')
  return result
}

const query = <T>(sql: string) => rows<T>(scratch.warehouse.client('reader'), sql)
const warehouse = () =>
  query(`SELECT task_code, name, objective, source_document, lead_agency, co_agencies, province,
    assigned_on, due_on, done_on, toString(updated_at) AS updated_at FROM tasks ORDER BY task_code`)
const refusal = ({ status, reason }: LoadResult) => (status === 'refused' ? reason : status)

async function expectTasks(result: LoadResult): Promise<void> {
  expect(result).toMatchObject({ status: 'published', read: 12, loaded: 12, quarantined: 0, superseded: 0 })
  expect(await warehouse()).toEqual(EXPECTED)
}

test.each(Object.keys(TEXT_FILES))('%s', async (name) => {
  await expectTasks(await load(name, TEXT_FILES[name]?.() ?? Buffer.alloc(0)))
})

test.each(['tasks.xlsx', 'tasks-1904.xlsx'])('%s, written by other tools', async (name) => {
  const folder = scratch.folder()
  copyFileSync(join(FIXTURES, name), join(folder, name))
  await expectTasks(await loadPath(join(folder, name)))
})

test.each(['snappy', 'zstd', 'gzip', 'uncompressed'])('Parquet of DuckDB, %s', async (codec) => {
  const folder = scratch.folder()
  await parquet(
    `SELECT task_code, name, objective::TINYINT AS objective, source_document, lead_agency,
       CASE WHEN co_agencies = '' THEN NULL ELSE string_split(co_agencies, ';') END AS co_agencies, province_code,
       assigned_on::DATE AS assigned_on, due_on::TIMESTAMP AS due_on, nullif(done_on, '')::DATE AS done_on,
       (updated_at || '+07')::TIMESTAMPTZ AS updated_at FROM tasks`,
    join(folder, 'tasks.parquet'),
    `COMPRESSION ${codec}`,
  )
  await expectTasks(await loadPath(join(folder, 'tasks.parquet')))
})

test.each(['file', 'stream'] as const)('Arrow IPC %s', async (kind) => {
  await expectTasks(await load('tasks.arrow', Buffer.from(tableToIPC(arrowTable(), kind))))
})

test('Windows-1258 is recognised where its first letter comes far behind', async () => {
  const ascii = Array.from({ length: 3000 }, (_, index) => ({
    ...(TASKS[0] as TaskRow),
    task_code: `A-${index}`,
    name: 'plain',
    source_document: 'plain',
  }))
  const file = windows1258(csv(',', '\n', plain, [...ascii, ...TASKS]))
  expect(file.findIndex((byte) => byte > 0x7f)).toBeGreaterThan(128 * 1024)
  expect(await load('tasks.csv', file)).toMatchObject({ status: 'published', loaded: 3012 })
  expect((await warehouse()).slice(-12)).toEqual(EXPECTED)
})

test('decimal commas are read with semicolons and in XLSX, not elsewhere', async () => {
  const file = (delimiter: string) =>
    Buffer.from(
      `figure;as_of;province_code;value;unit;source\nf;2022-04-18;00;"1,5";%;báo cáo\n`.replaceAll(
        ';',
        delimiter,
      ),
    )
  expect(await load('published.csv', file(';'), 'published')).toMatchObject({ loaded: 1 })
  expect(await query('SELECT value FROM published')).toEqual([{ value: 1.5 }])
  expect(await load('published.csv', file(','), 'published')).toMatchObject({ loaded: 0, quarantined: 1 })
})

test.each<[name: string, content: () => Buffer, says: RegExp]>([
  [
    'a.csv',
    () => Buffer.from(`${csv(',', '\n', plain)}a\0b`),
    /a\.csv:15: has a NUL byte \(byte offset \d+\)/,
  ],
  [
    'a.csv',
    () => Buffer.concat([Buffer.from(csv(',', '\n', plain)), Buffer.from([0x54, 0xe9, 0x80, 0x0a])]),
    /a\.csv:15: is not UTF-8 \(byte offset \d+\)/,
  ],
  [
    'a.csv',
    () =>
      Buffer.from(
        csv(',', '\n', plain)
          .replaceAll('ố', '\u00d5')
          .replaceAll(/[^\x00-\xff]/g, 'z'),
        'latin1',
      ),
    /is not UTF-8 .* save it as UTF-8/,
  ],
  ['a.csv', () => Buffer.from(csv(',', '\r', plain)), /a\.csv:1: its lines end in CR alone/],
  [
    'a.csv',
    () => Buffer.from(`${csv(',', '\n', plain)}${'x'.repeat(1 << 20)}yz`),
    /a\.csv:15: is a line longer than 1 MiB/,
  ],
  [
    'a.csv',
    () => Buffer.from(`${csv(',', '\n', plain)}"${'x\n'.repeat(1 << 20)}`),
    /a\.csv:15: begins a quoted field longer than 1 MiB/,
  ],
  ['a.csv', () => Buffer.from(''), /a\.csv:1: has no header row/],
  ['a.csv', () => Buffer.from('PAR1'), /is named as CSV but begins as Parquet/],
  [
    'a.csv.gz',
    () => gzipSync(csv(',', '\n', plain)).subarray(0, -9),
    /a\.csv\.gz: cannot be decompressed \(gzip: unexpected end of file/,
  ],
  [
    'a.csv.gz',
    () => Buffer.concat([gzipSync(csv(',', '\n', plain)), Buffer.alloc(512)]),
    /goes on after its gzip data's end \(byte offset \d+\)/,
  ],
  [
    'a.csv',
    () => Buffer.from(`${csv(',', '\n', plain)}x`, 'utf16le').subarray(0, -1),
    /is UTF-16 with half a character at its end \(byte offset \d+\)/,
  ],
  ['a.xlsx', () => Buffer.from('a,b'), /is named as XLSX but begins as something else/],
  [
    'a.xlsx',
    () => readFileSync(join(FIXTURES, 'tasks.xlsx')).subarray(0, -30),
    /a\.xlsx: is a damaged or cut XLSX file/,
  ],
  ['a.parquet', () => Buffer.from('PAR1PAR1PAR1PAR1'), /a\.parquet: is a damaged or cut Parquet file/],
  ['a.arrow', () => Buffer.from(tableToIPC(arrowTable(), 'stream')).subarray(0, -8), /no end-of-stream mark/],
  [
    'a.arrow',
    () => Buffer.from(tableToIPC(arrowTable(), 'file')).subarray(0, -1),
    /does not end with ARROW1/,
  ],
  [
    'a.arrow',
    () => Buffer.from(tableToIPC(new Table({ ho_ten: vectorFromArray(['A'], new Utf8()) }))),
    /unknown column "ho_ten"/,
  ],
  [
    'a.arrow',
    () =>
      Buffer.from(
        tableToIPC(
          arrowTable().assign(
            new Table({
              name: vectorFromArray(
                TASKS.map((_, i) => [i]),
                new List(new Field('item', new Int32())),
              ),
            }),
          ),
        ),
      ),
    /column "name" is of a type that is not read \(List\)/,
  ],
])('%s is refused: %#', async (name, content, says) => {
  const result = await load(name, content())
  expect(refusal(result)).toMatch(says)
  expect(refusal(result)).toContain(name)
  expect(await warehouse()).toEqual([])
})

test('Parquet with a column too many or nested is refused by name', async () => {
  const folder = scratch.folder()
  const path = join(folder, 'tasks.parquet')
  await parquet(`SELECT *, 'x' AS ho_ten FROM tasks`, path)
  expect(refusal(await loadPath(path))).toMatch(/tasks\.parquet: unknown column "ho_ten"/)
  await parquet(`SELECT * REPLACE ({'a': name} AS name) FROM tasks`, path)
  expect(refusal(await loadPath(path))).toMatch(/column "name" is of a type that is not read/)
  await parquet(`SELECT * REPLACE (TIME '08:00' AS updated_at) FROM tasks`, path)
  expect(refusal(await loadPath(path))).toMatch(/column "updated_at" is of a type that is not read \(TIME/)
})

test('faults of typed rows are told by row', async () => {
  const table = arrowTable().assign(
    new Table({
      objective: vectorFromArray(
        TASKS.map((_, index) => (index === 4 ? 9 : 1)),
        new Int32(),
      ),
    }),
  )
  expect(await load('tasks.arrow', Buffer.from(tableToIPC(table)))).toMatchObject({
    loaded: 11,
    quarantined: 1,
  })
  expect(await query('SELECT line, column, value, reason FROM quarantine')).toEqual([
    { line: 5, column: 'objective', value: '9', reason: 'is not a whole number from 1 to 5' },
  ])
  const flags = new Table({
    objective: vectorFromArray(
      TASKS.map(() => true),
      new Bool(),
    ),
  })
  expect(await load('tasks.arrow', Buffer.from(tableToIPC(arrowTable().assign(flags))))).toMatchObject({
    quarantined: 12,
  })
})

test('text that is not UTF-8 in a typed file is a fault of its row', async () => {
  const file = Buffer.from(tableToIPC(arrowTable()))
  file[file.indexOf('06/QĐ-TTg') + 5] = 0xff
  expect(await load('tasks.arrow', file)).toMatchObject({ loaded: 11, quarantined: 1 })
  expect(await query('SELECT line, column, reason FROM quarantine')).toEqual([
    { line: 1, column: 'source_document', reason: 'is not valid UTF-8 text' },
  ])
})
