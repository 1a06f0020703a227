import express, { type Request } from 'express'
import type { z } from 'zod'
import type { Actor } from '../audit/audit.ts'
import { accountOf, proofOf } from '../http/account-of.ts'
import { HttpError } from '../http/errors.ts'

/** Bodies of what changes something. */
export const jsonBody = express.json({ limit: '64kb' })

/** Reads what was sent. @throws HttpError 400 naming each field that is wrong. */
export function asked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const read = schema.safeParse(value ?? {})
  if (read.success) return read.data
  const problems = read.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  )
  throw new HttpError(400, 'bad_request', problems.join('; '))
}

/** Who acts by a request that came past the guard: the administrator, whomever she looks as. */
export function actorOf(req: Request): Actor {
  const proof = proofOf(req)
  const seenBy = proof?.kind === 'session' ? proof.seenBy : null
  return { name: seenBy ?? accountOf(req)?.name ?? null, origin: 'web', address: req.ip ?? null }
}

/** The secret of the session a request was made with. @throws HttpError 400 for a token. */
export function sessionOf(req: Request): string {
  const proof = proofOf(req)
  if (proof?.kind === 'session') return proof.secret
  throw new HttpError(400, 'no_session', 'This is for people who have signed in; a token has no session.')
}
