/** What needs attention, gathered from backlogs, rates, tasks and stale sources. Pure, most urgent first. */
import type { DatasetStatus, Threshold } from '../../api/client.ts'
import type { CubeRow } from '../../api/cube.ts'
import { numberOf, textOf } from '../../api/cube.ts'
import type { Format } from '../../composables/useFormat.ts'
import { lightOf } from '../../format/light.ts'
import type { Light } from '../../format/light.ts'
import { formatDay } from '../../format/number.ts'
import type { Query } from '../../view/address.ts'
import type { Day } from '../../view/day.ts'

export interface Attention {
  key: string
  light: Exclude<Light, 'good'>
  text: string
  detail: string
  /** Province to go to, or page to open. */
  code?: string
  page?: 'on-time' | 'rollout'
  /** Where else to go, as it is. */
  to?: { name: string; query?: Query }
}
export interface AttentionInput {
  backlog: readonly CubeRow[]
  place: string
  nameOf: (code: string) => string
  tasks: readonly CubeRow[]
  datasets: readonly DatasetStatus[]
  thresholds: readonly Threshold[]
  onTime: number | null
  day: Day
}

export const attentionOf = (input: AttentionInput, format: Format): Attention[] => {
  const { t } = format
  const items: Attention[] = []
  const light = lightOf('on_time_rate', input.onTime, input.thresholds, input.day)
  if (light && light !== 'good') {
    items.push({
      key: 'rate',
      light,
      text: t('attention.rate', { rate: format.percent(input.onTime, 2) }),
      detail: t(`attention.rate_${light}`),
      page: 'on-time',
    })
  }
  for (const row of input.backlog) {
    const code = textOf(row, input.place)
    const overdue = numberOf(row, 'dossiers.pending_overdue')
    const pending = numberOf(row, 'dossiers.pending')
    if (!code || !overdue) continue
    items.push({
      key: `backlog-${code}`,
      light: pending !== null && overdue / pending > 0.05 ? 'bad' : 'warn',
      text: t('attention.backlog', { name: input.nameOf(code), count: format.count(overdue) }),
      detail: pending
        ? t('attention.backlogShare', {
            share: format.percent(overdue / pending),
            count: format.count(pending),
          })
        : '',
      code,
    })
  }
  const overdueTasks = input.tasks
    .map((row) => ({
      agency: textOf(row, 'tasks.lead_agency'),
      count: numberOf(row, 'tasks.open_overdue') ?? 0,
    }))
    .filter((task) => task.count > 0)
    .sort((a, b) => b.count - a.count)
  const most = overdueTasks[0]
  if (most) {
    items.push({
      key: 'tasks',
      light: 'bad',
      text: t('attention.tasks', {
        count: format.count(overdueTasks.reduce((sum, task) => sum + task.count, 0)),
      }),
      detail: t('attention.tasksMost', { agency: most.agency, count: format.count(most.count) }),
      page: 'rollout',
    })
  }
  const late = input.datasets.filter((dataset) => dataset.state === 'late')
  if (late.length > 0) {
    items.push({
      key: 'stale',
      light: 'warn',
      text: t('attention.stale', { count: late.length }),
      detail: late
        .map((d) => {
          const name = t(`dataset.${d.dataset}`)
          const newest = d.newest_business_date
          return newest ? t('attention.staleSince', { name, day: formatDay(newest.slice(0, 10)) }) : name
        })
        .join('; '),
    })
  }
  return items.sort((a, b) => Number(b.light === 'bad') - Number(a.light === 'bad'))
}
