import { placesSql } from './places.ts'
import { MERGE_DAY } from './story.ts'

/**
 * Residents of the 63 provinces at the census of 2019 (published), of the 34 from the merger on (grown, simulated), and
 * those eligible (simulated everywhere, and the source says so). Eligible for cards: 85 % of residents, which takes
 * 84.7 million cards for all but a few; from July 2024 children may have one too, so 92 % later.
 */
export function populationSql({ until }: { until: string }): string {
  return `
SELECT day AS as_of, if(day < '${MERGE_DAY}', place.1, place.2) AS province_code,
  -- Growth since the census, in thousandths.
  intDiv(sum(place.3) * multiIf(day < '${MERGE_DAY}', 1000, day = '${MERGE_DAY}', 1056, 1064), 1000) AS residents,
  intDiv(residents * if(day < '${MERGE_DAY}', 85, 92), 100) AS eligible_card,
  intDiv(residents * if(day < '${MERGE_DAY}', 84, 90), 100) AS eligible_eid,
  if(day < '${MERGE_DAY}',
    'Dân số: Tổng cục Thống kê, Tổng điều tra 01/4/2019; số người đủ điều kiện: mô phỏng',
    'Mô phỏng từ Tổng điều tra 01/4/2019 của Tổng cục Thống kê') AS source
FROM (
  SELECT arrayJoin(${placesSql()}) AS place,
    arrayJoin([toDate('2019-04-01'), toDate('${MERGE_DAY}'), toDate('2026-07-01')]) AS day
)
WHERE day <= '${until}'
GROUP BY day, province_code
ORDER BY as_of, province_code`
}
