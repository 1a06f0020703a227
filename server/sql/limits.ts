import type { Role } from '../sign-in/roles.ts'

/** Who may ask by SQL: whoever analyses for, or answers for, more than one province. Programs ask as one of them, by token. */
export const SQL_ROLES: readonly Role[] = ['analyst', 'minister', 'leader', 'administrator']

/** Limits of one statement: seconds, and rows of its result. The engine has the greatest of them too (engine-config.ts). */
export const LIMITS = {
  /** On a screen. */
  json: { seconds: 60, rows: 100_000 },
  /** As a file. */
  file: { seconds: 600, rows: 20_000_000 },
} as const

/** Statements at once, of one account and of all. */
export const AT_ONCE = { account: 2, all: 6 } as const
