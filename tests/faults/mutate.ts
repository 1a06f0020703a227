import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { tableToIPC } from 'apache-arrow'
import {
  arrowTable,
  csv,
  FIXTURES,
  NAMES,
  ndjson,
  parquet,
  plain,
  quoted,
  TASKS,
  type TaskRow,
} from '../integration/formats/tasks.ts'
import { windows1258 } from '../integration/formats/windows-1258.ts'
import type { Random } from './random.ts'
import { unzip, zip } from './zip.ts'

export interface Mutated {
  /** The file's name. */
  name: string
  content: Buffer
  /** What was done to it. */
  story: string
}

/** Good files to start from. Parquet takes longest to make, so it is made once and its keys are given anew. */
export interface Originals {
  xlsx: ReadonlyMap<string, Buffer>[]
  parquet: Buffer[]
}

/** Stands in for a file's own keys, of the same length. */
const KEY = 'DA06'

export async function originals(folder: string): Promise<Originals> {
  const select = `SELECT * REPLACE (objective::INTEGER AS objective, assigned_on::DATE AS assigned_on,
    updated_at::TIMESTAMP AS updated_at) FROM tasks`
  const codecs = ['uncompressed', 'uncompressed', 'snappy', 'zstd']
  const files: Buffer[] = []
  for (const [index, codec] of codecs.entries()) {
    const path = join(folder, `original-${index}.parquet`)
    await parquet(select, path, `COMPRESSION ${codec}`)
    files.push(readFileSync(path))
  }
  return {
    xlsx: ['tasks.xlsx', 'tasks-1904.xlsx'].map((name) => unzip(readFileSync(join(FIXTURES, name)))),
    parquet: files,
  }
}

/** One good file of a random format, damaged in up to three ways; `key` is four letters of its own. */
export function mutated(random: Random, key: string, good: Originals): Mutated {
  const done: string[] = []
  const kind = random.pick(['csv', 'csv', 'csv', 'ndjson', 'ndjson', 'xlsx', 'parquet', 'arrow', 'arrows'])
  const say = (what: string) => void done.push(what)
  let content = rekeyed(original(kind, random, key, good, say), key)
  let name = `tasks-${key}.${kind}`
  if (random.below(150) === 0) {
    const text = kind === 'csv' ? csv(',', '\n', plain) : ndjson()
    content = gzipSync(
      Buffer.concat([Buffer.from(text), Buffer.alloc(80 << 20, random.pick(['\0', '1,2\n', 'x']))]),
    )
    name = `tasks-${key}.csv.gz`
    say('gzip bomb')
  } else {
    for (let left = random.below(4); left > 0; left -= 1) content = damaged(content, random, say)
    if (random.below(8) === 0) {
      content = gzipSync(content)
      if (random.below(2) === 0) content = damaged(content, random, say)
      say('gzip')
    }
  }
  return { name, content, story: `${kind}: ${done.join(', ')}` }
}

/** Keys of two files are never the same, so that what each loaded can be counted. */
function rekeyed(content: Buffer, key: string): Buffer {
  const copy = Buffer.from(content)
  for (const form of [Buffer.from(KEY), Buffer.from(KEY, 'utf16le'), Buffer.from(KEY, 'utf16le').swap16()]) {
    const replacement =
      form.length === 4
        ? Buffer.from(key)
        : form[0] === 0
          ? Buffer.from(key, 'utf16le').swap16()
          : Buffer.from(key, 'utf16le')
    for (let at = copy.indexOf(form); at !== -1; at = copy.indexOf(form, at + 1)) replacement.copy(copy, at)
  }
  return copy
}

type Say = (what: string) => void

function original(kind: string, random: Random, key: string, good: Originals, say: Say): Buffer {
  if (kind === 'parquet') return random.pick(good.parquet)
  if (kind === 'arrow' || kind === 'arrows')
    return Buffer.from(tableToIPC(arrowTable(), kind === 'arrow' ? 'file' : 'stream'))
  if (kind === 'xlsx') return xlsx(random.pick(good.xlsx), random, key, say)
  let list = TASKS
  for (let left = random.below(3); left > 0; left -= 1) list = changedRows(list, random, say)
  let text =
    kind === 'csv'
      ? csv(
          random.pick([',', ';', '\t']),
          random.pick(['\n', '\r\n', '\n', '\r']),
          random.pick([plain, quoted]),
          list,
        )
      : ndjson(list)
  if (random.below(4) === 0) text = changedHeader(text, random, say)
  return encoded(text, random, say)
}

/** Rows with a value that does not belong there. */
function changedRows(list: TaskRow[], random: Random, say: Say): TaskRow[] {
  const name = random.pick(NAMES)
  const value = random.pick([
    '',
    '2022-02-30',
    '31/04/2022',
    '9999-12-31',
    '0000-00-00',
    '1,5',
    '-1',
    '1e400',
    'NaN',
    '"',
    '""',
    "'",
    '\\N',
    '\\',
    '\t',
    '\n',
    '\r',
    ';',
    ',',
    '99',
    '00',
    'x'.repeat(100_000),
    '2022-06-01T25:00:00',
    '\ufeff',
    '\u202e',
    '😀',
    '{"a":[1]}',
    'null',
    '=1+1',
  ])
  const row = random.below(list.length)
  say(`${name} of row ${row + 1} is ${JSON.stringify(value.slice(0, 20))}`)
  return list.map((task, index) => (index === row ? { ...task, [name]: value } : task))
}

