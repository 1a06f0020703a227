import { grantsOf } from '../../cube/access/grants.ts'
import type { Role } from '../../server/sign-in/roles.ts'
import type { ReportDefinition } from '../definitions/schema.ts'

/** The whole country, where a place is named. */
export const COUNTRY = '00'

export interface Candidate {
  name: string
  role: Role
  provinces: 'all' | readonly string[]
  disabled_at: string | null
}

/**
 * The places of a report that an account may see: the whole country for who sees it all, of a report by province the
 * provinces granted, of a subscription its account's own. This alone decides what is sent, downloaded and previewed.
 */
export function placesOf(
  { scope, subscribed }: Pick<ReportDefinition, 'scope' | 'subscribed'>,
  account: Pick<Candidate, 'name' | 'role' | 'provinces'>,
  provinces: readonly string[],
): string[] {
  if (subscribed !== undefined) return account.name === subscribed.account ? [COUNTRY] : []
  const grants = grantsOf(account)
  if (scope === 'national') return grants.scope === 'nationwide' ? [COUNTRY] : []
  return grants.scope === 'nationwide'
    ? [...provinces]
    : provinces.filter((code) => grants.provinces.includes(code))
}

/** Who is sent a report: accounts of its roles that are not disabled and may see a place of it. */
export const recipientsOf = <Account extends Candidate>(
  definition: Pick<ReportDefinition, 'scope' | 'recipients' | 'subscribed'>,
  accounts: readonly Account[],
  provinces: readonly string[],
): { account: Account; places: string[] }[] =>
  accounts
    .filter(({ name, role, disabled_at }) =>
      definition.subscribed === undefined
        ? definition.recipients.roles.includes(role) && disabled_at === null
        : // Also where it is disabled by now: its delivery says so.
          definition.subscribed.account === name,
    )
    .map((account) => ({ account, places: placesOf(definition, account, provinces) }))
    .filter(({ places }) => places.length > 0)
