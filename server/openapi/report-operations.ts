import { z } from 'zod'
import type { Operation } from './operations.ts'

export const askedSlots = z.strictObject({
  report: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
export const askedPreview = z.strictObject({
  format: z.enum(['pdf', 'xlsx', 'docx', 'html']).default('pdf'),
  /** A province's code, for a report by province. */
  province: z
    .string()
    .regex(/^\d\d$/)
    .optional(),
  /** As in `2022-03`; the last whole one where left out. */
  period: z.string().optional(),
})
export const askedRun = z.strictObject({ period: z.string().optional() })

const DOCUMENTS = [
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'text/html',
] as const
const GRANTED = { tag: 'reports', who: 'everyone, within what the account may see' } as const
const ADMIN = { tag: 'reports', who: 'administrators' } as const

export const REPORT_OPERATIONS: readonly Operation[] = [
  { method: 'get', path: '/api/reports', ...GRANTED, summary: 'Reports, their schedules and what is late' },
  {
    ...{ method: 'get', path: '/api/reports/slots', ...GRANTED, query: askedSlots },
    summary: 'What came of each planned time, newest first',
  },
  {
    ...{ method: 'get', path: '/api/reports/slots/{id}', ...GRANTED },
    summary: 'One slot, its files and who was sent them; others’ rows for administrators only',
  },
  {
    ...{ method: 'get', path: '/api/reports/slots/{id}/files/{place}/{format}', ...GRANTED },
    ...{ content: DOCUMENTS, summary: 'A file as it was sent; audited' },
  },
  {
    ...{ method: 'get', path: '/api/reports/{id}/preview', ...GRANTED, query: askedPreview },
    ...{ content: DOCUMENTS, summary: 'A report as it would be now, with the rights of the account' },
  },
  {
    ...{ method: 'post', path: '/api/reports/{id}/run', ...ADMIN, body: askedRun, status: 202 },
    summary: 'Makes and sends a report now',
  },
  {
    ...{ method: 'post', path: '/api/reports/slots/{id}/send', ...ADMIN, status: 202 },
    summary: 'Sends what did not go out of a slot',
  },
]