function changedHeader(text: string, random: Random, say: Say): string {
  const [name, other] = [random.pick(NAMES), random.pick(NAMES)]
  const [to, story] = random.pick([
    ['ho_ten', 'renamed'],
    [name.toUpperCase(), 'in capitals'],
    [` ${name} `, 'with spaces'],
    [other, `named as ${other}`],
    ['', 'without a name'],
    [`${name}\n`, 'with a line break'],
  ] as const)
  say(`${name} ${story}`)
  return random.below(2) === 0 ? text.replace(name, to) : text.replaceAll(name, to)
}

function encoded(text: string, random: Random, say: Say): Buffer {
  const encoding = random.pick([
    'utf-8',
    'utf-8',
    'bom',
    'utf-16le',
    'utf-16be',
    'utf-16 without bom',
    'windows-1258',
    'latin-1',
    'mixed',
  ])
  say(encoding)
  switch (encoding) {
    case 'bom':
      return Buffer.from(`\ufeff${text}`)
    case 'utf-16le':
      return Buffer.from(`\ufeff${text}`, 'utf16le')
    case 'utf-16be':
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
    case 'utf-16 without bom':
      return Buffer.from(text, 'utf16le')
    case 'windows-1258':
      return inWindows1258(text)
    case 'latin-1':
      return Buffer.from(text, 'latin1')
    case 'mixed': {
      const half = random.below(text.length)
      return Buffer.concat([
        Buffer.from(text.slice(0, half)),
        random.pick([Buffer.from(text.slice(half), 'utf16le'), inWindows1258(text.slice(half))]),
      ])
    }
    default:
      return Buffer.from(text)
  }
}

/** What the code page does not have becomes a question mark, as its writers do. */
const inWindows1258 = (text: string) =>
  windows1258(text.replaceAll(/[^\x00-\u1eff\u2013-\u201d]/gu, '?').replaceAll('\ufeff', '?'))

function xlsx(parts: ReadonlyMap<string, Buffer>, random: Random, key: string, say: Say): Buffer {
  const changed = new Map([...parts].map(([name, content]) => [name, rekeyed(content, key)]))
  const name = random.pick(
    [...changed.keys()].filter((part) => /sheet|workbook|styles|sharedStrings|rels/.test(part)),
  )
  switch (random.below(8)) {
    case 0: {
      say(`part ${name} damaged`)
      changed.set(name, damaged(changed.get(name) ?? Buffer.alloc(0), random, say))
      break
    }
    case 1:
      say(`part ${name} missing`)
      changed.delete(name)
      break
    case 2: {
      const [from, to] = random.pick([
        ['t="s"', 't="n"'],
        ['t="n"', 't="s"'],
        ['<v>', '<v>9'],
        ['<row ', '<row x="1" '],
        ['r="B', 'r="Z'],
        ['t="s"', 't="e"'],
        ['<sheetData>', '<!DOCTYPE a><sheetData>'],
        ['</sheetData>', '</sheetData><mergeCells><mergeCell ref="A3:A5"/></mergeCells>'],
        ['<v>', '<v>-'],
        ['task_code', 'ho_ten'],
      ] as const)
      say(`${from} is ${to}`)
      for (const [part, content] of changed)
        changed.set(part, Buffer.from(content.toString('utf8').replaceAll(from, to)))
      break
    }
    case 3:
      if (random.below(10) > 0) break
      say('zip bomb')
      changed.set(name, Buffer.concat([changed.get(name) ?? Buffer.alloc(0), Buffer.alloc(80 << 20, ' ')]))
      break
    case 4:
      say('lies about sizes')
      return zip(changed, random.pick([0, 10, 0xffff_fff0]))
  }
  return zip(changed)
}

/** One change to a file's bytes. */
function damaged(content: Buffer, random: Random, say: Say): Buffer {
  const at = random.below(content.length + 1)
  const count = random.pick([1, 1, 2, 8, 100])
  const before = content.subarray(0, at)
  switch (random.below(9)) {
    case 0: {
      say(`cut at ${at}`)
      return before
    }
    case 1:
      say(`${count} bytes removed at ${at}`)
      return Buffer.concat([before, content.subarray(at + count)])
    case 2:
      say(`${count} random bytes inserted at ${at}`)
      return Buffer.concat([before, random.bytes(count), content.subarray(at)])
    case 3:
      say(`${count} zero bytes at ${at}`)
      return Buffer.concat([before, Buffer.alloc(count), content.subarray(at + count)])
    case 4:
      say(`a part twice from ${at}`)
      return Buffer.concat([before, content.subarray(Math.max(at - count, 0))])
    case 5:
      say(`quotes at ${at}`)
      return Buffer.concat([
        before,
        Buffer.from(random.pick(['"', '""', ',"', '",', '"\n'])),
        content.subarray(at),
      ])
    case 6:
      if (random.below(10) > 0) return content
      say('nothing but random bytes')
      return random.bytes(random.below(2000))
    case 7:
      if (random.below(10) > 0) return content
      say(`an endless line at ${at}`)
      return Buffer.concat([before, Buffer.alloc(2 << 20, 'x'), content.subarray(at)])
    default: {
      const copy = Buffer.from(content)
      for (let left = count; left > 0 && copy.length > 0; left -= 1) {
        const byte = random.below(copy.length)
        copy[byte] = (copy[byte] ?? 0) ^ (1 << random.below(8))
      }
      say(`${count} bits flipped`)
      return copy
    }
  }
}
