import type { RequestHandler } from 'express'
import { accountOf } from '../http/account-of.ts'
import { sendError } from '../http/errors.ts'
import type { Account, Role } from '../sign-in/roles.ts'

const ROLES: readonly Role[] = ['administrator', 'analyst']

/**
 * Who may look into loads and quarantine. What was in a file is told as it was sent, of whatever province: so only to those who
 * see the whole country.
 */
export const mayInspect = ({ role, provinces }: Account): boolean =>
  ROLES.includes(role) && provinces === 'all'

export const inspectorsOnly: RequestHandler = (req, res, next) => {
  const account = accountOf(req)
  if (account !== null && mayInspect(account)) return next()
  sendError(
    res,
    403,
    'inspectors_only',
    'Chỉ quản trị viên và chuyên viên phân tích được xem toàn quốc / For administrators and analysts with the whole country.',
  )
}
