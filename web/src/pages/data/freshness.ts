/** Days from a business date to today in the ministry's calendar (UTC+7, all the year). Pure. */
export const daysOld = (newest: string | null, now: string): number | null => {
  if (newest === null) return null
  const today = new Date(Date.parse(now) + 7 * 3_600_000).toISOString().slice(0, 10)
  return (Date.parse(today) - Date.parse(newest.slice(0, 10))) / 86_400_000
}
