const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d(?:\.\d+)?)?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?$/
const LOCAL = /^(\d\d)\/(\d\d)\/(\d{4})(?: (\d\d:\d\d(?::\d\d)?))?$/

/** The ministry's zone has no summer time. */
const OFFSET = '+07:00'
const OFFSET_MS = 7 * 3_600_000

/**
 * The moment a text names, in ms since 1970: ISO 8601 with or without offset, or `dd/MM/yyyy[ HH:mm[:ss]]`; without
 * an offset it is local time of Asia/Ho_Chi_Minh. NaN where it names none.
 */
export function instantOf(text: string): number {
  const iso = ISO.exec(text)
  if (iso !== null) {
    const [, day = '', time = '00:00', seconds = ':00', zone = OFFSET] = iso
    const offset = zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`
    return Date.parse(`${day}T${time}${seconds}${offset}`)
  }
  const local = LOCAL.exec(text)
  if (local === null) return Number.NaN
  const [, day = '', month = '', year = '', time = '00:00'] = local
  return Date.parse(`${year}-${month}-${day}T${time}${OFFSET}`)
}

/** `2022-04-18T09:30:00.000+07:00`. */
export const localTime = (instant: number) => new Date(instant + OFFSET_MS).toISOString().replace('Z', OFFSET)
