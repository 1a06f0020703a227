import { z } from 'zod'
import type { Operation } from './operations.ts'

const day = z.iso.date()
/** A view of the metrics, or one of its members: `dossiers`, `dossiers.on_time_rate`. */
const topic = z
  .string()
  .regex(
    /^(dossiers|identity|population|rollout|tasks|catalogue|published|scores766)(\.[a-z]\w*)?$/,
    'is a view of the metrics or a member of one, such as dossiers.on_time_rate',
  )
/** One of the 34 provinces; null: the whole country. */
const province = z
  .string()
  .regex(/^\d\d$/)
  .nullable()
const text = z
  .string()
  .trim()
  .min(1)
  .max(280)
  .regex(/^\P{Cc}*$/u, 'is one line of text')
  .transform((given) => given.normalize('NFC'))

export const writtenNote = z.strictObject({ day, topic, province: province.default(null), text })
export const changedNote = writtenNote.partial().extend({ province: province.optional() })

const READERS = { tag: 'notes', who: 'everyone, within what the account may see' } as const
const WRITERS = {
  tag: 'notes',
  who: 'ministers, leaders, administrators; leaders of provinces of their own',
} as const
const AUTHORS = { tag: 'notes', who: 'the author, administrators' } as const
const NOTHING = { status: 204, content: [] } as const

export const NOTE_OPERATIONS: readonly Operation[] = [
  { method: 'get', path: '/api/notes', ...READERS, summary: 'Dated notes on charts, by day' },
  {
    ...{ method: 'post', path: '/api/notes', ...WRITERS, body: writtenNote, status: 201 },
    summary: 'Writes a note',
  },
  { method: 'patch', path: '/api/notes/{id}', ...AUTHORS, body: changedNote, summary: 'Changes a note' },
  { method: 'delete', path: '/api/notes/{id}', ...AUTHORS, ...NOTHING, summary: 'Deletes a note' },
  {
    ...{ method: 'post', path: '/api/notes/{id}/restore', ...AUTHORS, ...NOTHING },
    summary: 'Takes its deletion back, for 30 days',
  },
]
