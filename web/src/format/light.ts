/** Traffic lights: thresholds are reference data with effective dates, never code. */
import type { Threshold } from '../api/client.ts'
import type { Day } from '../view/day.ts'

export type Light = 'good' | 'warn' | 'bad'

/** The light of a value on a day; null where there is no value or no threshold in force. */
export const lightOf = (
  metric: string,
  value: number | null,
  thresholds: readonly Threshold[],
  day: Day,
): Light | null => {
  if (value === null) return null
  const inForce = thresholds
    .filter((t) => t.metric === metric && t.effective_from <= day)
    .sort((a, b) => (a.effective_from < b.effective_from ? 1 : -1))[0]
  if (!inForce) return null
  const higherIsBetter = !/down|lower/.test(inForce.direction)
  const reaches = (limit: number): boolean => (higherIsBetter ? value >= limit : value <= limit)
  return reaches(inForce.green) ? 'good' : reaches(inForce.amber) ? 'warn' : 'bad'
}
