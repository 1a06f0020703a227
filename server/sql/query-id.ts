import { grantsOf } from '../../cube/access/grants.ts'
import type { Account } from '../sign-in/roles.ts'

/**
 * The engine's id of an account's query: the provinces it may see, then the query's own. The engine's row filter reads the first
 * part (etl/warehouse/public-database.ts); the text of a query cannot change its id, so it is for the server alone to
 * say who asks, at no cost and with nothing to keep in step when grants change.
 *
 * @param id of the query: a UUID
 */
export function queryIdOf(account: Account, id: string): string {
  if (!/^[0-9a-f-]{36}$/.test(id)) throw new Error('a query id is a UUID')
  const grants = grantsOf(account)
  if (grants.scope === 'nationwide') return `all.${id}`
  return `${grants.provinces.join('-') || 'none'}.${id}`
}
