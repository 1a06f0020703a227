import { pipeline } from 'node:stream/promises'
import { PassThrough } from 'node:stream'
import type { ClickHouseClient } from '@clickhouse/client'
import type { Dataset } from '../contracts/types.ts'
import { csvHeader, type CsvHeader } from '../readers/csv-header.ts'
import type { SourceFile } from '../readers/file.ts'
import { RefusedError } from './errors.ts'
import { faultsOf, hashable, quote, stored, typed, type Fault } from './parse-sql.ts'
import { placeSql } from './places-sql.ts'

/** Faulty rows are staged in a partition of their own; the others go to landing as whole partitions. */
export const FAULTY = '!'

export interface StageTarget {
  client: ClickHouseClient
  /** The stage table, made by the caller with the landing table's columns. */
  table: string
  batch: string
  seq: number
  /** Rows of a later business date are quarantined. `yyyy-mm-dd`, the ministry's zone. */
  today: string
}

/** What SQL reads one kind of file: the columns it yields as text, and the rows of `input()`. */
interface Input {
  /** SQL per contract column: its raw text; null where the row has no such field. Absent: not in the file. */
  raw: Map<string, string>
  structure: string
  format: string
  settings: Record<string, string | number>
  /** SQL: the row is not of the file's shape. */
  misshapen: string
  /** SQL: faults of the row as a whole, an array of (column, value, reason). */
  rowFaults: string
  blank: string
  bodyOffset: number
  firstLine: number
  /** SQL: line breaks within the row's fields, so that later rows' lines stay right. */
  breaks: string
  decimalComma: boolean
}

/**
 * Streams a file into its stage table. Everything is parsed, checked and marked by one statement inside
 * ClickHouse; here bytes are only moved.
 *
 * @throws RefusedError where the header is not the contract's or the file cannot be read as its format.
 */
export async function stageFile(
  source: SourceFile,
  dataset: Dataset,
  target: StageTarget,
  onBytes: (bytes: number) => void,
): Promise<void> {
  if (source.format === 'ndjson') return stage(source, dataset, target, onBytes, ndjsonInput(dataset))
  const header = contractedHeader(source, dataset)
  try {
    await stage(source, dataset, target, onBytes, csvInput(header, 'exact'))
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    // A row is not of the header's length. Reading such files takes ten times as long, so only they pay for it.
    await target.client.command({ query: `TRUNCATE TABLE ${target.table}` })
    await stage(source, dataset, target, onBytes, csvInput(header, 'any'))
  }
}

async function stage(
  source: SourceFile,
  dataset: Dataset,
  target: StageTarget,
  onBytes: (bytes: number) => void,
  input: Input,
): Promise<void> {
  const body = new PassThrough({ highWaterMark: 1 << 20 })
  const sending = target.client
    .exec({
      query: stageSql(dataset, input, target),
      values: body,
      clickhouse_settings: {
        max_insert_threads: '1',
        max_partitions_per_insert_block: '0',
        max_insert_block_size: '1000000',
        // The checks are many, and only faulty rows need their wording.
        short_circuit_function_evaluation: 'force_enable',
        ...input.settings,
      },
    })
    .then(async ({ stream }) => {
      for await (const _ of stream);
    })
  try {
    await Promise.all([pipeline(source.stream(input.bodyOffset, onBytes), body), sending])
  } catch (error) {
    throw unreadable(source, input, error)
  }
}

/** ClickHouse errors that say the text is not of its format: CANNOT_PARSE_*, CANNOT_READ_ALL_DATA, INCORRECT_DATA. */
const NOT_OF_FORMAT = /^CANNOT_(PARSE|READ)|^INCORRECT_DATA$/

function unreadable(source: SourceFile, input: Input, error: unknown): Error {
  const {
    message = String(error),
    code = '',
    type = '',
  } = error as { message?: string; code?: string; type?: string }
  if (/^Z_|incorrect header check|unexpected end of file/.test(`${code}${message}`)) {
    return new RefusedError(`${source.path}: cannot be decompressed (${message})`)
  }
  if (NOT_OF_FORMAT.test(type)) {
    const row = Number(/\(at row (\d+)\)/.exec(message)?.[1] ?? 1)
    const line = row - 1 + input.firstLine
    return new RefusedError(
      `${source.path}:${line}: cannot be read as ${source.format} (${message.split('\n')[0]})`,
    )
  }
  return error instanceof Error ? error : new Error(message)
}

