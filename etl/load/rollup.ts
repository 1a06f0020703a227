import { groups } from './generation.ts'
import { fromDataset, fromFirst, ofGenerations, onEach, type Published, type Tables } from './tables.ts'
import { dossiers } from '../contracts/dossiers.ts'

/** The three rollups of `dossiers` are published together, under this name. */
export const ROLLUPS = 'dossier_days'

const KEYS = {
  dossier_days: ['date', 'province', 'province63', 'procedure_code', 'valid_from', 'channel'],
  dossier_days_by_place: ['date', 'province', 'province63', 'channel'],
  dossier_days_by_procedure: ['date', 'procedure_code', 'valid_from', 'channel'],
} as const

const COUNTS = [
  ...['received', 'resolved_early', 'resolved_on_time', 'resolved_late', 'overdue'],
  ...['paid_known', 'paid_online', 'digitised_known', 'digitised', 'e_result_known', 'e_result'],
  ...['reused_known', 'reused', 'rated', 'satisfied'],
] as const

/** Counts of what ended on a day; the columns are of metrics.md of the product's documentation. */
const ENDED: Partial<Record<(typeof COUNTS)[number], string>> = {
  resolved_early: "countIf(outcome = 'early')",
  resolved_on_time: "countIf(outcome = 'on_time')",
  resolved_late: "countIf(outcome = 'late')",
  paid_known: 'countIf(fee_vnd > 0 AND isNotNull(paid_online))',
  paid_online: 'countIf(fee_vnd > 0 AND paid_online = 1)',
  digitised_known: 'countIf(isNotNull(digitised))',
  digitised: 'countIf(digitised = 1)',
  // Statuses 9 and 10 are the ones that end with a result.
  e_result_known: 'countIf(status IN (9, 10) AND needs_result = 1 AND isNotNull(e_result))',
  e_result: 'countIf(status IN (9, 10) AND needs_result = 1 AND e_result = 1)',
  reused_known: 'countIf(isNotNull(reused_data))',
  reused: 'countIf(reused_data = 1)',
  rated: 'countIf(isNotNull(satisfaction))',
  satisfied: 'countIf(satisfaction >= 4)',
}

const NEVER = "toDate('2149-06-06')"
const NO_DURATIONS = "(CAST([], 'Array(UInt16)'), CAST([], 'Array(UInt64)'))"

/**
 * Builds the rollups of these partitions of `dossiers` under the generation `-version`: what was received, what ended, and by
 * how much the overdue pending changed, each day, by place and procedure; and from that by place and by procedure alone.
 *
 * @param procedures the partitions of `procedures` as published with them: a dossier belongs to the version of its
 * procedure that was valid on the day of receipt
 */
export async function buildRollups(
  tables: Tables,
  partitions: readonly Published[],
  procedures: readonly Published[],
  version: number,
): Promise<Published[]> {
  const live = partitions.filter(({ generation }) => generation !== 0)
  const sizes = new Map<string, number>()
  for (const { part, rows } of await fromDataset<{ part: string; rows: number }>(
    tables,
    dossiers,
    `SELECT part, count() AS rows FROM ${tables.database}.dossiers_store WHERE ${ofGenerations(live)} GROUP BY part`,
  )) {
    sizes.set(part, (sizes.get(part) ?? 0) + rows)
  }
  for (const group of groups(live, ({ part }) => sizes.get(part) ?? 0)) {
    const settings = {
      max_partitions_per_insert_block: 0,
      max_insert_threads: 1,
      min_insert_block_size_rows: 8_000_000,
      min_insert_block_size_bytes: 4_000_000_000,
    }
    await onEach(tables, daysSql(tables, group, procedures, version), settings)
    const fresh = group.map((one) => ({ ...one, generation: -version }))
    await onEach(tables, summedSql(tables, 'dossier_days_by_place', fresh), settings)
    await onEach(tables, summedSql(tables, 'dossier_days_by_procedure', fresh), settings)
  }
  return partitions.map(({ part, generation }) => ({
    table: ROLLUPS,
    part,
    generation: generation === 0 ? 0 : -version,
  }))
}

