import type { Words } from '../../../cube/gateway/rows.ts'
import type { ReportParts } from '../../compose/compose.ts'
import { createModel } from '../../compose/composing.ts'
import { ruleWords } from './rule-words.ts'
import type { AlertRule } from './schema.ts'

/** Members that a rule names. */
const membersOf = ({ condition }: AlertRule): string[] =>
  condition.kind === 'stale'
    ? []
    : [condition.measure, condition.of, condition.min_count?.measure].filter((member) => member !== undefined)

/** The rules in words, by id; worked out once, for the model stays as it is while the product runs. */
export function describeRules(
  { cube }: Pick<ReportParts, 'cube'>,
  rules: readonly AlertRule[],
): () => Promise<ReadonlyMap<string, Words[]>> {
  let known: Promise<ReadonlyMap<string, Words[]>> | undefined
  const describe = async () => {
    const members = [...new Set(rules.flatMap(membersOf))]
    const account = { name: 'alerts', role: 'service', provinces: 'all' } as const
    const described = await cube.describe(members, account)
    const model = createModel(described)
    return new Map(
      rules.map((rule) => {
        // A rule that names what there is not says so when it is evaluated.
        const sound = membersOf(rule).every((member) =>
          described.some((one) => one.member === member && one.description.vi !== ''),
        )
        return [rule.id, sound ? ruleWords(rule, model) : []]
      }),
    )
  }
  return () => (known ??= describe())
}
