/** Rows of one answer at most. */
export const QUERY_LIMIT = 50_000
