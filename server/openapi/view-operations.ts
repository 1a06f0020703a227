import { z } from 'zod'
import { roles } from '../sign-in/roles.ts'
import { MAX_SQL_BYTES } from '../sql/statement.ts'
import { LONGEST_ADDRESS } from '../views/address.ts'
import type { Operation } from './operations.ts'

const name = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^\P{Cc}*$/u, 'is one line of text')
  .transform((text) => text.normalize('NFC'))
/** Path and query of one of the product's pages. */
const address = z.string().min(1).max(LONGEST_ADDRESS)
/** A statement of the page SQL that does not stand in its address. */
const sql = z
  .string()
  .min(1)
  .refine((text) => Buffer.byteLength(text) <= MAX_SQL_BYTES, `is longer than ${MAX_SQL_BYTES} bytes`)
/** `all`: everyone who signs in; else accounts of these roles; none: the owner alone. */
const sharedWith = z.union([z.literal('all'), z.array(z.enum(roles)).max(roles.length)])

export const savedView = z.strictObject({
  name,
  address,
  sql: sql.nullable().default(null),
  shared_with: sharedWith.default([]),
})
export const changedView = z.strictObject({
  name: name.optional(),
  address: address.optional(),
  sql: sql.nullable().optional(),
  shared_with: sharedWith.optional(),
})

const VIEWS = { tag: 'views', who: 'people who have signed in, within what is shared with them' } as const
const OWNERS = { tag: 'views', who: 'the owner of the view' } as const
const NOTHING = { status: 204, content: [] } as const

export const VIEW_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/views',
    ...VIEWS,
    summary: 'Own saved views, and those shared with the account',
  },
  {
    ...{ method: 'post', path: '/api/views', ...VIEWS, body: savedView, status: 201 },
    summary: 'Saves a page under a name',
  },
  {
    ...{ method: 'get', path: '/api/views/{id}', ...VIEWS },
    summary: 'The page that a view is; figures in it are asked with the rights of who opens it',
  },
  {
    ...{ method: 'patch', path: '/api/views/{id}', ...OWNERS, body: changedView },
    summary: 'Renames or shares a view, or sets it to another page',
  },
  { method: 'delete', path: '/api/views/{id}', ...OWNERS, ...NOTHING, summary: 'Deletes a view' },
  {
    ...{ method: 'post', path: '/api/views/{id}/restore', ...OWNERS, ...NOTHING },
    summary: 'Takes its deletion back, for 30 days',
  },
]
