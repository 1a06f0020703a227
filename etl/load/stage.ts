import { pipeline } from 'node:stream/promises'
import { PassThrough } from 'node:stream'
import type { ClickHouseClient } from '@clickhouse/client'
import type { Dataset } from '../contracts/types.ts'
import type { Input, OpenedFile } from '../readers/input.ts'
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

/**
 * Streams a file into its stage table. Everything is parsed, checked and marked by one statement inside
 * ClickHouse; here bytes are only moved.
 *
 * @throws RefusedError where the file cannot be read as its format.
 */
export async function stageFile(
  source: OpenedFile,
  dataset: Dataset,
  target: StageTarget,
  onBytes: (bytes: number) => void,
): Promise<void> {
  for (const [index, input] of source.attempts.entries()) {
    if (index > 0) await target.client.command({ query: `TRUNCATE TABLE ${target.table}` })
    try {
      return await stage(source, dataset, target, onBytes, input)
    } catch (error) {
      if (!(error instanceof NotOfFormat) || index === source.attempts.length - 1) throw error
    }
  }
}

/** A row is not of the shape that this way of reading expects. */
class NotOfFormat extends RefusedError {}

async function stage(
  source: OpenedFile,
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
  // The engine may stop listening before the file's end, and the file may end in an error: each ends the other, and
  // what is wrong with the file is said before what followed from it.
  sending.catch((error: Error) => body.destroy(error))
  const [moved, sent] = await Promise.allSettled([pipeline(input.body(onBytes), body), sending])
  for (const half of [moved, sent]) {
    if (half.status === 'rejected') throw unreadable(source, input, half.reason)
  }
}

/** ClickHouse errors that say the text is not of its format: CANNOT_PARSE_*, CANNOT_READ_ALL_DATA, INCORRECT_DATA. */
const NOT_OF_FORMAT = /^CANNOT_(PARSE|READ)|^INCORRECT_DATA$/

function unreadable(source: OpenedFile, input: Input, error: unknown): Error {
  if (error instanceof RefusedError) return error
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
    return new NotOfFormat(
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
