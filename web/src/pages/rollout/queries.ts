/** What the rollout page asks the API; pure functions of the address and the data's own dates. */
import type { CubeQuery } from '../../api/cube.ts'
import { placeFilters, within } from '../../view/scope.ts'
import type { Scope } from '../../view/scope.ts'

export const TASK_STATES = ['done_on_time', 'done_late', 'open_in_time', 'open_overdue'] as const
const TASKS = ['tasks', ...TASK_STATES, 'done_rate', 'on_time_rate'].map((name) => `tasks.${name}`)
/** What an overdue task says of itself, where the API offers single tasks. */
export const TASK_DETAILS = ['tasks.name', 'tasks.source_document', 'tasks.lead_agency', 'tasks.due_on']

export interface RolloutScopes {
  rollout: Scope
  tasks: Scope
  catalogue: Scope
}

/** `detailed`: the API can list single tasks; otherwise overdue tasks are counted by agency. */
export const rolloutQueries = ({ rollout, tasks, catalogue }: RolloutScopes, detailed: boolean) => {
  const now = (view: string, scope: Scope, measures: string[], dimensions: string[]): CubeQuery | null =>
    scope.extent.range && {
      measures,
      dimensions,
      timeDimensions: within(view, scope.extent.range),
      filters: placeFilters(view, scope),
    }
  const overdue = now('tasks', tasks, ['tasks.open_overdue'], detailed ? TASK_DETAILS : ['tasks.lead_agency'])
  const catalogueRange = catalogue.extent.range
  const whole = (measures: string[], dimensions: string[]): CubeQuery | null =>
    catalogueRange && { measures, dimensions, timeDimensions: within('catalogue', catalogueRange) }
  return {
    indicators: now(
      'rollout',
      rollout,
      ['rollout.value', 'rollout.rate', 'rollout.target', 'rollout.progress'],
      ['rollout.indicator', 'rollout.indicator_name', 'rollout.objective'],
    ),
    objectives: now(
      'rollout',
      rollout,
      ['rollout.indicators_with_target', 'rollout.indicators_at_target', 'rollout.at_target_rate'],
      ['rollout.objective'],
    ),
    tasks: now('tasks', tasks, TASKS, ['tasks.objective']),
    overdue: overdue && {
      ...overdue,
      filters: [...(overdue.filters ?? []), { member: 'tasks.open_overdue', operator: 'gt', values: ['0'] }],
      limit: 200,
    },
    catalogue: whole(
      [
        'catalogue.procedures',
        'catalogue.online_procedures',
        'catalogue.full_online_procedures',
        'catalogue.fields',
      ],
      [],
    ),
    plans: whole(
      ['catalogue.plan_procedures', 'catalogue.plan_online_procedures', 'catalogue.plan_rate'],
      ['catalogue.programme'],
    ),
    published: catalogueRange && {
      measures: ['published.value'],
      dimensions: ['published.figure', 'published.as_of', 'published.unit', 'published.source'],
      timeDimensions: within('published', catalogueRange),
      order: { 'published.as_of': 'asc' },
    },
  } satisfies Record<string, CubeQuery | null>
}
export type RolloutKey = keyof ReturnType<typeof rolloutQueries>
export const ROLLOUT_KEYS: readonly RolloutKey[] = [
  'indicators',
  'objectives',
  'tasks',
  'overdue',
  'catalogue',
  'plans',
  'published',
]
