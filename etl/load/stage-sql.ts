import type { Dataset } from '../contracts/types.ts'
import type { Input } from '../readers/input.ts'
import { faultsOf, hashable, quote, stored, typed, type Fault } from './parse-sql.ts'
import { placeSql } from './places-sql.ts'
import { keyColumns } from './tables.ts'

/** Faulty rows are staged in a part of their own; the others go to landing as whole partitions. */
export const FAULTY = '!'

/** Rows that are sorted and written as one block. More would take more memory, fewer would make more parts. */
const BLOCK_ROWS = 500_000

/** How the statement is run. */
export const STAGE_SETTINGS = {
  // Read, checked and sorted at once by both halves of the pipeline.
  max_insert_threads: '2',
  max_partitions_per_insert_block: '0',
  min_insert_block_size_rows: String(BLOCK_ROWS),
  max_insert_block_size: String(BLOCK_ROWS),
  // The checks are many, and only faulty rows need their wording.
  short_circuit_function_evaluation: 'force_enable',
} as const

export interface Target {
  /** The stage table, made with the landing table's columns. */
  table: string
  database: string
  /** The ledger's version of this load. */
  load: number
  /** Rows of a later business date are quarantined. `yyyy-mm-dd`, the ministry's zone. */
  today: string
}

/** A server's share of a sharded dataset: the keys whose hash is `index` modulo `of`. */
export interface Share {
  share: { index: number; of: number }
}

/**
 * The one statement of a load's reading: raw text → typed values → faults → what is derived → stage table.
 *
 * @param path the file that the engine reads by itself; without it the bytes are sent after the statement
 */
export function stageSql(dataset: Dataset, input: Input, target: Target & Share, path?: string): string {
  const { table, database, load, share } = target
  const raws = dataset.columns.map(
    ({ name }) => `trimBoth(ifNull(${input.raw.get(name) ?? "''"}, '')) AS r_${name}`,
  )
  const values = dataset.columns.map(
    (column) => `${typed(column, `r_${column.name}`, input.decimalComma)} AS \`${column.name}\``,
  )
  const place = placeSql(dataset)
  const faults = faultsOfRow(dataset, target.today)
  // Most rows have no fault, so their wording is only worked out for those that have. A row that is not of the
  // file's shape has no fields to speak of. Added up and not joined by OR, which would pick rows anew for every one.
  const faulty = faults.map(({ when }) => `ifNull(${when}, 0)`).join('\n + ')
  const wording = faults.map(
    ({ column, when, reason }) => `(${quote(column)}, r_${column}, if(ifNull(${when}, 0), ${reason}, ''))`,
  )
  const problems = `multiIf(
    f_misshapen, arrayFilter(p -> p.3 != '', ${input.rowFaults}),
    (${faulty}) > 0, arrayFilter(p -> p.3 != '', [${wording.join(', ')}]),
    [])`
  const hashed = [
    ...dataset.columns.map((column) => hashable(column, `\`${column.name}\``)),
    ...(place === undefined ? [] : ['f_province', 'f_province63']),
  ]
  const into = [
    ...dataset.columns.map(({ name }) => name),
    ...dataset.derived.map(({ name }) => name),
    ...['province', 'province63', 'part', 'generation', 'load', 'line', 'breaks'],
    ...['version_at', 'row_hash', 'problems'],
  ]
  const mine =
    share.of === 1
      ? '1'
      : `if(f_part = '${FAULTY}', ${share.index} = 0, cityHash64(${keyColumns(dataset)
          .map((column) => column.replace('province63', 'f_province63'))
          .join(', ')}) % ${share.of} = ${share.index})`
  return `
    INSERT INTO ${table} (${into.map((name) => `\`${name}\``).join(', ')})
    ${dataset.derived.length === 0 ? '' : `WITH (SELECT groupArray(n) FROM (SELECT n FROM ${database}.ref_working_days ORDER BY date)) AS working_days`}
    SELECT
      ${dataset.columns.map((column) => `${stored(column, `\`${column.name}\``)}`).join(', ')},
      ${dataset.derived.map(({ sql }) => `assumeNotNull(${sql}),`).join('\n')}
      ${place === undefined ? "'', ''" : 'f_province, f_province63'},
      f_part, ${load}, ${load}, f_line, f_breaks, f_version, f_hash, f_problems
    FROM (
      SELECT *, ${problems} AS f_problems, cityHash64(${hashed.join(', ')}) AS f_hash,
        if(empty(f_problems), toString(${dataset.part}), '${FAULTY}') AS f_part,
        ${dataset.versioned ? "toDateTime(ifNull(toUnixTimestamp(updated_at), 0), 'UTC')" : "toDateTime(0, 'UTC')"} AS f_version
      FROM (
        SELECT *, ${place === undefined ? '' : `${place.era} AS f_era, ${place.province} AS f_province, ${place.province63} AS f_province63,`}
          toDate(${dataset.businessDate}) AS f_date
        FROM (
          SELECT *, ${values.join(', ')}
          FROM (
            SELECT *, rowNumberInAllBlocks() + ${input.firstLine} AS f_line, ${input.breaks} AS f_breaks,
              ${input.misshapen} AS f_misshapen, ${raws.join(', ')}
            FROM ${path === undefined ? `input(${quote(input.structure)})` : `file(${quote(path)}, ${input.format}, ${quote(input.structure)}, 'none')`}
          )
          WHERE NOT (${input.blank})
        )
      )
    )
    WHERE ${mine}
    ${path === undefined ? `FORMAT ${input.format}` : ''}`
}

function faultsOfRow(dataset: Dataset, today: string): Fault[] {
  return [
    ...dataset.columns.flatMap((column) => faultsOf(column, `r_${column.name}`, `\`${column.name}\``)),
    ...dataset.rules.map(({ column, broken, reason }) => ({ column, when: broken, reason: quote(reason) })),
    { column: dataset.dateColumn, when: `f_date > toDate('${today}')`, reason: quote('is after today') },
    ...(placeSql(dataset) === undefined
      ? []
      : [
          {
            column: 'province_code',
            when: "f_province = '' AND match(province_code, '^[0-9][0-9]$') AND province_code != '00'",
            reason: "concat('is not a province of the ', f_era, '-province era')",
          },
        ]),
  ]
}
