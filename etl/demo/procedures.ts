import { ARTICLE_DAY, OPENED } from './story.ts'
import { PROCEDURES } from './catalogue.ts'
import { MERGE_DAY } from './story.ts'
import { tuples } from './sql.ts'

/**
 * The catalogue and its history: states valid from a day. At the article's day only the first states hold (304
 * procedures, 187 online); afterwards the plan is carried out, levels 3 and 4 become `partial` and `full` (NĐ 42/2022),
 * half of the partial ones become full, and some offline ones are withdrawn with the merger. All after it is simulated.
 */
export function proceduresSql({ until }: { until: string }): string {
  const rows = PROCEDURES.map((one, index) => [
    one.code,
    one.name,
    one.field,
    one.force,
    one.start,
    one.rank,
    one.days,
    one.fee > 0 ? 1 : 0,
    one.needsResult,
    one.programmes,
    index,
  ])
  return `
WITH
  toDate('${OPENED}') AS opened,
  toDate('${ARTICLE_DAY}') AS article_day,
  toDate('2022-12-01') AS two_levels,
  toDate('${MERGE_DAY}') AS merged
SELECT p.1 AS procedure_code, state.1 AS valid_from, p.2 AS name, p.3 AS field, p.4 AS force,
  state.2 AS service_level, state.3 AS published_on, state.4 AS withdrawn_on,
  p.7 AS processing_days, p.8 AS has_fee, p.9 AS needs_result, p.10 AS programmes
FROM (
  SELECT arrayJoin(${tuples(rows)}) AS p,
    p.5 AS start, p.6 AS rank, p.11 AS number,
    position(p.10, 'QD10695') > 0 AS planned,
    -- The quarter of 2022 in which a planned service comes online.
    [toDate('2022-06-30'), toDate('2022-09-30'), toDate('2022-11-30')][1 + number % 3] AS online_on,
    if(start = 'planned', online_on, opened) AS published,
    [toDate('2023-06-30'), toDate('2024-06-30')][1 + intDiv(number, 2) % 2] AS full_on,
    if(start = 'online' AND rank % 2 = 0, '4', '3') AS level
)
ARRAY JOIN arrayFilter(s -> s.1 <= toDate('${until}'), arrayConcat(
  [(opened, multiIf(start = 'online', level, start = 'offline', '2', '1'), if(start = 'planned', NULL, opened), CAST(NULL AS Nullable(Date)))],
  if(start != 'online' AND planned, [(online_on, level, toNullable(published), NULL)], []),
  if(planned, [(two_levels, if(level = '4', 'full', 'partial'), toNullable(published), NULL)], []),
  if(planned AND level = '3' AND number % 2 = 0, [(full_on, 'full', toNullable(published), NULL)], []),
  if(start = 'offline' AND NOT planned AND rank >= 8, [(merged, '2', toNullable(published), toNullable(merged))], [])
)) AS state
ORDER BY procedure_code, valid_from`
}
