/** A time in UTC as `yyyy-mm-dd hh:mm` in the ministry's zone, which is UTC+7 all the year. */
export const localTime = (iso: string): string =>
  new Date(Date.parse(iso) + 7 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
