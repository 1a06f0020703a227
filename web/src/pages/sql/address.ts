/**
 * The page's state in its address: the statement itself, or, where it is too long for an address, the id of the run in the
 * reader's own history or of the view it was saved as. `run` says that the result belongs to it: whoever opens the link gets it too.
 */
export type Place = { sql: string; run: boolean } | { history: string } | { view: string } | null

/** Encoded characters of a statement that fit an address everywhere. */
const LONGEST = 6000

export const readPlace = (query: Record<string, unknown>): Place => {
  const { sql, run, history, view } = query
  if (typeof sql === 'string' && sql !== '') return { sql, run: run !== undefined }
  if (typeof view === 'string') return { view }
  return typeof history === 'string' ? { history } : null
}

/** Whether a statement fits an address. */
export const fits = (sql: string): boolean => encodeURIComponent(sql).length <= LONGEST

/** @param ran id of the run whose result is shown; null: this text has not been run. */
export const writePlace = (sql: string, ran: string | null): Record<string, string> => {
  if (sql.trim() === '') return {}
  if (fits(sql)) return ran === null ? { sql } : { sql, run: '' }
  return ran === null ? {} : { history: ran }
}
