/** What a column of a file may hold. The reader, the validating SQL and the documentation follow from it. */
export type Kind =
  /** Free text, stored NFC. */
  | { kind: 'text' }
  /** Text of a fixed form: `pattern` is an RE2 regular expression for the whole value, `form` says it in words. */
  | { kind: 'code'; pattern: string; form: string }
  /** Two digits of the General Statistics Office; `nationwide` allows `00`. */
  | { kind: 'province'; nationwide?: boolean }
  /** `63` or `34`: which set of provinces the row's code belongs to. */
  | { kind: 'era' }
  | { kind: 'date' }
  | { kind: 'time' }
  /** A whole number ≥ `min`. */
  | { kind: 'count'; min?: number; max?: number; small?: boolean }
  | { kind: 'number' }
  | { kind: 'flag' }
  /** One of `values`; `also` gives other spellings, `empty` what an empty field means. */
  | { kind: 'choice'; values: readonly string[]; also?: Record<string, string>; empty?: string }
  /** Several values separated by `;`. */
  | { kind: 'list' }

export type Column = Kind & { name: string; required?: boolean; about: string }

/** A rule over a whole row, in SQL over the contract's column names (typed): true where the row breaks it. */
export interface Rule {
  column: string
  broken: string
  reason: string
}

export interface Dataset {
  name: string
  title: string
  columns: readonly Column[]
  /** Contract columns; where `province_code` is one, the row's effective era is part of the key too. */
  key: readonly string[]
  rules: readonly Rule[]
  /** SQL over typed columns. The partition: whole partitions are rebuilt, so a key must never change its own. */
  part: string
  /** SQL over typed columns: the day the row is about. */
  businessDate: string
  /** The contract's column that the business date comes from. */
  dateColumn: string
  /** SQL: what decides a row's era where it gives none; a day. @default businessDate */
  eraDate?: string
  /** `updated_at` where the contract has it; else the later load wins. */
  versioned: boolean
  /** How old the newest business date may be, in days, before the dataset counts as late. */
  rhythmDays: number
  /** Share of quarantined rows above which a file of 20 faulty rows or more is refused. */
  quarantineLimit: number
  /** Columns worked out of the row's own when it is loaded. */
  derived: readonly DerivedColumn[]
  /** On a cluster its rows are spread over the servers by key; else every server has them all. */
  sharded: boolean
  /** SQL over the published table: the newest day the dataset tells of, for freshness. */
  newest: string
  /** SQL over the published table: the day its state is as of. */
  asOf: string
}

export interface DerivedColumn {
  name: string
  /** SQL over the contract's columns, typed; `working_days` holds the days of the calendar. */
  sql: string
}
