const hours: Record<string, number> = { h: 1, d: 24, w: 168 }
const longestDays = 366

/**
 * Reads how long a token lives, `12h`, `30d` or `4w`.
 * @returns milliseconds, or what is wrong with the text.
 */
export function parseDuration(text: string): number | { problem: string } {
  const [, digits, unit] = /^(\d{1,4})([hdw])$/.exec(text.trim().toLowerCase()) ?? []
  const inHours = Number(digits) * (hours[unit ?? ''] ?? 0)
  if (digits === undefined || inHours === 0) {
    return { problem: `"${text}" is not a duration: give hours, days or weeks, as in 12h, 30d or 4w` }
  }
  if (inHours > longestDays * 24) return { problem: `a token lives ${longestDays} days at most` }
  return inHours * 3_600_000
}
