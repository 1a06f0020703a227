import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Rules by which a dossier counts as late, as etl/reference/rule_sets.csv has them, each from a date on. */
export interface RuleSet {
  /** `yyyy-mm-dd`; it holds for dossiers received from this day on, until the next. */
  effective_from: string
  document: string
  /** A dossier with this many requests for supplements is late. */
  late_from_requests: number
  /** Whether the time waited for the citizen is taken off. */
  wait_subtracted: number
}

const FILE = join(import.meta.dirname, '..', 'reference', 'rule_sets.csv')

/** The rule sets, earliest first. The first holds for whatever is before it too. */
export function ruleSets(text = readFileSync(FILE, 'utf8')): RuleSet[] {
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      // Only the columns before the quoted source are read here.
      const [effective_from = '', document = '', requests = '', subtracted = ''] = line.split(',')
      return {
        effective_from,
        document,
        late_from_requests: Number(requests),
        wait_subtracted: Number(subtracted),
      }
    })
    .sort((a, b) => (a.effective_from < b.effective_from ? -1 : 1))
}

/** SQL: a rule's value for a dossier received on the day `received`. */
export function ruleValue(
  rule: 'late_from_requests' | 'wait_subtracted',
  received: string,
  sets: readonly RuleSet[] = ruleSets(),
): string {
  const [first, ...later] = sets
  if (first === undefined) throw new Error(`${FILE} has no rule set`)
  // Most often nothing has changed, and nothing has to be worked out for each dossier.
  if (later.every((set) => set[rule] === first[rule])) return String(first[rule])
  const cases = later
    .reverse()
    .map((set) => `${received} >= toDate('${set.effective_from}'), ${set[rule]}`)
    .join(', ')
  return `multiIf(${cases}, ${first[rule]})`
}
