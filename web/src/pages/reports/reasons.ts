const REASONS = [
  'missed',
  'too_old',
  'no_definition',
  'not_made',
  'no_recipients',
  'refused',
  'later',
  'unclear',
  'too_large',
  'disabled',
  'not_granted',
  'mail_off',
  'no_address',
  's3_off',
  'bounced',
] as const
type Reason = (typeof REASONS)[number]

/** Where the words for a reason are; of one that this version does not know, the general ones. */
export const reasonKey = (reason: string): `reports.reason.${Reason | 'other'}` =>
  `reports.reason.${REASONS.find((known) => known === reason) ?? 'other'}`
