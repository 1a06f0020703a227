import type { DatabaseSync } from 'node:sqlite'
import express, { Router, type Request } from 'express'
import { actorOf, asked, sessionOf } from '../api/asked.ts'
import { accountOf } from '../http/account-of.ts'
import { HttpError } from '../http/errors.ts'
import { changedView, savedView } from '../openapi/view-operations.ts'
import type { Account } from '../sign-in/roles.ts'
import { savedAddress } from './address.ts'
import { isSharedWith, mayChange, mayDelete, openingOf, type Opening } from './audience.ts'
import {
  addView,
  changeView,
  deleteView,
  findView,
  listViews,
  MOST_VIEWS,
  restoreView,
  type SavedView,
} from './store.ts'

/** A view in `GET /api/views`; `mine` may be changed by who asks. */
export type ListedView = Omit<SavedView, 'sql' | 'deleted_at'> & { mine: boolean; may_delete: boolean }

/** `GET /api/views/{id}` */
export type OpenedView = ListedView & { sql: string | null }

/** A statement may be longer than other bodies. */
const body = express.json({ limit: '256kb' })

const REFUSED: Record<Exclude<Opening, 'open'>, [status: number, message: string]> = {
  missing: [404, 'There is no such view, or it was deleted more than 30 days ago.'],
  not_shared: [403, 'This view is not shared with your account; ask its owner.'],
  deleted: [410, 'This view was deleted.'],
}

/** `/api/views`: pages saved under a name. No figure passes here. */
export function viewRoutes({ db, clock }: { db: DatabaseSync; clock: () => Date }): Router {
  const router = Router({ caseSensitive: true, strict: true })
  const viewOf = (req: Request, allowed: readonly Opening[] = ['open']): SavedView => {
    const view = findView(db, req.params['id'] ?? '')
    const opening = openingOf(view, signedIn(req))
    if (view !== null && allowed.includes(opening)) return view
    const code = opening === 'open' ? 'missing' : opening
    const [status, message] = REFUSED[code]
    throw new HttpError(status, code === 'missing' ? 'not_found' : code, message)
  }
  /** People keep views; a token that only reads changes nothing. */
  const owned = (req: Request, may = mayChange, allowed?: readonly Opening[]): SavedView => {
    sessionOf(req)
    const view = viewOf(req, allowed)
    if (!may(view, signedIn(req)))
      throw new HttpError(403, 'not_owner', `This view is ${view.owner}’s; save one of your own.`)
    return view
  }

  router.get('/', (req, res) => {
    const account = signedIn(req)
    const views = listViews(db).filter((view) => isSharedWith(view, account))
    res.json({ views: views.map((view) => listed(view, account)) })
  })

  router.post('/', body, (req, res) => {
    sessionOf(req)
    const account = signedIn(req)
    const content = asked(savedView, req.body)
    const kept = { ...content, ...pageOf(content.address, content.sql) }
    const view = addView(db, account.name, kept, clock(), actorOf(req))
    if (view === null)
      throw new HttpError(409, 'too_many', `An account keeps ${MOST_VIEWS} views; delete some first.`)
    res.status(201).json(opened(view, account))
  })

  router.get('/:id', (req, res) => {
    res.json(opened(viewOf(req), signedIn(req)))
  })

  router.patch('/:id', body, (req, res) => {
    const view = owned(req)
    const { address, sql, name, shared_with } = asked(changedView, req.body)
    const change = {
      ...(name === undefined ? {} : { name }),
      ...(shared_with === undefined ? {} : { shared_with }),
      ...(address === undefined ? {} : pageOf(address, sql ?? null)),
    }
    res.json(opened(changeView(db, view, change, clock(), actorOf(req)), signedIn(req)))
  })

  router.delete('/:id', (req, res) => {
    deleteView(db, owned(req, mayDelete), clock(), actorOf(req))
    res.status(204).end()
  })

  router.post('/:id/restore', (req, res) => {
    restoreView(db, owned(req, mayDelete, ['open', 'deleted']), clock(), actorOf(req))
    res.status(204).end()
  })
  return router
}

/** The page as it is kept. @throws HttpError where it is not one of the product's own. */
function pageOf(address: string, sql: string | null): Pick<SavedView, 'address' | 'sql'> {
  const kept = savedAddress(address)
  if (kept === null)
    throw new HttpError(400, 'bad_address', 'address: is not the address of a page that can be saved')
  if (sql === null) return { address: kept, sql }
  if (!/^\/sql(\?|$)/.test(kept)) throw new HttpError(400, 'bad_request', 'sql: belongs to the page /sql')
  return { address: '/sql', sql }
}

function listed(view: SavedView, account: Account): ListedView {
  const { sql: _, deleted_at: __, ...told } = view
  return { ...told, mine: mayChange(view, account), may_delete: mayDelete(view, account) }
}

const opened = (view: SavedView, account: Account): OpenedView => ({
  ...listed(view, account),
  sql: view.sql,
})

function signedIn(req: Request): Account {
  const account = accountOf(req)
  if (account === null) throw new HttpError(401, 'unauthorized', 'Sign in first.')
  return account
}
