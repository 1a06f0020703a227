import type { Account, Role } from '../sign-in/roles.ts'

/**
 * Whom a view is shared with: everyone who signs in, or accounts of these roles; nobody but its owner where there are none.
 * It decides who is told of the view, never what is seen in it: figures are asked with the rights of who opens it.
 */
export type SharedWith = 'all' | readonly Role[]

export interface Shareable {
  owner: string
  shared_with: SharedWith
  deleted_at: string | null
}

export const isSharedWith = ({ owner, shared_with }: Shareable, account: Account): boolean =>
  owner === account.name || shared_with === 'all' || shared_with.includes(account.role)

/** What becomes of someone who follows a view's link. Who may not know of a view is not told that it was deleted either. */
export type Opening = 'open' | 'missing' | 'not_shared' | 'deleted'

export function openingOf(view: Shareable | null, account: Account): Opening {
  if (view === null) return 'missing'
  if (!isSharedWith(view, account)) return 'not_shared'
  return view.deleted_at === null ? 'open' : 'deleted'
}

/** Its owner changes a view; an administrator may also take away one that is shared with administrators. */
export const mayChange = (view: Shareable, account: Account): boolean => view.owner === account.name
export const mayDelete = (view: Shareable, account: Account): boolean =>
  view.owner === account.name || (account.role === 'administrator' && isSharedWith(view, account))
