/** What places are ranked by. */
export type Level = 'index' | 'group' | 'criterion'

const KEYS: Record<Level, string> = { index: "''", group: '`group`', criterion: 'criterion' }

/** Scores no further apart than this are equal. */
const TOLERANCE = 0.001

/**
 * The cells (scores766-cells.ts) with the rank of their place among all places, whoever asks: best first, equals share a
 * rank and the next one counts them (1-2-2-4). Equal is a score within the tolerance of the one ranked just before. Null
 * where too little is assessed for a band. The score is that of one place, as the measures work it out for any.
 */
export function rankedCells(cells: string, level: Level): string {
  const order = 'PARTITION BY k, level ORDER BY score DESC, place'
  const judged = `SELECT *, ${KEYS[level]} AS level,
scored AND (out_of > 0 OR given_rows = 1) AS assessed,
if(assessed, if(out_of > 0, most * least(1., greatest(0., counted / out_of / full_at)), given), 0) AS points,
if(assessed, most, 0) AS assessed_most, if(scored AND (assessed OR NOT not_applicable), most, 0) AS applicable_most
FROM (${cells})`
  const scored = `SELECT *, if(assessed_total > 0 AND assessed_total >= applicable_total * if(empty(bands), 0, arrayMin(b -> b.4, bands)), 100 * points_total / assessed_total, NULL) AS score
FROM (SELECT *, sum(points) OVER place_rows AS points_total, sum(assessed_most) OVER place_rows AS assessed_total, sum(applicable_most) OVER place_rows AS applicable_total
FROM (${judged})
WINDOW place_rows AS (PARTITION BY k, level, place))`
  const placed = `SELECT *, dense_rank() OVER (${order}) AS position,
lagInFrame(place) OVER (${order} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS place_above,
lagInFrame(score, 1, 1000.) OVER (${order} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS score_above
FROM (${scored})`
  return `SELECT * EXCEPT (level, assessed, points, assessed_most, applicable_most, points_total, assessed_total, applicable_total, score, position, place_above, score_above),
if(isNull(score), NULL, max(if(place != place_above AND score_above - score > ${TOLERANCE}, position, 0)) OVER (${order})) AS rank
FROM (${placed})`
}
