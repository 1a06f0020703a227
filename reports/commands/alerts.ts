import type { Command } from 'commander'
import { problemText } from '../../etl/definitions/yaml.ts'
import { localTime } from '../../etl/commands/local-time.ts'
import { textTable } from '../../etl/commands/table.ts'
import { openState } from '../../server/state/state.ts'
import { judgeRule } from '../alerts/evaluate/judge.ts'
import { subjectTitle } from '../alerts/evaluate/names.ts'
import { readWatching } from '../alerts/evaluate/watching.ts'
import { evaluationsOf } from '../alerts/follow/evaluations.ts'
import { alertsOf } from '../alerts/follow/ledger.ts'
import { isOpen, type Zone } from '../alerts/follow/state.ts'
import { readRules, RULES_FOLDER } from '../alerts/rules/read.ts'
import type { AlertRule } from '../alerts/rules/schema.ts'
import { rulesFolder } from '../deliver/settings.ts'
import { dataDir, log, provinces, UsageError, withParts } from './context.ts'

interface Options {
  evaluate?: true
  json?: true
}

/** A line of what was found, by this command or by the running product. */
interface Found {
  rule: string
  subject: string
  /** By the product: its phase. By this command: where the figure stands. */
  state: string
  sentence: string
}

export function addAlerts(program: Command): void {
  program
    .command('alerts')
    .description(
      'Lists alert rules and what is open; with --evaluate judges them now, and enters and sends nothing.',
    )
    .argument('[rule]', 'this rule alone')
    .option('--evaluate', 'judges by the metrics as they are now: to try rules out')
    .option('--json', 'as JSON, every place and dataset')
    .addHelpText('after', `\nOwn rules: ${rulesFolder(process.env, dataDir)}`)
    .action(async (id: string | undefined, { evaluate, json }: Options) => {
      const rules = rulesNamed(id)
      const found = evaluate === true ? await judged(rules) : known(rules)
      if (json === true) return console.log(JSON.stringify(found))
      const shown = found.filter(({ state }) => SHOWN.has(state))
      if (evaluate !== true) console.log(overview(rules))
      if (shown.length > 0) console.log(table(shown))
      else log(evaluate === true ? 'nothing is beyond its limit' : 'nothing is open')
    })
}

/** Open phases, and zones that lead there. */
const SHOWN: ReadonlySet<string> = new Set<string>([
  ...(['firing', 'recovering', 'no_data'] as const),
  ...(['beyond', 'no_data'] satisfies Zone[]),
])

function rulesNamed(id: string | undefined): AlertRule[] {
  const { rules, problems } = readRules([RULES_FOLDER, rulesFolder(process.env, dataDir)])
  if (problems.length > 0) throw new UsageError(problems.map(problemText).join('\n'))
  const named = rules.filter((rule) => id === undefined || rule.id === id)
  if (named.length > 0) return named
  throw new UsageError(`there is no rule "${id}": ${rules.map((rule) => rule.id).join(', ')}`)
}

const judged = (rules: readonly AlertRule[]): Promise<Found[]> =>
  withParts(async (parts) => {
    const watching = await readWatching(parts, new Date())
    const found: Found[] = []
    for (const rule of rules) {
      for (const [subject, { zone, sentence }] of await judgeRule(rule, parts, watching))
        found.push({ rule: rule.id, subject, state: zone, sentence: sentence.vi })
    }
    return found
  })

function known(rules: readonly AlertRule[]): Found[] {
  const state = openState({ dataDir, url: process.env['STATE_URL'] })
  try {
    return rules.flatMap(({ id }) =>
      alertsOf(state.db, id).map(({ rule, subject, phase, sentence }) => ({
        ...{ rule, subject, state: phase, sentence: sentence.vi },
      })),
    )
  } finally {
    state.close()
  }
}

function overview(rules: readonly AlertRule[]): string {
  const state = openState({ dataDir, url: process.env['STATE_URL'] })
  try {
    const evaluations = new Map(evaluationsOf(state.db).map((one) => [one.rule, one]))
    return textTable(
      ['rule', 'kind', 'watched', 'open', 'evaluated', 'title'],
      rules.map(({ id, condition, title }) => {
        const alerts = alertsOf(state.db, id)
        const { evaluated_at = null, problem = null } = evaluations.get(id) ?? {}
        return [
          id,
          condition.kind,
          String(alerts.length),
          String(alerts.filter(({ phase }) => isOpen(phase)).length),
          problem ?? (evaluated_at === null ? 'never' : localTime(evaluated_at)),
          title,
        ]
      }),
    )
  } finally {
    state.close()
  }
}

const table = (found: readonly Found[]): string =>
  textTable(
    ['rule', 'place', 'state', 'sentence'],
    found.map(({ rule, subject, state, sentence }) => [
      rule,
      subjectTitle(subject, provinces()).vi,
      state,
      sentence,
    ]),
  )
