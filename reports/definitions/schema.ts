import { Cron } from 'croner'
import { z } from 'zod'
import { roles } from '../../server/sign-in/roles.ts'
import { BANDS, SYSTEMS } from './period.ts'
import { PLACEHOLDERS, readPlaceholder } from './placeholders.ts'

/** Every schedule is in the ministry's zone. */
export const ZONE = 'Asia/Ho_Chi_Minh'

export const REPORT_FORMATS = ['pdf', 'xlsx', 'docx', 'html'] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]

const cron = z.string().superRefine((pattern, context) => {
  try {
    if (new Cron(pattern, { timezone: ZONE, paused: true }).nextRun() === null)
      throw new Error('it never runs')
  } catch (error) {
    context.addIssue({
      code: 'custom',
      message: `is not a cron schedule such as "0 7 * * 1" (${(error as Error).message})`,
    })
  }
})

export const member = z
  .string()
  .regex(
    /^(dossiers|identity|population|rollout|tasks|catalogue|published|scores766)\.[a-z]\w*$/,
    'is not a member of a view, such as dossiers.received',
  )

const filter = z.strictObject({
  member,
  operator: z.enum(['equals', 'notEquals', 'gt', 'gte', 'lt', 'lte', 'set', 'notSet']).default('equals'),
  values: z.array(z.string()).default([]),
})
export const filters = z.array(filter).default([])

const title = z.string().min(1)
/** Heading of a measure or dimension, where it is not the model's title. */
const column = z.union([
  member.transform((name) => ({ member: name, title: undefined as string | undefined })),
  z.strictObject({ member, title: title.optional() }),
])
const columns = z.array(column).min(1)
const limit = z.int().min(1).max(5000)

/** Headline figures, each beside its comparison; a province's beside the national figure. */
const figures = z.strictObject({
  kind: z.literal('figures'),
  title: title.optional(),
  figures: z
    .array(
      z.strictObject({
        measure: member,
        title: title.optional(),
        /** Which way is good, for the colour of a change. */
        good: z.enum(['up', 'down', 'neutral']).default('neutral'),
        filters,
      }),
    )
    .min(1)
    .max(12),
})

const table = z.strictObject({
  kind: z.literal('table'),
  title,
  /** What a row is. */
  by: columns,
  /** Dimensions that tell rows apart and are not shown, such as the code of a name. */
  apart_by: z.array(member).default([]),
  measures: columns,
  filters,
  /** Measures or dimensions to sort by; the `by` members where left out. */
  order: z.record(member, z.enum(['asc', 'desc'])).default({}),
  limit: limit.default(500),
  /** A last row for all rows together, asked for as a question of its own. */
  total: z.boolean().default(false),
  /** Highest and lowest of this measure are said in a sentence above the table. */
  reading: member.optional(),
})

const chart = z
  .strictObject({
    kind: z.literal('chart'),
    title,
    chart: z.enum(['line', 'bars']),
    measures: columns,
    /** Along time, in steps of this length … */
    along: z.enum(['day', 'week', 'month', 'reporting_month']).optional(),
    /** … this many of them, up to the period's end. */
    steps: z.int().min(2).max(60).default(12),
    /** … or by a dimension. */
    by: column.optional(),
    filters,
    order: z.record(member, z.enum(['asc', 'desc'])).default({}),
    limit: limit.default(34),
  })
  .refine(({ along, by }) => (along === undefined) !== (by === undefined), 'needs either along or by')

/** Biểu II.06a of Thông tư 01/2020/TT-VPCP; a row for each value of `by`. */
const form = z.strictObject({
  kind: z.literal('form'),
  title: title.optional(),
  form: z.literal('II.06a'),
  by: column,
})

/** How fresh each dataset is, what was loaded and what was refused. */
const sources = z.strictObject({ kind: z.literal('sources'), title })

const paragraph = z.string().superRefine((text, context) => {
  for (const [shown, inner = ''] of text.matchAll(PLACEHOLDERS)) {
    if (readPlaceholder(inner) === null) {
      context.addIssue({
        code: 'custom',
        message: `${shown} is not a figure such as {dossiers.received} or {dossiers.received change}, nor {period} or {place}`,
      })
    }
  }
})

const text = z.strictObject({
  kind: z.literal('text'),
  title: title.optional(),
  paragraphs: z.array(paragraph).min(1),
})

export const section = z.discriminatedUnion('kind', [figures, table, chart, form, sources, text], {
  error: (issue) =>
    issue.code === 'invalid_union' ? 'kind is one of figures, table, chart, form, sources, text' : undefined,
})

/** What a report is called by, also in addresses and names of files. */
export const REPORT_ID = /^[a-z0-9][a-z0-9-]{0,62}$/

/** A report: what is in it, for which periods, when it is made and for whom. */
export const definition = z.strictObject({
  id: z.string().regex(REPORT_ID, 'is a name of small letters, digits and hyphens'),
  title,
  title_en: title,
  /** `province`: a document for each province. */
  scope: z.enum(['national', 'province']),
  period: z
    .strictObject({ system: z.enum(SYSTEMS), kind: z.enum(BANDS) })
    .refine(({ system, kind }) => system === 'calendar' || (kind !== 'day' && kind !== 'week'), {
      error: 'a reporting period (15th to 14th) is a month, quarter, half or year',
      path: ['kind'],
    }),
  /** What figures are compared with. */
  compare: z.enum(['previous', 'last_year', 'none']).default('previous'),
  schedule: z.strictObject({
    cron,
    /** Slots that passed while nothing ran: made up for, or shown as skipped. */
    missed: z.enum(['catch_up', 'skip']),
  }),
  /** Accounts of these roles; of a province's document those granted the province. */
  recipients: z.strictObject({ roles: z.array(z.enum(roles)).min(1) }),
  formats: z.array(z.enum(REPORT_FORMATS)).min(1),
  deliver: z.array(z.enum(['mail', 'folder', 's3'])).min(1),
  /** Heading by Nghị định 30/2020/NĐ-CP. `{province}` stands for the province's name. */
  issuer: z.strictObject({
    parent: z.string().min(1),
    name: z.string().min(1),
    place: z.string().min(1),
    /** Who receives the form, where a section is one. */
    receiver: z.string().min(1).optional(),
  }),
  /** The whole on its side, for wide tables. */
  landscape: z.boolean().default(false),
  /** Whether what each figure means stands below; not where all has to be on one page. */
  explained: z.boolean().default(true),
  sections: z.array(section).min(1),
})

/** A report that is one account's own: what it subscribed to. It gets that with its own rights, and nobody else gets it. */
export interface Subscribed {
  /** The subscription's. */
  id: string
  account: string
}
export type ReportDefinition = z.infer<typeof definition> & {
  subscribed?: Subscribed
  /** Since when it is in force (UTC, ISO 8601), where administrators changed it: times before were not its own. */
  since?: string
}
export type Section = ReportDefinition['sections'][number]
