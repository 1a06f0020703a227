import { groups } from './generation.ts'
import { fromDataset, fromFirst, ofGenerations, onEach, type Published, type Tables } from './tables.ts'
import { dossiers } from '../contracts/dossiers.ts'

/** The rollups of `dossiers` are published together, under this name. */
export const ROLLUPS = 'dossier_days'

/**
 * What is counted, in pairs: two counts share the halves of one 64-bit sum, since a sum costs several times what it takes to
 * work out its summand. No day of a place or procedure comes near 2³² dossiers.
 */
const PAIRS = [
  ['received', 'rated'],
  ['resolved_early', 'resolved_on_time'],
  ['resolved_late', 'satisfied'],
  ['paid_known', 'paid_online'],
  ['digitised_known', 'digitised'],
  ['e_result_known', 'e_result'],
  ['reused_known', 'reused'],
] as const
type Count = (typeof PAIRS)[number][number]

/** The columns of those counts. */
export const COUNTS: readonly Count[] = PAIRS.flat()

/** When a dossier counts on the day it ended; the columns are of metrics.md of the product's documentation. */
const ENDED: Partial<Record<Count, string>> = {
  resolved_early: "outcome = 'early'",
  resolved_on_time: "outcome = 'on_time'",
  resolved_late: "outcome = 'late'",
  paid_known: 'fee_vnd > 0 AND isNotNull(paid_online)',
  paid_online: 'fee_vnd > 0 AND paid_online = 1',
  digitised_known: 'isNotNull(digitised)',
  digitised: 'digitised = 1',
  // Statuses 9 and 10 are the ones that end with a result.
  e_result_known: 'status IN (9, 10) AND needs_result = 1 AND isNotNull(e_result)',
  e_result: 'status IN (9, 10) AND needs_result = 1 AND e_result = 1',
  reused_known: 'isNotNull(reused_data)',
  reused: 'reused_data = 1',
  rated: 'isNotNull(satisfaction)',
  satisfied: 'satisfaction >= 4',
}

const NEVER = "toDate('2149-06-06')"

/**
 * A rollup's keys besides part and date. Grouping by numbers is several times faster than by text, so the texts are
 * put into numbers to group by, and back.
 */
const ROLLUP_KEYS: Record<string, { name: string; number: string; text: string }[]> = {
  by_place: [
    {
      name: 'province',
      number: 'toUInt8OrZero(province)',
      text: "leftPad(toString(n_province), 2, '0')",
    },
    {
      name: 'province63',
      number: "if(province63 = '', 255, toUInt8OrZero(province63))",
      text: "if(n_province63 = 255, '', leftPad(toString(n_province63), 2, '0'))",
    },
  ],
  by_procedure: [
    { name: 'procedure_code', number: 'cityHash64(procedure_code)', text: 'any(one_procedure_code)' },
    { name: 'valid_from', number: 'toUInt16(valid_from)', text: 'toDate(n_valid_from)' },
  ],
}
const CHANNEL = {
  name: 'channel',
  number: "toUInt8(transform(channel, ['online', 'counter', 'postal'], [1, 2, 3], 0))",
  text: "['online', 'counter', 'postal'][n_channel]",
}

/**
 * Builds rollups under the generation `-version`: what was received, what ended, and by how much the number of overdue
 * pending dossiers changed, each day, by place and by procedure.
 *
 * By both at once nothing is gained: measured, that has a row for every 1.75 of 5 million dossiers, and costs as
 * much as all the rest of a load. Such questions read the dossiers themselves, sorted by province.
 *
 * @param partitions generations of `dossiers`, of each part one whole and what changed since, or only what changed: then it is
 * what changes of its rollup
 * @param procedures the partitions of `procedures` as published with them: a dossier belongs to the version of its
 * procedure that was valid on the day of receipt
 * @param changed whether there are rows taken back among them, which count less than nothing
 */
export async function buildRollups(
  tables: Tables,
  partitions: readonly Published[],
  procedures: readonly Published[],
  version: number,
  changed: boolean,
): Promise<void> {
  const sizes = new Map<string, number>()
  for (const { part, rows } of await fromDataset<{ part: string; rows: number }>(
    tables,
    dossiers,
    `SELECT part, count() AS rows FROM ${tables.database}.dossiers_store WHERE ${ofGenerations(partitions)} GROUP BY part`,
  )) {
    sizes.set(part, (sizes.get(part) ?? 0) + rows)
  }
  for (const group of groups(partitions, ({ part }) => sizes.get(part) ?? 0)) {
    const build = (rollup: string) =>
      onEach(tables, rollupSql(tables, rollup, group, procedures, version, changed), {
        max_partitions_per_insert_block: 0,
        max_insert_threads: 1,
        min_insert_block_size_rows: 8_000_000,
        min_insert_block_size_bytes: 4_000_000_000,
      })
    // Changes are few, and most of what they cost is done by one processor; whole parts need the memory.
    if (changed) await Promise.all(Object.keys(ROLLUP_KEYS).map(build))
    else for (const rollup of Object.keys(ROLLUP_KEYS)) await build(rollup)
  }
}

