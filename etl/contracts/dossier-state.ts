import { ruleValue } from './rule-sets.ts'
import type { DerivedColumn } from './types.ts'

/**
 * What is derived from a dossier's own row when it is loaded: everything the measures need, as days.
 *
 * One rule decides lateness, at the end (23:59:59) of a day b. With q = supplement_requested_at and
 * c = supplement_completed_at: waiting on the citizen (q by b, c not by b) → e = q; otherwise
 * e = min(ended_at, end of b) less the time waited (c − q). Late or overdue ⇔ date(e) > date(due_at), or two or
 * more requests with the request by b. For a pending dossier this makes at most two ranges of days:
 *
 *     asked twice     from the day after the deadline, or from q if that is later than it was due, on
 *     not asked       from the day after the deadline on
 *     still waiting   the same, if q itself came after the deadline; otherwise never
 *     completed       until c as while waiting (range 1); from c on, the deadline moved by the whole days waited (range 2)
 *
 * How many requests make it late, and whether the wait is taken off, is for the rule set in force on the day of receipt to
 * say (rule-sets.ts).
 *
 * Rule: Quyết định 766/QĐ-TTg, indicator 2.1, as metrics.md of the product's documentation states it.
 */
const NEVER = "toDate('2149-06-06')"
const NO_DAY = 'toDate(0)'

const received = 'toDate(ifNull(received_at, updated_at))'
const due = `toDate(ifNull(due_at, ${'toDateTime(0)'}))`
const ended = `ifNull(toDate(ended_at), ${NEVER})`
const asked = 'isNotNull(supplement_requested_at)'
const completed = 'isNotNull(supplement_completed_at)'
const askedTwice = `(${asked} AND ifNull(supplement_requests, 0) >= ${ruleValue('late_from_requests', received)})`
const askedDay = 'toDate(assumeNotNull(supplement_requested_at))'
const completedDay = 'toDate(assumeNotNull(supplement_completed_at))'
const waitedSeconds = `if(${asked} AND ${completed} AND ${ruleValue('wait_subtracted', received)}, dateDiff('second', assumeNotNull(supplement_requested_at), assumeNotNull(supplement_completed_at)), 0)`
const lastPendingDay = `(${ended} - 1)`
const overdueFrom = `greatest(${received}, ${due} + 1)`
const askedLate = `${askedDay} > ${due}`

/** Day of the effective end of what has ended. */
const effectiveEnd = `toDate(if(${asked} AND NOT ${completed}, assumeNotNull(supplement_requested_at), assumeNotNull(ended_at) - ${waitedSeconds}))`

/** Working days up to a date, from the calendar; the array's first element is 2018-01-01. */
const workingDaysTo = (date: string) => `working_days[toUInt32(${date} - toDate('2018-01-01')) + 1]`

export const DOSSIER_STATE: readonly DerivedColumn[] = [
  { name: 'received_date', sql: received },
  { name: 'due_date', sql: due },
  { name: 'ended_date', sql: ended },
  {
    name: 'outcome',
    sql: `multiIf(
      isNull(ended_at), 'pending',
      ${askedTwice} OR ${effectiveEnd} > ${due}, 'late',
      ${effectiveEnd} < ${due}, 'early',
      'on_time')`,
  },
  {
    name: 'overdue1_from',
    sql: `multiIf(
      NOT ${asked}, ${overdueFrom},
      ${askedTwice}, if(${askedLate}, ${overdueFrom}, ${askedDay}),
      ${askedLate}, ${overdueFrom},
      ${NEVER})`,
  },
  {
    name: 'overdue1_to',
    sql: `multiIf(
      NOT ${asked} OR ${askedTwice}, ${lastPendingDay},
      NOT ${askedLate}, ${NO_DAY},
      ${completed}, least(${completedDay} - 1, ${lastPendingDay}),
      ${lastPendingDay})`,
  },
  {
    name: 'overdue2_from',
    sql: `if(${asked} AND ${completed} AND NOT ${askedTwice},
      greatest(${completedDay}, ${due} + 1 + intDiv(${waitedSeconds}, 86400)),
      ${NEVER})`,
  },
  {
    name: 'overdue2_to',
    sql: `if(${asked} AND ${completed} AND NOT ${askedTwice}, ${lastPendingDay}, ${NO_DAY})`,
  },
  {
    name: 'processing_days',
    sql: `if(isNull(ended_at), 0, ${workingDaysTo(effectiveEnd)} - ${workingDaysTo(received)})`,
  },
]
