import { join } from 'node:path'
import { Router } from 'express'
import { z } from 'zod'
import { accountOf } from '../http/account-of.ts'
import { HttpError, route } from '../http/errors.ts'
import {
  accountNamed,
  changeGrants,
  createAccount,
  disableAccount,
  enableAccount,
  findAccount,
  listAccounts,
  emailProblem,
  nameProblem,
  normaliseName,
  setEmail,
  setPasswordHash,
  AccountError,
  type StoredAccount,
} from '../sign-in/accounts.ts'
import { generatePassword, hashPassword, passwordProblem } from '../sign-in/password.ts'
import { parseProvinces, ProvinceError, readProvinces } from '../sign-in/provinces.ts'
import { defaultProvinces, roles, type Provinces, type Role } from '../sign-in/roles.ts'
import { startSeeingAs } from '../sign-in/see-as.ts'
import type { AdminParts } from './admin-routes.ts'
import { actorOf, asked, jsonBody, sessionOf } from './asked.ts'

/** An account in `GET /api/admin/users`. */
export interface ListedUser {
  name: string
  role: Role
  provinces: Provinces
  /** Where its reports are sent. */
  email: string | null
  created_at: string
  disabled_at: string | null
  /** The provider it signs in at, null for a local account. */
  issuer: string | null
}

/** What is answered where a password was made: it can be had only now. */
export interface MadePassword {
  name: string
  password: string | null
}

const provinces = z.union([z.literal('all'), z.array(z.string())])
/** Null: nowhere. */
const email = z.string().nullable()
export const addedUser = z.strictObject({
  name: z.string(),
  role: z.enum(roles),
  provinces: provinces.optional(),
  email: email.optional(),
  password: z.string().optional(),
})
export const changedUser = z.strictObject({
  role: z.enum(roles).optional(),
  provinces: provinces.optional(),
  email: email.optional(),
})
export const chosenPassword = z.strictObject({ password: z.string().optional() })
export const seenUser = z.strictObject({ user: z.string() })

export function adminUserRoutes({ db, clock }: AdminParts): Router {
  const router = Router({ caseSensitive: true, strict: true })
  const list = readProvinces(join(import.meta.dirname, '../../etl/reference'))

  const valid = (given: Provinces): Provinces => {
    if (given === 'all' || given.length === 0) return given
    try {
      return parseProvinces(given.join(','), list)
    } catch (error) {
      if (!(error instanceof ProvinceError)) throw error
      throw new HttpError(400, 'bad_request', error.message)
    }
  }
  const validEmail = (given: string): void => {
    const problem = emailProblem(given)
    if (problem !== null) throw new HttpError(400, 'bad_email', problem)
  }
  const choose = async (name: string, given: string | undefined) => {
    const problem = given === undefined ? null : passwordProblem(given, name)
    if (problem !== null) throw new HttpError(400, 'weak_password', problem)
    const chosen = given ?? generatePassword()
    return { made: given === undefined ? chosen : null, hash: await hashPassword(chosen) }
  }
  /** Nobody shuts himself out, and so never the last administrator. */
  const notOneself = (name: string, self: string | undefined): void => {
    if (normaliseName(name) === self) {
      throw new HttpError(
        409,
        'oneself',
        'This would shut you out yourself; another administrator can do it.',
      )
    }
  }

  router.get('/users', (_req, res) => {
    res.json({ users: listAccounts(db).map(listed) })
  })

  router.post(
    '/users',
    jsonBody,
    route(async (req, res) => {
      const { role, ...given } = asked(addedUser, req.body)
      const name = normaliseName(given.name)
      const problem = nameProblem(name)
      if (problem !== null) throw new HttpError(400, 'bad_name', problem)
      // Before the work of hashing; creating checks it again.
      if (findAccount(db, name) !== null) throw new AccountError(`there is already an account ${name}`)
      if (given.email != null) validEmail(given.email)
      const granted = valid(given.provinces ?? defaultProvinces(role))
      const { made, hash } = await choose(name, given.password)
      createAccount(db, { name, role, provinces: granted, passwordHash: hash }, clock(), actorOf(req))
      if (given.email != null) setEmail(db, name, given.email, clock(), actorOf(req))
      res.status(201).json({ name, password: made } satisfies MadePassword)
    }),
  )

  router.patch('/users/:name', jsonBody, (req, res) => {
    const change = asked(changedUser, req.body)
    const before = accountNamed(db, req.params['name'] ?? '')
    if (change.role !== undefined && change.role !== before.role)
      notOneself(before.name, accountOf(req)?.name)
    if (change.email != null) validEmail(change.email)
    const after = {
      role: change.role ?? before.role,
      provinces: change.provinces === undefined ? before.provinces : valid(change.provinces),
    }
    // What an account of a provider may see is not set here, its address is.
    if (change.role !== undefined || change.provinces !== undefined)
      changeGrants(db, before.name, after, clock(), actorOf(req))
    if (change.email !== undefined) setEmail(db, before.name, change.email, clock(), actorOf(req))
    res.json(listed(accountNamed(db, before.name)))
  })

  router.post('/users/:name/disable', (req, res) => {
    const name = req.params['name'] ?? ''
    notOneself(name, accountOf(req)?.name)
    disableAccount(db, name, clock(), actorOf(req))
    res.status(204).end()
  })

  router.post('/users/:name/enable', (req, res) => {
    enableAccount(db, req.params['name'] ?? '', clock(), actorOf(req))
    res.status(204).end()
  })

  router.post(
    '/users/:name/password',
    jsonBody,
    route(async (req, res) => {
      const given = asked(chosenPassword, req.body)
      const { name } = accountNamed(db, req.params['name'] ?? '')
      const { made, hash } = await choose(name, given.password)
      setPasswordHash(db, name, hash, clock(), actorOf(req))
      res.json({ name, password: made } satisfies MadePassword)
    }),
  )

  router.post('/see-as', jsonBody, (req, res) => {
    const { user } = asked(seenUser, req.body)
    startSeeingAs(db, sessionOf(req), user, clock(), actorOf(req))
    res.status(204).end()
  })
  return router
}

function listed(account: StoredAccount): ListedUser {
  const { name, role, provinces, email, created_at, disabled_at, issuer } = account
  return { name, role, provinces, email, created_at, disabled_at, issuer }
}