function rollupSql(
  { database }: Tables,
  rollup: string,
  group: readonly Published[],
  procedures: readonly Published[],
  version: number,
  changed: boolean,
): string {
  const keys = [...(ROLLUP_KEYS[rollup] ?? []), CHANNEL]
  const one = (count: Partial<Record<Count, string>>, name: Count) =>
    count[name] === undefined ? '0' : `toUInt64(ifNull(${count[name]}, 0))`
  const sums = (count: Partial<Record<Count, string>>) =>
    PAIRS.map(([low, high], index) =>
      count[low] === undefined && count[high] === undefined
        ? `toUInt64(0) AS c_${index}`
        : `sum(${one(count, low)} + bitShiftLeft(${one(count, high)}, 32)) AS c_${index}`,
    )
  // Of the procedure only what is counted: most counts by place need nothing of it.
  const ofProcedure = `ASOF LEFT JOIN (
      SELECT toLowCardinality(procedure_code) AS procedure_code, valid_from, needs_result
      FROM ${database}.procedures_store WHERE ${ofGenerations(procedures)}
    ) AS p ON p.procedure_code = d.procedure_code AND d.received_date >= p.valid_from`
  const branch = (
    date: string,
    count: Partial<Record<Count, string>>,
    days: string,
    where: string,
    weight: 1 | -1,
  ) => {
    const grouped = [
      'n_part',
      'n_date',
      ...keys.map(({ name }) => `n_${name}`),
      ...(days === '' ? [] : [days]),
    ]
    return `
    SELECT n_part, ${date} AS n_date, ${keys.map(({ name, number }) => `${number} AS n_${name}`).join(', ')},
      ${rollup === 'by_procedure' ? 'any(procedure_code)' : "''"} AS one_procedure_code, ${sums(count).join(', ')},
      toInt64(${date === 'change.1' ? 'sum(change.2)' : '0'}) AS c_overdue,
      ${days === '' ? 'toUInt16(0)' : days} AS n_days, toInt64(${days === '' ? '0' : 'count()'}) AS n_ended,
      toInt8(${weight}) AS weight
    FROM (
      SELECT *, toUInt16OrZero(part) AS n_part FROM ${database}.dossiers_store
      WHERE ${ofGenerations(group)} AND status NOT IN (1, 3) ${where}
        ${changed ? `AND takes_back ${weight === 1 ? '=' : '!='} 0` : ''}
    ) AS d
    ${date === 'change.1' ? `ARRAY JOIN ${CHANGES} AS change` : ''}
    ${rollup === 'by_procedure' || 'e_result' in count ? ofProcedure : ''}
    GROUP BY ${grouped.join(', ')}`
  }
  const weights = changed ? ([1, -1] as const) : ([1] as const)
  const branches = weights.flatMap((weight) => [
    branch('received_date', { received: '1' }, '', '', weight),
    branch('ended_date', ENDED, 'processing_days', `AND ended_date < ${NEVER}`, weight),
    branch('change.1', {}, '', 'AND (overdue1_from <= overdue1_to OR overdue2_from <= overdue2_to)', weight),
  ])
  // Pairs of counts are taken apart before weights are put to them; without weights, once they are all summed.
  const half = (column: string, high: boolean) =>
    high ? `bitShiftRight(${column}, 32)` : `bitAnd(${column}, 0xFFFFFFFF)`
  const total = (column: string, high: boolean) =>
    changed ? `sum(weight * toInt64(${half(column, high)}))` : half(`sum(${column})`, high)
  const counted = PAIRS.flatMap(([low, high], index) => [
    { name: low, sql: total(`c_${index}`, false) },
    { name: high, sql: total(`c_${index}`, true) },
  ])
  return `
    INSERT INTO ${database}.dossier_days_${rollup}_store
      (part, generation, date, ${keys.map(({ name }) => name).join(', ')}, ${counted.map(({ name }) => name).join(', ')}, overdue, durations)
    SELECT leftPad(toString(n_part), 4, '0'), toInt64(${-version}), n_date, ${keys.map(({ text }) => text).join(', ')},
      ${counted.map(({ name, sql }) => `${sql} AS total_${name}`).join(', ')}, sum(weight * c_overdue) AS total_overdue,
      (groupArrayIf(n_days, n_ended > 0), groupArrayIf(weight * n_ended, n_ended > 0))
    FROM (${branches.join('\n    UNION ALL')})
    GROUP BY n_part, n_date, ${keys.map(({ name }) => `n_${name}`).join(', ')}
    ${changed ? `HAVING arrayExists(n -> n != 0, [${[...counted.map(({ name }) => `toInt64(total_${name})`), 'total_overdue'].join(', ')}])` : ''}
    SETTINGS join_use_nulls = 0`
}

/** Days on which a dossier becomes an overdue pending one or is one no longer, from its at most two ranges. */
const CHANGES = `arrayFilter(c -> c.3 AND c.1 < ${NEVER}, [
  (overdue1_from, 1, overdue1_from <= overdue1_to), (overdue1_to + 1, -1, overdue1_from <= overdue1_to),
  (overdue2_from, 1, overdue2_from <= overdue2_to), (overdue2_to + 1, -1, overdue2_from <= overdue2_to)])`

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