/** The one statement: raw text → typed values → faults → stage table. */
function stageSql(dataset: Dataset, input: Input, { table, batch, seq, today }: StageTarget): string {
  const raws = dataset.columns.map(
    ({ name }) => `trimBoth(ifNull(${input.raw.get(name) ?? "''"}, '')) AS r_${name}`,
  )
  const values = dataset.columns.map(
    (column) => `${typed(column, `r_${column.name}`, input.decimalComma)} AS \`${column.name}\``,
  )
  const place = placeSql(dataset)
  const faults: Fault[] = [
    ...dataset.columns.flatMap((column) => faultsOf(column, `r_${column.name}`, `\`${column.name}\``)),
    ...dataset.rules.map(({ column, broken, reason }) => ({ column, when: broken, reason: quote(reason) })),
    { column: dataset.dateColumn, when: `f_date > toDate('${today}')`, reason: quote('is after today') },
  ]
  if (place !== undefined) {
    faults.push({
      column: 'province_code',
      when: "f_province = '' AND match(province_code, '^[0-9][0-9]$') AND province_code != '00'",
      reason: "concat('is not a province of the ', f_era, '-province era')",
    })
  }
  // Most rows have no fault, so their wording is only worked out for those that have. A row that is not of the
  // file's shape has no fields to speak of.
  const faulty = `(${faults.map(({ when }) => `ifNull(${when}, 0)`).join('\n OR ')})`
  const wording = (list: readonly Fault[]) =>
    `arrayFilter(p -> p.3 != '', [${list
      .map(
        ({ column, when, reason }) =>
          `(${quote(column)}, r_${column}, if(ifNull(${when}, 0), ${reason}, ''))`,
      )
      .join(', ')}])`
  const reasons = `multiIf(
    f_misshapen, arrayFilter(p -> p.3 != '', ${input.rowFaults}),
    ${faulty}, ${wording(faults)},
    [])`
  const hash = `cityHash64(${dataset.columns.map((column) => hashable(column, `\`${column.name}\``)).join(', ')}${place === undefined ? '' : ', f_province, f_province63'})`
  const version = dataset.columns.some(({ name }) => name === 'updated_at')
    ? "toDateTime(ifNull(toUnixTimestamp(updated_at), 0), 'UTC')"
    : "toDateTime(0, 'UTC')"
  return `
    INSERT INTO ${table}
    SELECT
      ${dataset.columns.map((column) => `${stored(column, `\`${column.name}\``)} AS \`${column.name}\``).join(', ')},
      ${place === undefined ? "'', ''" : 'f_province, f_province63'},
      if(empty(f_problems), f_part, '${FAULTY}'), f_version, f_hash,
      ${quote(batch)}, ${seq}, f_line, f_breaks, f_problems
    FROM (
      SELECT *, ${reasons} AS f_problems, ${hash} AS f_hash, ${version} AS f_version, toString(${dataset.part}) AS f_part
      FROM (
        SELECT *, ${place === undefined ? '' : `${place.era} AS f_era, ${place.province} AS f_province, ${place.province63} AS f_province63,`}
          toDate(${dataset.businessDate}) AS f_date
        FROM (
          SELECT *, ${values.join(', ')}
          FROM (
            SELECT *, rowNumberInAllBlocks() + ${input.firstLine} AS f_line, ${input.breaks} AS f_breaks,
              ${input.misshapen} AS f_misshapen, ${raws.join(', ')}
            FROM input(${quote(input.structure)})
          )
          WHERE NOT (${input.blank})
        )
      )
    )
    FORMAT ${input.format}`
}

function contractedHeader(source: SourceFile, dataset: Dataset): CsvHeader {
  const header = csvHeader(source.head)
  if (header === undefined) throw new RefusedError(`${source.path}:1: has no header row`)
  checkColumns(source.path, dataset, header.columns)
  return header
}

/** `exact`: every row has the header's fields, else the whole file is an error; `any`: rows that have not are marked. */
function csvInput(header: CsvHeader, rows: 'exact' | 'any'): Input {
  const names = header.columns.map((_, index) => `c${index}`)
  const anyMissing = `isNull(${names.at(-1) ?? 'c0'})`
  const exact = rows === 'exact'
  return {
    raw: new Map(header.columns.map((column, index) => [column, `c${index}`])),
    structure: [...names, ...(exact ? [] : ['more'])].map((name) => `${name} Nullable(String)`).join(', '),
    format: 'CSV',
    settings: {
      format_csv_delimiter: header.delimiter,
      input_format_csv_skip_trailing_empty_lines: 1,
      // So that a missing field is null and an empty one is not, and one too many is seen.
      input_format_csv_allow_variable_number_of_columns: exact ? 0 : 1,
      input_format_csv_empty_as_default: 0,
      input_format_null_as_default: 0,
    },
    misshapen: exact ? '0' : `(${anyMissing} OR isNotNull(more))`,
    rowFaults: exact
      ? "[('', '', '')]"
      : `[
      ('', '', if(${anyMissing}, if(${names.map((name) => `position(ifNull(${name}, ''), '\\n') > 0`).join(' OR ')},
        'has a quote that is not closed', 'has fewer fields than the header'), '')),
      ('', ifNull(more, ''), if(isNotNull(more), 'has more fields than the header', ''))]`,
    blank: names.map((name) => `isNull(${name})`).join(' AND '),
    bodyOffset: header.bodyOffset,
    firstLine: header.lines + 1,
    breaks: names.map((name) => `countSubstrings(ifNull(${name}, ''), '\\n')`).join(' + '),
    decimalComma: header.delimiter === ';',
  }
}

function ndjsonInput(dataset: Dataset): Input {
  const names = dataset.columns.map(({ name }) => quote(name)).join(', ')
  const value = (name: string) => {
    const key = quote(name)
    return `multiIf(
      JSONType(l, ${key}) = 'String', JSONExtractString(l, ${key}),
      JSONType(l, ${key}) = 'Null', '',
      JSONType(l, ${key}) = 'Array', arrayStringConcat(JSONExtract(l, ${key}, 'Array(String)'), ';'),
      JSONExtractRaw(l, ${key}))`
  }
  return {
    raw: new Map(dataset.columns.map(({ name }) => [name, value(name)])),
    structure: 'l String',
    format: 'LineAsString',
    settings: {},
    misshapen: `(NOT isValidJSON(l) OR JSONType(l) != 'Object' OR notEmpty(arrayFilter(k -> k NOT IN (${names}), JSONExtractKeys(l))))`,
    rowFaults: `arrayConcat(
      if(isValidJSON(l) AND JSONType(l) = 'Object', [], [('', substring(l, 1, 200), 'is not a JSON object')]),
      arrayMap(k -> (k, '', 'unknown column'), arrayFilter(k -> k NOT IN (${names}), JSONExtractKeys(l))))`,
    blank: "trimBoth(l) = ''",
    bodyOffset: 0,
    firstLine: 1,
    breaks: '0',
    decimalComma: false,
  }
}

/** The header must be the contract's: nothing that is not contracted may enter the warehouse. */
function checkColumns(path: string, dataset: Dataset, columns: readonly string[]): void {
  const known = dataset.columns.map(({ name }) => name)
  const unknown = columns.filter((column) => !known.includes(column))
  if (unknown.length > 0) throw unknownColumns(path, dataset, unknown)
  const twice = columns.find((column, index) => columns.indexOf(column) !== index)
  if (twice !== undefined) throw new RefusedError(`${path}:1: column "${twice}" is there twice`)
  const missing = dataset.columns.filter(({ name, required }) => required === true && !columns.includes(name))
  if (missing.length > 0) {
    throw new RefusedError(
      `${path}:1: column${missing.length > 1 ? 's' : ''} ${missing.map(({ name }) => `"${name}"`).join(', ')} of dataset ${dataset.name} missing`,
    )
  }
}

export function unknownColumns(path: string, dataset: Dataset, columns: readonly string[]): RefusedError {
  return new RefusedError(
    `${path}:1: unknown column${columns.length > 1 ? 's' : ''} ${columns.map((name) => `"${name}"`).join(', ')}: dataset ${dataset.name} has ${dataset.columns.map(({ name }) => name).join(', ')}; nothing else may enter the warehouse (no personal data)`,
  )
}
