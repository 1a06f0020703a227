import { askedBuckets, type Source } from './ask.ts'
import { withPlaces } from './places.ts'

/** Tasks assigned by each bucket's end, by their state then. */
export const tasks: Source = {
  stocks: new Set(['tasks', 'done_on_time', 'done_late', 'open_in_time', 'open_overdue', 'objective', 'lead_agency', 'province']),
  zeroes: true,
  sql(ask) {
    const places = withPlaces(ask)
    const buckets = askedBuckets(ask, 'tasks')
    if (buckets === null) return places.join("SELECT '' AS province WHERE 0")
    const presence = ask.presence
      ? `\nUNION ALL\nSELECT '', '', 0, arrayJoin(arrayMap(k -> ${buckets.start('k')}, range(toUInt32(${buckets.last} + 1)))), 0, 0, 0, 0, 0, 1`
      : ''
    return places.join(`SELECT d.province AS province, d.lead_agency AS lead_agency, d.objective AS objective, ${buckets.start('k')} AS date,
1 AS tasks, ifNull(d.done_on <= ${buckets.end('k')}, 0) AS done,
done AND assumeNotNull(d.done_on) <= d.due_on AS done_on_time, done AND NOT done_on_time AS done_late,
NOT done AND ${buckets.end('k')} > d.due_on AS open_overdue, 0 AS presence
FROM tasks AS d
ARRAY JOIN range(toUInt32(${buckets.firstEndFrom('d.assigned_on')}), toUInt32(${buckets.last} + 1)) AS k
WHERE ${buckets.from} <= ${buckets.to} AND d.assigned_on <= ${buckets.to}${presence}`)
  },
}
