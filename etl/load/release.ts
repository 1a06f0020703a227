import { identity } from '../contracts/identity.ts'
import { ofGenerations, onEach, type Published, type Tables } from './tables.ts'

/** Released counts of `identity` are published under this name. */
export const RELEASED = 'identity_released'

/** A count of people below this is not released, but for 0. */
export const SMALLEST = 5

/** Counts of people, each with blocks of its own. */
export const COUNTS = identity.columns.filter(({ kind }) => kind === 'count').map(({ name }) => name)

/** What is counted day by day: a place of one era, a product and a group. */
const SERIES = ['province', 'province63', 'product', '`group`'].join(', ')

/**
 * Decides which counts of `identity` readers see, for every part from the first that changed on. The days of a series
 * are joined into blocks, from its first day on: a block ends on the day its sum is 0 or at least {@link SMALLEST}, and is then
 * released as that day's count; a day in a block that has not ended is withheld. Every way out reads released counts only, so no two
 * answers can be set against one another for a day of a small count.
 *
 * @param live the partitions of `identity` as they will be published
 * @param before the partitions of what was released as they are now
 * @param changed parts of `identity` that are others than before
 * @returns the partitions that change, under the generation `-version`
 */
export async function releaseIdentity(
  tables: Tables,
  {
    live,
    before,
    changed,
  }: { live: readonly Published[]; before: readonly Published[]; changed: readonly string[] },
  version: number,
): Promise<Published[]> {
  const [first] = [...changed].sort()
  if (first === undefined) return []
  const store = `${tables.database}.${RELEASED}_store`
  const kept = before.filter(({ part }) => part < first)
  const released: Published[] = []
  for (const one of live.filter(({ part }) => part >= first).sort((a, b) => (a.part < b.part ? -1 : 1))) {
    // What the years before leave open is carried over, so years are done one after another.
    await onEach(
      tables,
      releaseSql(tables, one, `${store} WHERE ${ofGenerations([...kept, ...released])}`, version),
    )
    released.push({ table: RELEASED, part: one.part, generations: [-version] })
  }
  const gone = before.filter(({ part }) => part >= first && !released.some((one) => one.part === part))
  return [...released, ...gone.map(({ part }) => ({ table: RELEASED, part, generations: [] }))]
}

/** @param earlier what was released of the parts before, an SQL relation with its condition */
function releaseSql({ database }: Tables, part: Published, earlier: string, version: number): string {
  const each = (sql: (count: string, index: number) => string, separator = ', ') =>
    COUNTS.map(sql).join(separator)
  const value = (count: string) => `tupleElement(day, '${count}')`
  // What the block holds before the first day and after each: what is large enough ends it, and so does 0 by itself.
  const added = `open[-1] + least(assumeNotNull(n), ${SMALLEST})`
  const opens = (count: string, index: number) => `
        arrayFold(
          (open, n) -> arrayPushBack(open, toUInt8(multiIf(isNull(n), open[-1], ${added} >= ${SMALLEST}, 0, ${added}))),
          arrayMap(day -> ${value(count)}, days), [tupleElement(carried, ${index + 1})]) AS opens_${count}`
  const day = each((count) => `${count} Nullable(UInt64)`)
  return `
    INSERT INTO ${database}.${RELEASED}_store
      (date, ${SERIES}, ${each((count) => count)}, withheld, ${each((count) => `waiting_${count}`)}, ${each((count) => `open_${count}`)}, part, generation)
    SELECT day.date, ${SERIES},
      ${each((count) => `if(open_${count} = 0, ${value(count)} + was_${count}, NULL)`)},
      ${each((count, index) => `bitShiftLeft(toUInt8(open_${count} > 0 AND isNotNull(${value(count)})), ${index})`, ' + ')},
      ${each((count) => `if(isNull(${value(count)}), NULL, toInt8(open_${count} > 0) - toInt8(was_${count} > 0))`)},
      ${each((count) => `open_${count}`)}, '${part.part}', toInt64(${-version})
    FROM (
      SELECT ${SERIES}, days, ${each(opens)}
      FROM (
        SELECT ${SERIES}, arraySort(day -> day.date, groupArray(
          CAST((date, ${each((count) => count)}) AS Tuple(date Date, ${day})))) AS days
        FROM ${database}.${identity.name}_store WHERE ${ofGenerations([part])}
        GROUP BY ${SERIES}
      ) AS d
      LEFT JOIN (
        SELECT ${SERIES}, argMax((${each((count) => `open_${count}`)}), date) AS carried
        FROM ${earlier} GROUP BY ${SERIES}
      ) AS c USING (${SERIES})
    )
    ARRAY JOIN days AS day,
      ${each((count) => `arrayPopBack(opens_${count}) AS was_${count}, arrayPopFront(opens_${count}) AS open_${count}`)}
    SETTINGS join_use_nulls = 0`
}
