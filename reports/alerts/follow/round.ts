import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { readRows } from '../../../server/api/warehouse-rows.ts'
import { inTransaction } from '../../../server/state/transaction.ts'
import type { ReportParts } from '../../compose/compose.ts'
import { basisOf, dropOthers, endRule, failRule, takeRule } from './evaluations.ts'
import type { Judgement } from '../evaluate/judgement.ts'
import { judgeRule } from '../evaluate/judge.ts'
import { enterJudgements } from './ledger.ts'
import type { Hours } from '../tell/hours.ts'
import { addNotices } from '../tell/notices.ts'
import type { AlertRule } from '../rules/schema.ts'
import { readWatching, type Watching } from '../evaluate/watching.ts'

/** Where rules are judged; in tests of what follows from a judgement, something simpler. */
export interface Judge {
  /** What is published, as a word that changes with every publication. */
  version: () => Promise<string>
  watching: (now: Date) => Promise<Watching>
  judge: (rule: AlertRule, watching: Watching) => Promise<Map<string, Judgement>>
}

export interface RoundParts {
  db: DatabaseSync
  rules: () => readonly AlertRule[]
  judging: Judge
  /** When people are told. */
  hours: Hours
  clock: () => Date
  /** Names this process among others. */
  owner: string
  signal: AbortSignal
  log: (message: string) => void
}

const versionRow = z.object({ version: z.coerce.string() })

/** Judges by the metrics of the running product. */
export const createJudge = (parts: ReportParts): Judge => ({
  async version() {
    const [row] = await readRows(
      parts.warehouse,
      versionRow,
      'SELECT version FROM ledger_version',
      () => undefined,
    )
    return row?.version ?? '0'
  },
  watching: (now) => readWatching(parts, now),
  judge: (rule, watching) => judgeRule(rule, parts, watching),
})

/**
 * Evaluates the rules whose figures may have changed since, one after another, and enters what is news together with who is
 * to be told. Several processes may do this on one state: each rule is evaluated by one.
 */
export async function evaluateDue(parts: RoundParts): Promise<void> {
  const { db, judging, clock, owner, signal } = parts
  const rules = parts.rules()
  dropOthers(
    db,
    rules.map(({ id }) => id),
  )
  const version = await judging.version()
  let watching: Watching | null = null
  for (const rule of rules) {
    if (signal.aborted) return
    const basis = basisOf(rule, version, clock())
    if (!takeRule(db, rule.id, basis, owner, clock())) continue
    try {
      watching ??= await judging.watching(clock())
      const judgements = await judging.judge(rule, watching)
      inTransaction(db, () => {
        if (!endRule(db, rule.id, basis, owner, clock())) return
        addNotices(db, rule, enterJudgements(db, rule, judgements, clock()), parts.hours)
      })
    } catch (error) {
      const { message } = error as Error
      parts.log(`alerts: ${rule.id}: ${message}`)
      failRule(db, rule.id, message, owner, clock())
    }
  }
}
