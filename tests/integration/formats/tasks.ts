import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import {
  DateDay,
  Dictionary,
  Field,
  Int32,
  List,
  Table,
  TimestampMicrosecond,
  Utf8,
  vectorFromArray,
  type Vector,
} from 'apache-arrow'

export const FIXTURES = import.meta.dirname
/** A task as text, by the contract's columns. */
export type TaskRow = Record<
  | 'task_code'
  | 'name'
  | 'objective'
  | 'source_document'
  | 'lead_agency'
  | 'co_agencies'
  | 'province_code'
  | 'assigned_on'
  | 'due_on'
  | 'done_on'
  | 'updated_at',
  string
>
export const TASKS = JSON.parse(readFileSync(join(FIXTURES, 'rows.json'), 'utf8')) as TaskRow[]
export const NAMES = Object.keys(TASKS[0] ?? {}) as (keyof TaskRow)[]

export const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
export const plain = (text: string) => (/[",;\t\n]/.test(text) ? quoted(text) : text)
export const csv = (delimiter: string, end: string, field: (text: string) => string, list = TASKS) =>
  [NAMES as string[], ...list.map((row) => NAMES.map((name) => row[name]))]
    .map((fields) => fields.map(field).join(delimiter) + end)
    .join('')
export const ndjson = (list = TASKS) => list.map((row) => `${JSON.stringify(row)}\n`).join('')
export async function parquet(select: string, path: string, options = ''): Promise<void> {
  const instance = await DuckDBInstance.create()
  const duck = await instance.connect()
  await duck.run(`CREATE TABLE tasks AS SELECT * FROM read_json('${join(FIXTURES, 'rows.json')}',
    columns = {${NAMES.map((name) => `${name}: 'VARCHAR'`).join(', ')}})`)
  await duck.run(`COPY (${select}) TO '${path}' (FORMAT parquet${options === '' ? '' : `, ${options}`})`)
  duck.closeSync()
  instance.closeSync()
}

/** The tasks with types of their own; times are local, without zone. */
export function arrowTable(list = TASKS): Table {
  const day = (text: string) => (text === '' ? null : new Date(`${text}Z`))
  const columns: Record<string, Vector> = {}
  for (const name of NAMES) {
    const values = list.map((row) => row[name])
    if (['assigned_on', 'due_on', 'done_on'].includes(name))
      columns[name] = vectorFromArray(values.map(day), new DateDay())
    else if (name === 'updated_at')
      columns[name] = vectorFromArray(values.map(day), new TimestampMicrosecond())
    else if (name === 'objective') columns[name] = vectorFromArray(values.map(Number), new Int32())
    else if (name === 'lead_agency')
      columns[name] = vectorFromArray(values, new Dictionary(new Utf8(), new Int32()))
    else if (name === 'co_agencies') {
      columns[name] = vectorFromArray(
        values.map((text) => (text === '' ? [] : text.split(';'))),
        new List(new Field('item', new Utf8(), true)),
      )
    } else columns[name] = vectorFromArray(values, new Utf8())
  }
  return new Table(columns)
}
