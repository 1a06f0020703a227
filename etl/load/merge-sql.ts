import type { Dataset } from '../contracts/types.ts'
import { keyColumns } from './tables.ts'

/**
 * The best row of each key, as a row of `generation`: the latest `updated_at`; equal: the greater hash; without it: the later
 * load.
 *
 * @param from landed rows, an SQL relation with its condition
 */
export function bestRows(dataset: Dataset, from: string, generation: number): string {
  const key = keyColumns(dataset).join(', ')
  const kept = dataset.name === 'dossiers' ? keptProvince63(from) : ''
  // Without any updated_at version_at is zero, and the later load counts.
  const order = `${key}, version_at DESC, if(version_at = toDateTime(0, 'UTC'), load, row_hash) DESC, load, line`
  return `SELECT * REPLACE (toInt64(${generation}) AS generation ${kept})
    FROM (SELECT * FROM ${from} ORDER BY ${order} LIMIT 1 BY ${key})`
}

/**
 * Dossiers updated since the merger that give no era keep the old province of their last earlier version, if that has
 * one. Few have several versions; only those are looked up.
 */
function keptProvince63(from: string): string {
  const open =
    "province63 = '' AND province_era = '' AND ifNull(toDate(received_at) < toDate('2025-07-01'), 0)"
  const earlier = `
    SELECT dossier_code, argMax(toString(province63), (version_at, row_hash)) AS kept
    FROM ${from} AND NOT (${open}) AND dossier_code IN (SELECT dossier_code FROM ${from} AND ${open})
    GROUP BY dossier_code ORDER BY dossier_code`
  return `, if(${open},
    transform(dossier_code,
      (SELECT groupArray(dossier_code) FROM (${earlier})), (SELECT groupArray(kept) FROM (${earlier})), ''),
    province63) AS province63`
}

/**
 * Per fresh load: how many of its rows readers did not have, counted as if the loads had been published one after another
 * (the best row of its key in its file, and better than all that came before it); and the keys for which it gives
 * another row than an earlier load with the same, latest `updated_at`.
 *
 * @param from landed rows of every key that a fresh load has, an SQL relation
 * @param fresh the fresh loads' versions
 */
export function outcomesOf(dataset: Dataset, from: string, fresh: readonly number[]): string {
  const key = keyColumns(dataset).join(', ')
  // What decides between rows of one key; without any updated_at (zero) it is load order.
  const rank = (v: string) => `(${v}.2, if(${v}.2 = 0, ${v}.1, ${v}.3))`
  const outdone = `
    arrayExists(y -> y.1 < x.1 AND ${rank('y')} >= ${rank('x')}, versions)
    OR arrayExists(y -> y.1 = x.1 AND (${rank('y')} > ${rank('x')} OR (${rank('y')} = ${rank('x')} AND y.4 < x.4)), versions)
    OR (x.2 = 0 AND arrayFirst(y -> y.1 < x.1, arrayReverseSort(y -> (y.1, y.4), versions)).3 = x.3)`
  const conflicting =
    'x.2 > 0 AND arrayExists(y -> y.1 < x.1 AND y.2 = x.2 AND y.3 != x.3, versions) AND NOT arrayExists(y -> y.2 > x.2, versions)'
  return `
    SELECT v.1 AS load, countIf(v.2) AS rows, groupArrayIf(1000)(toString(key), v.3) AS conflicts
    FROM (
      SELECT (${key}) AS key, groupArray((load, toUInt32(version_at), row_hash, line)) AS versions
      FROM ${from}
      GROUP BY ${key}
    )
    ARRAY JOIN if(length(versions) = 1, [(versions[1].1, 1, 0)],
      arrayMap(x -> (x.1, NOT (${outdone}), ${conflicting}), versions)) AS v
    WHERE load IN (${fresh.join(', ')})
    GROUP BY load ORDER BY load`
}
