/** Open alerts among what needs attention: a line a rule, and no second line for the same matter. Pure. */
import type { Alert } from '../../api/alerts.ts'
import type { Format } from '../../composables/useFormat.ts'
import type { Place } from '../../view/address.ts'
import { byRule, whereOf } from '../alerts/where.ts'
import type { Attention } from './attention.ts'

/** Rules at most, and lines with all else. */
const RULES = 5
const LINES = 7
/** Names of places in a line. */
const NAMES = 3

/** Alerts of the place the page shows; of the whole country all. `inRegion` says which provinces a region has. */
export const alertsOf = (
  alerts: readonly Alert[],
  place: Place,
  inRegion: (code: string, slug: string) => boolean,
): Alert[] =>
  alerts.filter(({ place: { kind, code } }) => {
    if (place.kind === 'country') return true
    return (
      kind === 'province' && (place.kind === 'province' ? code === place.code : inRegion(code, place.slug))
    )
  })

const itemOf = (alerts: readonly Alert[], { t, language }: Format): Attention[] => {
  const [first] = alerts
  if (!first) return []
  const title = first.title[language]
  const light = first.level === 'urgent' ? 'bad' : 'warn'
  if (alerts.length === 1) {
    const text = first.place.kind === 'country' ? title : `${title}: ${first.place.title[language]}`
    return [{ key: `alert-${first.id}`, light, text, detail: first.sentence[language], to: whereOf(first) }]
  }
  const names = alerts.slice(0, NAMES).map(({ place }) => place.title[language])
  const more = alerts.length - names.length
  const detail = [...names, ...(more > 0 ? [t('attention.more', { count: more })] : [])].join('; ')
  return [
    {
      key: `alert-${first.rule}`,
      light,
      text: t('attention.several', { title, count: alerts.length }),
      detail,
      to: { name: 'alerts' },
    },
  ]
}

/** Whether an alert says the same as a line worked out from the page's own figures. */
const covers = ({ measure, place }: Alert, { key }: Attention): boolean =>
  key === 'stale'
    ? place.kind === 'dataset'
    : key === 'tasks'
      ? measure === 'tasks.open_overdue'
      : key === 'rate'
        ? measure === 'dossiers.on_time_rate' && place.kind === 'country'
        : key === `backlog-${place.code}` && measure === 'dossiers.pending_overdue'

/** What needs attention: open alerts first, then what else the page's figures say. */
export const withAlerts = (
  items: readonly Attention[],
  alerts: readonly Alert[],
  format: Format,
): Attention[] => {
  const told = byRule(alerts)
    .slice(0, RULES)
    .flatMap((group) => itemOf(group.alerts, format))
  const others = items.filter((item) => !alerts.some((alert) => covers(alert, item)))
  return [...told, ...others].slice(0, LINES)
}
