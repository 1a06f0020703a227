import type { Column } from './types.ts'

/** Columns that several datasets share, word for word. */
export const PROVINCE_ERA: Column = {
  name: 'province_era',
  kind: 'era',
  about: 'Which set of provinces the code belongs to.',
}

export const UPDATED_AT: Column = {
  name: 'updated_at',
  kind: 'time',
  about: 'When this state was recorded; a later one replaces an earlier.',
}

/** Share of faulty rows above which a file is refused, where a contract has no reason for another. */
export const QUARANTINE_LIMIT = 0.05
