import { isDay } from '../view/day.ts'
import type { Day } from '../view/day.ts'

/** Reads `5/1/2025`, `05/01/2025`, `05-01-2025` or `2025-01-05`; null for anything that is no date. */
export const readDay = (text: string): Day | null => {
  const typed = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/.exec(text)
  const day = typed
    ? `${typed[3] ?? ''}-${(typed[2] ?? '').padStart(2, '0')}-${(typed[1] ?? '').padStart(2, '0')}`
    : text.trim()
  return isDay(day) ? day : null
}
