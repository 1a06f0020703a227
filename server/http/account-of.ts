import type { IncomingMessage } from 'node:http'
import type { Account } from '../sign-in/roles.ts'
import type { Scope } from '../sign-in/scopes.ts'

/**
 * How a request proved who it comes from; a session's secret is kept for what is derived from it. `seenBy` is the
 * administrator who looks with the request's account, else null.
 */
export type Proof =
  | { kind: 'session'; secret: string; seenBy: string | null }
  | { kind: 'token'; scopes: readonly Scope[] }
  /** A screen signed in with a token, which the browser keeps in a cookie; it reads figures and nothing else. */
  | { kind: 'display'; secret: string }

/** Kept outside the request, so that nothing that parses a request can ever set it. */
const proven = new WeakMap<IncomingMessage, { account: Account; proof: Proof }>()

/** Says who a request comes from; done by the guard alone. */
export function setAccount(req: IncomingMessage, account: Account, proof: Proof): void {
  proven.set(req, { account, proof })
}

/** Who a request comes from, or null when nobody has signed in. */
export function accountOf(req: IncomingMessage): Account | null {
  return proven.get(req)?.account ?? null
}

export function proofOf(req: IncomingMessage): Proof | null {
  return proven.get(req)?.proof ?? null
}
