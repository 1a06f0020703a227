import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { deriveSecret, hashSecret, randomSecret } from '../sign-in/secrets.ts'
import { inTransaction } from '../state/transaction.ts'
import type { FlowSecrets } from './provider.ts'

/** How long somebody may take at the provider. */
const MINUTES = 15
/** Sign-ins begun and not finished that are kept; anyone may begin them. */
const MOST = 5_000

/** Begins a sign-in. @returns the browser's secret, for its cookie; only its hash is stored. */
export function beginFlow(db: DatabaseSync, next: string, now: Date): string {
  const secret = randomSecret()
  inTransaction(db, () => {
    db.prepare('DELETE FROM provider_sign_ins WHERE expires_at <= ?').run(now.toISOString())
    db.prepare(
      `DELETE FROM provider_sign_ins WHERE hash IN
         (SELECT hash FROM provider_sign_ins ORDER BY expires_at DESC LIMIT -1 OFFSET ?)`,
    ).run(MOST - 1)
    db.prepare('INSERT INTO provider_sign_ins (hash, next, expires_at) VALUES (?, ?, ?)').run(
      hashSecret(secret),
      next,
      new Date(now.getTime() + MINUTES * 60_000).toISOString(),
    )
  })
  return secret
}

/** What the provider is given of the browser's secret; a verifier has the form RFC 7636 asks for. */
export function flowSecrets(secret: string): FlowSecrets {
  return {
    state: deriveSecret(secret, 'state'),
    nonce: deriveSecret(secret, 'nonce'),
    verifier: deriveSecret(secret, 'verifier'),
  }
}

/** Takes a sign-in, once. @returns where to go after it; null when it is unknown, taken already, or too old. */
export function takeFlow(db: DatabaseSync, secret: string, now: Date): string | null {
  const row = db
    .prepare('DELETE FROM provider_sign_ins WHERE hash = ? RETURNING next, expires_at')
    .get(hashSecret(secret))
  if (row === undefined) return null
  const { next, expires_at } = z.object({ next: z.string(), expires_at: z.string() }).parse(row)
  return expires_at > now.toISOString() ? next : null
}
