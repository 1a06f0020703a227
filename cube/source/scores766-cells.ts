import { columns } from './ask.ts'
import type { Buckets } from './buckets.ts'
import { heldInBuckets, NEVER, untilNext } from './latest.ts'
import { dossierScores } from './scores766-dossiers.ts'
import { reportedScores } from './scores766-reported.ts'

export interface CellsAsked {
  /** Buckets of what is reported; the criteria are those in force at their ends. */
  reported: Buckets
  /** The same buckets, ended by the dossiers' own as-of date. */
  dossiers: Buckets
  /** The buckets whose first day is the rows' date. */
  shown: Buckets
  /** By 63-era provinces; else by those of 34. */
  of63: boolean
}

/**
 * SELECT of a row for each place, criterion in force and bucket k: what is counted,
 * out of how much, or points given
 * without one; a place of which nothing is known has rows too.
 */
export function scoredCells({ reported, dossiers, shown, of63 }: CellsAsked): string {
  const versions = (table: string, key: string, ends: string) =>
    `(SELECT *, effective_from AS since, least(${untilNext(key, 'effective_from')}, ${ends}) AS until FROM ${table})`
  const criteria = `SELECT d.*, k FROM ${heldInBuckets(reported, versions('ref_scores766_criteria', 'criterion', `ifNull(effective_to + 1, ${NEVER})`))}`
  const groups = `SELECT d.code AS code, d.name_vi AS name_vi, k FROM ${heldInBuckets(reported, versions('ref_scores766_groups', 'code', NEVER))}`
  const places = of63
    ? 'SELECT code AS place, province34 AS province, code AS province63 FROM ref_provinces63'
    : "SELECT code AS place, code AS province, '' AS province63 FROM ref_provinces34"
  const states = "SELECT criterion FROM ref_scores766_criteria WHERE over_time = 'latest'"
  const bandsInForce = `arrayFilter(b -> b.1 <= ${shown.end('c.k')}, all_bands)`
  return `SELECT ${columns({
    place: 'p.place',
    province: 'toString(p.province)',
    province63: "nullIf(toString(p.province63), '')",
    k: 'c.k',
    date: shown.start('c.k'),
    criterion: 'toString(c.criterion)',
    criterion_key: 'toString(c.criterion)',
    criterion_name: 'c.name_vi',
    group: 'toString(c.`group`)',
    group_name: "ifNull(g.name_vi, '')",
    compared: '1',
    computed: 'toUInt8(ifNull(x.out_of, 0) > 0)',
    found: 'if(computed, ifNull(x.counted, 0), ifNull(r.counted, 0))',
    out_of: 'if(computed, ifNull(x.out_of, 0), ifNull(r.out_of, 0))',
    counted: "if(c.direction = 'down', out_of - found, found)",
    not_applicable:
      "toUInt8(out_of = 0 AND (ifNull(x.dossiers, '') != '' OR ifNull(r.not_applicable, 0) > 0))",
    given: 'if(computed, 0, ifNull(r.given, 0))',
    given_rows: 'if(computed, 0, ifNull(r.given_rows, 0))',
    scored: 'toUInt8(c.max_points IS NOT NULL)',
    most: 'ifNull(c.max_points, 0)',
    full_at: 'ifNull(c.threshold, 1)',
    flags: 'if(computed, [], r.flags)',
    bands: `arrayFilter(b -> b.1 = arrayMax(x -> x.1, ${bandsInForce}), ${bandsInForce})`,
  })}
FROM (${criteria}) AS c
CROSS JOIN (${places}) AS p
LEFT JOIN (${groups}) AS g ON g.code = c.\`group\` AND g.k = c.k
LEFT JOIN (${reportedScores(reported, of63, states)}) AS r ON r.place = p.place AND r.criterion = c.criterion AND r.k = c.k
LEFT JOIN (${dossierScores(dossiers, of63)}) AS x ON x.place = p.place AND x.dossiers = c.dossiers AND x.k = c.k`
}
