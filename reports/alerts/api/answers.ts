import type { DatabaseSync } from 'node:sqlite'
import type { Words } from '../../../cube/gateway/rows.ts'
import { grantsOf } from '../../../cube/access/grants.ts'
import type { Account } from '../../../server/sign-in/roles.ts'
import { COUNTRY } from '../../schedule/recipients.ts'
import { evaluationsOf } from '../follow/evaluations.ts'
import { alertsOf, listChanges, type Alert, type AlertChange } from '../follow/ledger.ts'
import { failedMessages } from '../tell/messages.ts'
import { subjectTitle } from '../evaluate/names.ts'
import type { AlertRule } from '../rules/schema.ts'
import { isOpen, type OpenPhase } from '../follow/state.ts'
import { mayAcknowledge, maySee } from '../tell/visible.ts'

export interface Place {
  kind: 'country' | 'province' | 'dataset'
  code: string
  title: Words
}

/** An open alert in `GET /api/alerts`. */
export interface ListedAlert {
  /** `rule.subject` */
  id: string
  rule: string
  title: Words
  place: Place
  level: AlertRule['level']
  phase: OpenPhase
  /** Since when it has been open. */
  since: string | null
  sentence: Words
  page: AlertRule['page']
  /** The metric it watches; null: a dataset's age. */
  measure: string | null
  /** Of identity: the card or account its figures are of; null: none. */
  product: string | null
  acknowledged: { at: string; by: string; note: string | null } | null
  may_acknowledge: boolean
}

/** A rule in `GET /api/alerts`. */
export interface ListedRule {
  id: string
  title: Words
  level: AlertRule['level']
  scope: AlertRule['scope']
  /** When it begins, when it ends, what is not judged, what no data means. */
  words: Words[]
  roles: readonly string[]
  /** null: not evaluated yet. */
  evaluated_at: string | null
  /** Alerts the account may see: how many there are, and how many of them are open. */
  watched: number
  open: number
}

/** `GET /api/alerts` */
export interface AlertsAnswer {
  alerts: ListedAlert[]
  rules: ListedRule[]
  /** The last evaluation of any rule. */
  evaluated_at: string | null
  mail: boolean
  /** What is wrong with rules, and why one could not be evaluated; for administrators. */
  problems: string[]
  /** Messages of the last days that did not arrive, and why; for administrators. */
  undelivered: { account: string; planned_at: string; detail: string }[]
}

/** A line of `GET /api/alerts/history`. */
export interface ListedChange {
  id: number
  rule: string
  title: Words
  place: Place
  kind: AlertChange['kind']
  at: string
  sentence: Words | null
  account: string | null
  note: string | null
}

export interface Answering {
  db: DatabaseSync
  rules: readonly AlertRule[]
  words: ReadonlyMap<string, Words[]>
  provinces: ReadonlyMap<string, string>
  account: Account
  /** Whether who asks may change anything here at all. */
  acts: boolean
  problems: readonly string[]
  mail: boolean
  now: Date
}

export const titleOf = ({ title, title_en }: Pick<AlertRule, 'title' | 'title_en'>): Words => ({
  vi: title,
  en: title_en,
})

/** What of all alerts the account may see, the urgent and the newest first. */
export function alertsAnswer(answering: Answering): AlertsAnswer {
  const { db, rules, words, account, problems, mail, now } = answering
  const administrator = account.role === 'administrator'
  const seen = alertsOf(db).filter(({ subject }) => maySee(subject, account))
  const evaluations = new Map(evaluationsOf(db).map((one) => [one.rule, one]))
  const times = [...evaluations.values()].flatMap(({ evaluated_at }) => evaluated_at ?? []).sort()
  return {
    alerts: rules
      .flatMap((rule) =>
        seen.filter((alert) => alert.rule === rule.id).flatMap((alert) => listed(alert, rule, answering)),
      )
      .sort(mostPressingFirst),
    rules: rules.map((rule): ListedRule => {
      const own = seen.filter((alert) => alert.rule === rule.id)
      return {
        ...{ id: rule.id, title: titleOf(rule), level: rule.level, scope: rule.scope },
        ...{ words: words.get(rule.id) ?? [], roles: rule.recipients.roles },
        evaluated_at: evaluations.get(rule.id)?.evaluated_at ?? null,
        watched: own.length,
        open: own.filter(({ phase }) => isOpen(phase)).length,
      }
    }),
    evaluated_at: times.at(-1) ?? null,
    mail,
    undelivered: administrator
      ? failedMessages(db, now).map(({ account: to, planned_at, reason, detail }) => ({
          ...{ account: to, planned_at, detail: detail ?? reason ?? '' },
        }))
      : [],
    problems: administrator
      ? [
          ...problems,
          ...[...evaluations.values()].flatMap(({ rule, problem }) =>
            problem === null ? [] : `${rule}: ${problem}`,
          ),
        ]
      : [],
  }
}

function listed(alert: Alert, rule: AlertRule, { account, acts, provinces }: Answering): ListedAlert[] {
  if (!isOpen(alert.phase)) return []
  const { subject, phase, changed_at, sentence, acknowledged_at, acknowledged_by, note } = alert
  return [
    {
      id: `${rule.id}.${subject}`,
      rule: rule.id,
      title: titleOf(rule),
      place: placeOf(subject, provinces),
      level: rule.level,
      phase,
      since: changed_at,
      sentence,
      page: rule.page,
      measure: rule.condition.kind === 'stale' ? null : rule.condition.measure,
      product: productOf(rule),
      acknowledged:
        acknowledged_at === null ? null : { at: acknowledged_at, by: acknowledged_by ?? '', note },
      may_acknowledge: acts && mayAcknowledge(rule, subject, account),
    },
  ]
}

const productOf = ({ condition }: AlertRule): string | null =>
  condition.kind === 'stale'
    ? null
    : (condition.filters.find(({ member }) => member === 'identity.product')?.values[0] ?? null)

function placeOf(subject: string, provinces: ReadonlyMap<string, string>): Place {
  const kind = subject === COUNTRY ? 'country' : provinces.has(subject) ? 'province' : 'dataset'
  return { kind, code: subject, title: subjectTitle(subject, provinces) }
}

const mostPressingFirst = (a: ListedAlert, b: ListedAlert): number =>
  Number(b.level === 'urgent') - Number(a.level === 'urgent') ||
  Number(b.place.kind === 'country') - Number(a.place.kind === 'country') ||
  (String(a.since) < String(b.since) ? 1 : String(a.since) > String(b.since) ? -1 : 0)

/** What came of alerts that the account may see, the newest first. */
export function historyAnswer(
  { db, rules, provinces, account }: Pick<Answering, 'db' | 'rules' | 'provinces' | 'account'>,
  {
    rule: of,
    subject: asked,
    limit,
  }: { rule?: string | undefined; subject?: string | undefined; limit: number },
): ListedChange[] {
  const known = new Map(rules.map((rule) => [rule.id, rule]))
  const grants = grantsOf(account)
  const changes = listChanges(db, {
    rules: [...known.keys()].filter((id) => of === undefined || id === of),
    subject: asked ?? null,
    provinces: grants.scope === 'nationwide' ? null : grants.provinces,
    limit,
  })
  return changes.flatMap(({ id, rule: name, subject, kind, at, sentence, account: by, note }) => {
    const rule = known.get(name)
    if (rule === undefined || !maySee(subject, account)) return []
    const place = placeOf(subject, provinces)
    return { id, rule: name, title: titleOf(rule), place, kind, at, sentence, account: by, note }
  })
}
