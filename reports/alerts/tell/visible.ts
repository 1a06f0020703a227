import { grantsOf, type Account } from '../../../cube/access/grants.ts'
import type { AlertRule } from '../rules/schema.ts'

/** The subject is a province, and not the country or a dataset. */
const isProvince = (subject: string): boolean => /^\d\d$/.test(subject) && subject !== '00'

/**
 * Whether an account may see an alert: one of a province whom the province is granted, one of the country or of a dataset
 * everyone, for their sentences hold nothing but what everyone signed in may see. This alone decides what is shown and sent.
 */
export function maySee(subject: string, account: Account): boolean {
  if (!isProvince(subject)) return true
  const grants = grantsOf(account)
  return grants.scope === 'nationwide' || grants.provinces.includes(subject)
}

interface Candidate extends Account {
  disabled_at: string | null
}
type Addressed = Pick<AlertRule, 'recipients'>

const isAddressed = ({ recipients }: Addressed, { role }: Account): boolean =>
  (recipients.roles as readonly string[]).includes(role)

/** Whether an account is to be told of an alert: of the rule's roles, not disabled, and may see it. */
export const isRecipient = (rule: Addressed, subject: string, account: Candidate): boolean =>
  account.disabled_at === null && isAddressed(rule, account) && maySee(subject, account)

/** Whether an account may take an alert in hand: who is told of it, and administrators. */
export const mayAcknowledge = (rule: Addressed, subject: string, account: Account): boolean =>
  maySee(subject, account) && (account.role === 'administrator' || isAddressed(rule, account))
