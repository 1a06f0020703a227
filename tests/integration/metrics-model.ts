import { addDays } from '../../cube/source/grain.ts'

/** A dossier as a source reports it. Times are `yyyy-mm-dd hh:mm:ss` in the ministry's zone. */
export interface Dossier {
  code: string
  /** 34-era province it counts for. */
  province: string
  agency: string
  procedure: string
  channel: 'online' | 'counter' | 'postal'
  status: number
  receivedAt: string
  dueAt: string
  endedAt: string | null
  requestedAt: string | null
  completedAt: string | null
  requests: number
  /** Ended with an electronic result; null: not reported. */
  eResult: boolean | null
}

/** A state of a procedure from a day on. */
export interface ProcedureVersion {
  code: string
  validFrom: string
  field: string
  needsResult: boolean
}

export interface Counts {
  received: number
  received_online: number
  carried_in: number
  resolved: number
  resolved_early: number
  resolved_on_time: number
  resolved_late: number
  pending: number
  pending_in_time: number
  pending_overdue: number
}

const day = (time: string) => time.slice(0, 10)
const seconds = (time: string) => Date.parse(`${time.replace(' ', 'T')}Z`) / 1000
const dayOf = (at: number) => new Date(at * 1000).toISOString().slice(0, 10)

/**
 * The measures of a period [a, b], dossier by dossier, as metrics.md states them and nothing else: the state is that
 * of the end of day b, or of the as-of date if that is earlier.
 */
export function countByHand(dossiers: readonly Dossier[], a: string, b: string, asOf: string): Counts {
  const end = b < asOf ? b : asOf
  const counts: Counts = {
    received: 0,
    received_online: 0,
    carried_in: 0,
    resolved: 0,
    resolved_early: 0,
    resolved_on_time: 0,
    resolved_late: 0,
    pending: 0,
    pending_in_time: 0,
    pending_overdue: 0,
  }
  for (const dossier of dossiers) {
    if (dossier.status === 1 || dossier.status === 3) continue
    const received = day(dossier.receivedAt)
    const ended = dossier.endedAt === null ? null : day(dossier.endedAt)
    if (received >= a && received <= end) {
      counts.received += 1
      if (dossier.channel === 'online') counts.received_online += 1
    }
    if (received < a && (ended === null || ended >= a)) counts.carried_in += 1
    const state = stateAt(dossier, end)
    if (ended !== null && ended >= a && ended <= end) {
      counts.resolved += 1
      counts[
        state === 'late' ? 'resolved_late' : state === 'early' ? 'resolved_early' : 'resolved_on_time'
      ] += 1
    }
    if (received <= end && (ended === null || ended > end)) {
      counts.pending += 1
      counts[state === 'late' ? 'pending_overdue' : 'pending_in_time'] += 1
    }
  }
  return counts
}

/** Early, on time or late at the end of day b, by the one rule of metrics.md. */
export function stateAt(dossier: Dossier, b: string): 'early' | 'on_time' | 'late' {
  const endOfDay = seconds(`${b} 23:59:59`)
  const last = dossier.endedAt === null ? endOfDay : Math.min(seconds(dossier.endedAt), endOfDay)
  const requested = dossier.requestedAt === null ? null : seconds(dossier.requestedAt)
  const completed = dossier.completedAt === null ? null : seconds(dossier.completedAt)
  const asked = requested !== null && requested <= endOfDay
  const waiting = asked && (completed === null || completed > last)
  const waited = asked && !waiting && completed !== null ? completed - requested : 0
  const effective = dayOf(waiting ? requested : last - waited)
  const due = day(dossier.dueAt)
  if (effective > due || (asked && dossier.requests >= 2)) return 'late'
  return effective < due ? 'early' : 'on_time'
}

/** The procedure as it was on the day of receipt; undefined where none is known. */
export const procedureOf = (
  dossier: Dossier,
  versions: readonly ProcedureVersion[],
): ProcedureVersion | undefined =>
  versions
    .filter(({ code, validFrom }) => code === dossier.procedure && validFrom <= day(dossier.receivedAt))
    .sort((x, y) => (x.validFrom < y.validFrom ? 1 : -1))[0]

/** e_result_rate of a period, null over nothing: of what ended with a result and was to have one, as far as reported. */
export function eResultRate(
  dossiers: readonly Dossier[],
  versions: readonly ProcedureVersion[],
  a: string,
  b: string,
): number | null {
  const counted = dossiers.filter(
    (dossier) =>
      dossier.endedAt !== null &&
      day(dossier.endedAt) >= a &&
      day(dossier.endedAt) <= b &&
      [9, 10].includes(dossier.status) &&
      dossier.eResult !== null &&
      procedureOf(dossier, versions)?.needsResult === true,
  )
  return counted.length === 0 ? null : counted.filter(({ eResult }) => eResult).length / counted.length
}

/** Days from `from` to `to`, both included. */
export function daysBetween(from: string, to: string): string[] {
  const days = []
  for (let date = from; date <= to; date = addDays(date, 1)) days.push(date)
  return days
}