function daysSql(
  { database }: Tables,
  group: readonly Published[],
  procedures: readonly Published[],
  version: number,
): string {
  const keys = ['part', ...KEYS.dossier_days]
  const insert = ['part', 'generation', ...KEYS.dossier_days, ...COUNTS, 'durations']
  const branch = (date: string, counts: Partial<Record<string, string>>, durations: string, from: string) => `
    SELECT ${[
      'part',
      `toInt64(${-version}) AS new_generation`,
      `${date} AS date`,
      ...KEYS.dossier_days.slice(1),
      ...COUNTS.map((name) => `toInt64(${counts[name] ?? 0}) AS n_${name}`),
      `${durations} AS n_durations`,
    ].join(', ')}
    FROM ${from}
    GROUP BY ${keys.join(', ')}`
  // With the version of its procedure: the latest from which on the day of receipt is.
  const rows = `
    (SELECT d.* EXCEPT (procedure_code), d.procedure_code AS procedure_code,
      arrayFirst(v -> v.1 <= d.received_date, p.versions) AS version, version.1 AS valid_from, version.2 AS needs_result
    FROM ${database}.dossiers_store AS d
    LEFT JOIN (
      SELECT toLowCardinality(procedure_code) AS procedure_code,
        arrayReverseSort(groupArray((valid_from, ifNull(needs_result, 0)))) AS versions
      FROM ${database}.procedures_store WHERE ${ofGenerations(procedures)} GROUP BY procedure_code
    ) AS p ON p.procedure_code = d.procedure_code
    WHERE ${ofGenerations(group).replace('(part, generation)', '(d.part, d.generation)')} AND d.status NOT IN (1, 3)
    SETTINGS join_use_nulls = 0)`
  const changes = `arrayFilter(c -> c.3, [
    (overdue1_from, 1, overdue1_from <= overdue1_to), (overdue1_to + 1, -1, overdue1_from <= overdue1_to),
    (overdue2_from, 1, overdue2_from <= overdue2_to), (overdue2_to + 1, -1, overdue2_from <= overdue2_to)])`
  return `
    INSERT INTO ${database}.dossier_days_store (${insert.join(', ')})
    ${branch('received_date', { received: 'count()' }, NO_DURATIONS, rows)}
    UNION ALL ${branch('ended_date', ENDED, 'sumMap([processing_days], [toUInt64(1)])', `${rows} WHERE ended_date < ${NEVER}`)}
    UNION ALL ${branch(
      'change.1',
      { overdue: 'sum(change.2)' },
      NO_DURATIONS,
      `${rows} ARRAY JOIN ${changes} AS change`,
    )}`
}

function summedSql(
  { database }: Tables,
  rollup: 'dossier_days_by_place' | 'dossier_days_by_procedure',
  group: readonly Published[],
): string {
  const keys = ['part', 'generation', ...KEYS[rollup]].join(', ')
  return `
    INSERT INTO ${database}.${rollup}_store (${keys}, ${COUNTS.join(', ')}, durations)
    SELECT ${keys}, ${COUNTS.map((name) => `sum(${name})`).join(', ')}, sumMap(durations.days, durations.dossiers)
    FROM ${database}.dossier_days_store WHERE ${ofGenerations(group)}
    GROUP BY ${keys}`
}

/**
 * Parts of `dossiers` whose rollups another state of `procedures` changes: those with a dossier of a procedure whose
 * versions, or whether they need a result, are not what they were.
 */
export async function partsToRollUpAgain(
  tables: Tables,
  before: readonly Published[],
  now: readonly Published[],
  partitions: readonly Published[],
): Promise<string[]> {
  const versions = (published: readonly Published[]) =>
    `SELECT procedure_code, valid_from, ifNull(needs_result, 0) FROM ${tables.database}.procedures_store WHERE ${ofGenerations(published)}`
  const changed = await fromFirst<{ procedure_code: string }>(
    tables,
    `SELECT DISTINCT procedure_code FROM (
       (${versions(before)} EXCEPT ${versions(now)}) UNION ALL (${versions(now)} EXCEPT ${versions(before)}))`,
  )
  if (changed.length === 0 || partitions.length === 0) return []
  const found = await fromDataset<{ part: string }>(
    tables,
    dossiers,
    `SELECT DISTINCT part FROM ${tables.database}.dossiers_store
     WHERE ${ofGenerations(partitions)} AND procedure_code IN {codes:Array(String)}`,
    { codes: changed.map(({ procedure_code }) => procedure_code) },
  )
  return [...new Set(found.map(({ part }) => part))]
}
