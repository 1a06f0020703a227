import { createHash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { AlertRule } from '../rules/schema.ts'

const evaluation = z.object({
  rule: z.string(),
  /** null: never. */
  evaluated_at: z.string().nullable(),
  /** Why the last attempt came to nothing. */
  problem: z.string().nullable(),
})

export type Evaluation = z.output<typeof evaluation>

/** How long a process may be silent before another takes the rule. */
const LEASE_MS = 5 * 60_000
const RETRY_MS = 60_000
/** No lease and no wait ends so far ahead: the clock was moved. */
const NEVER_AHEAD_MS = 3_600_000

export const evaluationsOf = (db: DatabaseSync): Evaluation[] =>
  db
    .prepare('SELECT rule, evaluated_at, problem FROM alert_rules')
    .all()
    .map((row) => evaluation.parse(row))

/** What an evaluation rests on: the rule as it is written, and what was published; of sources also the hour. */
export function basisOf(rule: AlertRule, version: string, now: Date): string {
  const hour = rule.condition.kind === 'stale' ? now.toISOString().slice(0, 13) : ''
  const text = JSON.stringify([rule, version, hour])
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}

/** Takes a rule for one process. @returns false where another has it, or it has been evaluated of this already. */
export function takeRule(db: DatabaseSync, rule: string, basis: string, owner: string, now: Date): boolean {
  db.prepare('INSERT OR IGNORE INTO alert_rules (rule) VALUES (?)').run(rule)
  const { changes } = db
    .prepare(
      `UPDATE alert_rules SET owner = :owner, leased_until = :until
       WHERE rule = :rule AND basis IS NOT :basis
         AND (next_try_at IS NULL OR next_try_at <= :now OR next_try_at > :ahead)
         AND (leased_until IS NULL OR leased_until <= :now OR leased_until > :ahead)`,
    )
    .run({
      ...{ rule, basis, owner, now: now.toISOString() },
      until: new Date(now.getTime() + LEASE_MS).toISOString(),
      ahead: new Date(now.getTime() + NEVER_AHEAD_MS).toISOString(),
    })
  return changes === 1
}

/** Ends an evaluation that this process still has. @returns false where it has it no longer: nothing may be entered. */
export function endRule(db: DatabaseSync, rule: string, basis: string, owner: string, now: Date): boolean {
  const { changes } = db
    .prepare(
      `UPDATE alert_rules
       SET basis = ?, evaluated_at = ?, problem = NULL, next_try_at = NULL, owner = NULL, leased_until = NULL
       WHERE rule = ? AND owner = ?`,
    )
    .run(basis, now.toISOString(), rule, owner)
  return changes === 1
}

/** Notes why a rule could not be evaluated; it is tried again in a minute. */
export function failRule(db: DatabaseSync, rule: string, problem: string, owner: string, now: Date): void {
  db.prepare(
    `UPDATE alert_rules SET problem = ?, next_try_at = ?, owner = NULL, leased_until = NULL
     WHERE rule = ? AND owner = ?`,
  ).run(problem.slice(0, 500), new Date(now.getTime() + RETRY_MS).toISOString(), rule, owner)
}

/** Rules that are no longer defined leave no alerts behind; what came of them stays. */
export function dropOthers(db: DatabaseSync, rules: readonly string[]): void {
  const known = JSON.stringify(rules)
  for (const table of ['alerts', 'alert_rules'])
    db.prepare(`DELETE FROM ${table} WHERE rule NOT IN (SELECT value FROM json_each(?))`).run(known)
}
