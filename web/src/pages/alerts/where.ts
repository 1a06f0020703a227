/** Where the figures of an alert are, and how alerts stand together. Pure. */
import type { Alert } from '../../api/alerts.ts'
import type { IconName } from '../../components/icons.ts'
import type { Query } from '../../view/address.ts'

/** The page of its figures with the alert's own place, of the newest period: what is chosen elsewhere is not its matter. */
export const whereOf = ({ page, place, product }: Pick<Alert, 'page' | 'place' | 'product'>) => ({
  name: page,
  query: {
    ...(place.kind === 'province' ? { place: place.code } : {}),
    ...(product === null ? {} : { product }),
  } satisfies Query,
})

/** Alerts of one rule stand together, in the order in which the first of each came. */
export const byRule = (alerts: readonly Alert[]): { rule: string; alerts: Alert[] }[] =>
  [...Map.groupBy(alerts, ({ rule }) => rule)].map(([rule, group]) => ({ rule, alerts: group }))

export const iconOf = ({ level, phase }: Pick<Alert, 'level' | 'phase'>): IconName =>
  phase === 'no_data' ? 'none' : level === 'urgent' ? 'bad' : 'warn'
