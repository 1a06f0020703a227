import { addDays } from '../../../cube/source/grain.ts'
import { stateAt, type Dossier } from '../../integration/metrics-model.ts'
import { CALENDAR } from './datasets.ts'
import { winners, type Model, type ModelRow } from './model.ts'

/** What is counted of a day, by the rollups' columns. */
export type Counts = Record<string, number>

/** A dossier with all that the rollups count. */
export interface Counted {
  dossier: Dossier
  province63: string
  procedure: string
  validFrom: string
  endedOn: string | null
  outcome: string
  processingDays: number
  /** Counts on the day it ended. */
  ended: Counts
}

const text = (row: ModelRow, column: string) => row.row[column] ?? ''
const time = (row: ModelRow, column: string) => text(row, column).replace('T', ' ')
const timeOrNull = (row: ModelRow, column: string) => time(row, column) || null

/** The dossiers that count: received, each with the version of its procedure on the day of receipt. */
export function counted(model: Model): Counted[] {
  const procedures = [...winners(model, 'procedures').values()]
  return [...winners(model, 'dossiers').values()].flatMap((row) => {
    const status = Number(text(row, 'status'))
    if (status === 1 || status === 3) return []
    const dossier: Dossier = {
      code: text(row, 'dossier_code'),
      province: row.place?.province ?? '',
      agency: text(row, 'agency_code'),
      procedure: text(row, 'procedure_code'),
      channel: text(row, 'channel') as Dossier['channel'],
      status,
      receivedAt: time(row, 'received_at'),
      dueAt: time(row, 'due_at'),
      endedAt: timeOrNull(row, 'ended_at'),
      requestedAt: timeOrNull(row, 'supplement_requested_at'),
      completedAt: timeOrNull(row, 'supplement_completed_at'),
      requests: Number(text(row, 'supplement_requests')),
      eResult: text(row, 'e_result') === '' ? null : text(row, 'e_result') === '1',
    }
    const received = dossier.receivedAt.slice(0, 10)
    const version = procedures
      .filter((one) => text(one, 'procedure_code') === text(row, 'procedure_code'))
      .filter((one) => text(one, 'valid_from') <= received)
      .sort((a, b) => (text(a, 'valid_from') < text(b, 'valid_from') ? 1 : -1))[0]
    const endedOn = dossier.endedAt?.slice(0, 10) ?? null
    const outcome = endedOn === null ? 'pending' : stateAt(dossier, endedOn)
    const needsResult = version !== undefined && text(version, 'needs_result') === '1'
    return [
      {
        dossier,
        province63: row.place?.province63 ?? '',
        procedure: text(row, 'procedure_code'),
        validFrom: version === undefined ? '1970-01-01' : text(version, 'valid_from'),
        endedOn,
        outcome,
        processingDays: endedOn === null ? 0 : workingDays(received, effectiveEnd(dossier)),
        ended: endCounts(row, outcome, (status === 9 || status === 10) && needsResult),
      },
    ]
  })
}

function endCounts(row: ModelRow, outcome: string, owesResult: boolean): Counts {
  const known = (column: string, when = true) => Number(when && text(row, column) !== '')
  const yes = (column: string, when = true) => Number(when && text(row, column) === '1')
  const fee = Number(text(row, 'fee_vnd')) > 0
  return {
    [`resolved_${outcome}`]: 1,
    paid_known: known('paid_online', fee),
    paid_online: yes('paid_online', fee),
    digitised_known: known('digitised'),
    digitised: yes('digitised'),
    e_result_known: known('e_result', owesResult),
    e_result: yes('e_result', owesResult),
    reused_known: known('reused_data'),
    reused: yes('reused_data'),
    rated: known('satisfaction'),
    satisfied: Number(Number(text(row, 'satisfaction')) >= 4),
  }
}

/** The day on which it ended as lateness counts: less the time waited for the citizen. */
function effectiveEnd({ endedAt, requestedAt, completedAt }: Dossier): string {
  if (requestedAt !== null && completedAt === null) return requestedAt.slice(0, 10)
  const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}Z`)
  const waited = requestedAt !== null && completedAt !== null ? at(completedAt) - at(requestedAt) : 0
  return new Date(at(endedAt ?? '') - waited).toISOString().slice(0, 10)
}

/** Working days after `from` up to `to`. */
function workingDays(from: string, to: string): number {
  let days = 0
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) {
    const kind = CALENDAR.get(day)
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
    if (kind === 'swap_work' || (kind === undefined && weekday >= 1 && weekday <= 5)) days += 1
  }
  return days
}

/** Long enough after receipt for every dossier of the histories to be overdue if it ever is. */
const DAYS_WATCHED = 120

/**
 * What happened each day by place and procedure, of which the rollups are sums: counts by `date|province|province63|procedure|valid_from|channel`, days
 * without any left out. `days N` counts dossiers that took N working days.
 */
export function dossierDays(dossiers: readonly Counted[]): Map<string, Counts> {
  const found = new Map<string, Counts>()
  for (const one of dossiers) {
    const add = (date: string, counts: Counts) => {
      const { dossier, province63, procedure, validFrom } = one
      const key = [date, dossier.province, province63, procedure, validFrom, dossier.channel].join('|')
      found.set(key, plus(found.get(key) ?? {}, counts))
    }
    const received = one.dossier.receivedAt.slice(0, 10)
    add(received, { received: 1 })
    if (one.endedOn !== null) add(one.endedOn, { ...one.ended, [`days ${one.processingDays}`]: 1 })
    let before = 0
    for (let day = received, n = 0; n < DAYS_WATCHED; day = addDays(day, 1), n += 1) {
      const pending = one.endedOn === null || one.endedOn > day
      const overdue = Number(pending && stateAt(one.dossier, day) === 'late')
      if (overdue !== before) add(day, { overdue: overdue - before })
      before = overdue
    }
  }
  return cleaned(found)
}

/** The same by fewer columns of the key. */
export function summed(days: Map<string, Counts>, columns: readonly number[]): Map<string, Counts> {
  const found = new Map<string, Counts>()
  for (const [key, counts] of days) {
    const fields = key.split('|')
    const short = columns.map((column) => fields[column]).join('|')
    found.set(short, plus(found.get(short) ?? {}, counts))
  }
  return cleaned(found)
}

const plus = (a: Counts, b: Counts): Counts => {
  const sum = { ...a }
  for (const [name, n] of Object.entries(b)) sum[name] = (sum[name] ?? 0) + n
  return sum
}

/** Without zeros, so that equal counts are equal objects. */
export function cleaned(days: Map<string, Counts>): Map<string, Counts> {
  const kept = [...days].map(([key, counts]): [string, Counts] => [
    key,
    Object.fromEntries(Object.entries(counts).filter(([, n]) => n !== 0)),
  ])
  return new Map(kept.filter(([, counts]) => Object.keys(counts).length > 0))
}
