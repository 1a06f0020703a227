import { readReference } from './reference.ts'
import { list } from './sql.ts'

/** First days (mùng 1) of the lunar years: the weeks around them are quiet. */
const TET = ['2022-02-01', '2023-01-22', '2024-02-10', '2025-01-29', '2026-02-17', '2027-02-06']

/** Days that differ from the plain week, from the reference calendar, where a later row wins. */
function changedDays(): { off: string[]; work: string[] } {
  const kinds = new Map(readReference('calendar.csv').map((row) => [row['date'] ?? '', row['kind'] ?? '']))
  const days = (work: boolean) =>
    [...kinds]
      .filter(([date, kind]) => (kind === 'swap_work') === work && date >= '2021-12-01')
      .map(([date]) => date)
  return { off: days(false), work: days(true) }
}

/**
 * Constants for a query's WITH. `workday[n]` is the n-th working day since 2021-12-01 and
 * `working[1 + d - calendar_start]` the number of working days up to d; so the L-th working day after d is
 * `workday[working[…] + L]`. `off` holds the days off, `tet` the lunar new years.
 */
export function calendarSql(): string {
  const { off, work } = changedDays()
  return `
  toDate('2021-12-01') AS calendar_start,
  ${list(TET)}::Array(Date) AS tet,
  ${list(off)}::Array(Date) AS off,
  ${list(work)}::Array(Date) AS swapped_work,
  (
    SELECT (groupArrayIf(d, open), groupArray(n))
    FROM (
      SELECT toDate('2021-12-01') + number AS d,
        (toDayOfWeek(d) < 6 AND NOT has(off, d)) OR has(swapped_work, d) AS open,
        toUInt16(countIf(open) OVER (ORDER BY number)) AS n
      FROM numbers(4000)
      ORDER BY d
    )
  ) AS calendar,
  calendar.1 AS workday,
  calendar.2 AS working`
}
