import { z } from 'zod'
import { roles } from '../../../server/sign-in/roles.ts'
import { filters, member } from '../../definitions/schema.ts'
import { BANDS, SYSTEMS } from '../../definitions/period.ts'

const title = z.string().min(1)
const share = z.number().positive()
const evaluations = z.int().min(1).max(30).default(1)

/** A limit: a number, or one of the thresholds that pages colour by (`etl/reference/thresholds.csv`), in force that day. */
const limit = z.union([
  z.number(),
  z.strictObject({ threshold: z.string().min(1), level: z.enum(['green', 'amber']) }),
])

/** The days a figure is of: so many up to the newest, or the last whole period. */
const window = z
  .union([
    z.strictObject({ days: z.int().min(1).max(400) }),
    z
      .strictObject({ last: z.enum(BANDS), system: z.enum(SYSTEMS).default('calendar') })
      .refine(({ last, system }) => system === 'calendar' || (last !== 'day' && last !== 'week'), {
        error: 'a reporting period (15th to 14th) is a month, quarter, half or year',
        path: ['last'],
      }),
  ])
  .default({ days: 1 })

/** Fewer than that, and the figure says too little to be judged. */
const min_count = z.strictObject({ measure: member, at_least: z.number().positive() }).optional()

/** Hysteresis: how far back on the good side of the limit a figure must be before the alert is over. */
const margin = z.number().min(0).default(0)

/** What kinds that read a figure of the metrics share. `of`: the figure is a share of that one. */
const figure = { measure: member, of: member.optional(), filters, min_count }

const threshold = z.strictObject({
  kind: z.literal('threshold'),
  ...figure,
  window,
  side: z.enum(['above', 'below']),
  limit,
  margin,
})

/** A count by how large a part of what it was, a rate by how many points. */
const change = z.strictObject({
  kind: z.literal('change'),
  ...figure,
  window,
  against: z.enum(['previous', 'last_year']),
  direction: z.enum(['fall', 'rise']),
  by: share,
  margin,
})

/** Places among all provinces, against the period before. */
const rank = z.strictObject({
  kind: z.literal('rank'),
  ...figure,
  window,
  best: z.enum(['high', 'low']),
  fell_by: z.int().min(1).max(33),
  margin: z.int().min(0).default(0),
})

/** The line of least squares through the ends of the last weeks, drawn on to a day. */
const forecast = z.strictObject({
  kind: z.literal('forecast'),
  ...figure,
  weeks: z.int().min(4).max(60).default(12),
  deadline: z.union([z.literal('year_end'), z.iso.date()]),
  target: limit,
  margin,
})

/** The last whole day against the same weekday of the weeks before: median, and median of the distances from it. */
const anomaly = z.strictObject({
  kind: z.literal('anomaly'),
  ...figure,
  weeks: z.int().min(5).max(26).default(8),
  side: z.enum(['above', 'below', 'both']),
  /** Half the usual range, in standard deviations as the distances tell them … */
  width: share.default(3),
  /** … and at least this part of the median. */
  least_width: share.max(1).default(0.2),
  /** By what part the range is narrower for an alert to be over. */
  margin: z.number().min(0).max(0.9).default(0.25),
  /** Where less is usual, one day says too little. */
  least_usual: z.number().min(0).default(30),
})

/** A dataset whose newest day lies further back than its rhythm and so many days more. */
const stale = z.strictObject({
  kind: z.literal('stale'),
  /** All that have a rhythm, where none are named. */
  datasets: z.array(z.string().min(1)).default([]),
  grace_days: z.int().min(0).max(60).default(0),
})

const condition = z.discriminatedUnion('kind', [threshold, change, rank, forecast, anomaly, stale], {
  error: (issue) =>
    issue.code === 'invalid_union'
      ? 'kind is one of threshold, change, rank, forecast, anomaly, stale'
      : undefined,
})

/** An alert: what is watched, from when on it is said, and to whom. */
export const alertRule = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'is a name of small letters, digits and hyphens'),
    title,
    title_en: title,
    enabled: z.boolean().default(true),
    /** `urgent` is said at night too. */
    level: z.enum(['urgent', 'normal']).default('normal'),
    /** One alert for the country, for each province, or for each dataset. */
    scope: z.enum(['national', 'province', 'dataset']),
    condition,
    /** So many evaluations in a row beyond the limit before it is said … */
    for: evaluations,
    /** … and back within it before it is over. */
    recover_for: evaluations,
    /** Without data: said as an alert of its own, left as it was, or taken for well. */
    no_data: z.enum(['alert', 'keep', 'ok']).default('keep'),
    recipients: z.strictObject({ roles: z.array(z.enum(roles)).min(1) }),
    /** Where its figures are looked at. */
    page: z.enum(['overview', 'on-time', 'identity', 'rollout', 'scores', 'province', 'data']),
  })
  .refine(({ scope, condition: { kind } }) => (scope === 'dataset') === (kind === 'stale'), {
    error: 'scope: dataset goes with kind: stale, and with it alone',
    path: ['scope'],
  })
  .refine(({ scope, condition: { kind } }) => kind !== 'rank' || scope === 'province', {
    error: 'only provinces have ranks',
    path: ['scope'],
  })

export type AlertRule = z.infer<typeof alertRule>
export type Condition = AlertRule['condition']
export type ConditionOf<K extends Condition['kind']> = Extract<Condition, { kind: K }>
/** Conditions on a figure of the metrics. */
export type MetricCondition = Exclude<Condition, { kind: 'stale' }>
export type Limit = z.infer<typeof limit>
export type Window = z.infer<typeof window>
