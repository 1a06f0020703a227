import { asOfDataset, askedBuckets, columns, scope, showsEmpty, type Source } from './ask.ts'
import { withPlaces } from './places.ts'

/** Tasks assigned by each bucket's end, by their state then. */
export const tasks: Source = {
  stocks: new Set([
    ...['tasks', 'done', 'done_on_time', 'done_late', 'open_overdue', 'objective', 'lead_agency'],
    ...['task', 'name', 'source_document', 'co_agencies', 'due_on'],
    ...['province', 'province_name', 'region'],
  ]),
  zeroes: true,
  sql(ask) {
    const buckets = askedBuckets(ask)
    const end = buckets.end('k')
    const rows = `SELECT ${columns({
      province: 'd.province',
      lead_agency: 'd.lead_agency',
      objective: 'd.objective',
      task: 'd.task_code',
      name: 'd.name',
      source_document: 'd.source_document',
      co_agencies: "arrayStringConcat(d.co_agencies, ';')",
      due_on: 'toString(d.due_on)',
      date: buckets.start('k'),
      tasks: '1',
      done: `ifNull(d.done_on <= ${end}, 0)`,
      done_on_time: 'done AND assumeNotNull(d.done_on) <= d.due_on',
      done_late: 'done AND NOT done_on_time',
      open_overdue: `NOT done AND ${end} > d.due_on`,
      presence: '0',
    })}
FROM tasks AS d
ARRAY JOIN range(toUInt32(${buckets.firstEndFrom('d.assigned_on')}), toUInt32(${buckets.last} + 1)) AS k
WHERE ${buckets.from} <= last_day AND d.assigned_on <= last_day`
    const empty = `SELECT '', '', 0, '', '', '', '', '', ${buckets.start('k')}, 0, 0, 0, 0, 0, 1
FROM (SELECT arrayJoin(range(toUInt32(${buckets.last} + 1))) AS k)`
    return withPlaces(ask).join(
      showsEmpty(ask) ? `${rows}\nUNION ALL\n${empty}` : rows,
      scope(ask, asOfDataset('tasks')),
    )
  },
}
