import { z } from 'zod'
import type { Operation } from './operations.ts'

const text = z.string().max(100_000)
/** The version that what is sent was made from; 0: none had been kept. */
const base = z.number().int().min(0)

export const askedCheck = z.strictObject({
  text,
  /** The report it is to be; any where left out. */
  id: z.string().optional(),
})
/** `base` null: a new report. */
export const askedSave = z.strictObject({ text, base: base.nullable() })
export const askedBase = z.strictObject({ base })
export const askedDraft = z.strictObject({
  text,
  format: z.enum(['pdf', 'xlsx', 'docx', 'html']).default('html'),
  /** A province's code, for a report by province. */
  province: z
    .string()
    .regex(/^\d\d$/)
    .optional(),
  /** As in `2022-03`; the last whole one where left out. */
  period: z.string().optional(),
})

const ADMIN = { tag: 'reports', who: 'administrators' } as const
const PATH = '/api/reports/definitions'

export const DEFINITION_OPERATIONS: readonly Operation[] = [
  {
    ...{ method: 'get', path: PATH, ...ADMIN },
    summary: 'Every report with where its definition comes from, stopped ones too',
  },
  {
    ...{ method: 'get', path: `${PATH}/{id}`, ...ADMIN },
    summary: 'The text of a definition and its versions, newest first',
  },
  {
    ...{ method: 'get', path: `${PATH}/{id}/versions/{version}`, ...ADMIN },
    summary: 'The text of one version; 0 is the product’s own file',
  },
  {
    ...{ method: 'post', path: `${PATH}/check`, ...ADMIN, body: askedCheck },
    summary: 'What is wrong with a text, by line and column',
  },
  {
    ...{ method: 'post', path: `${PATH}/preview`, ...ADMIN, body: askedDraft },
    ...{
      content: [
        'text/html',
        'application/pdf',
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      ],
      summary: 'The report that a text would be, with the rights of the account',
    },
  },
  {
    ...{ method: 'put', path: `${PATH}/{id}`, ...ADMIN, body: askedSave },
    summary: 'Puts a text in force; 409 where another version was kept since `base`; audited',
  },
  {
    ...{ method: 'post', path: `${PATH}/{id}/stop`, ...ADMIN, body: askedBase },
    summary: 'Stops a report: no times of it are planned; audited',
  },
  {
    ...{ method: 'post', path: `${PATH}/{id}/file`, ...ADMIN, body: askedBase },
    summary: 'Puts the product’s own file in force again; audited',
  },
]
