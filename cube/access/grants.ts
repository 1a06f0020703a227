/** Who asks, as the server's sign-in says. */
export interface Account {
  name: string
  role: string
  /** 34-era province codes, or 'all' for nationwide (said, never implied). */
  provinces: 'all' | readonly string[]
}

/** What of the rows an account may see. */
export type Grants = { scope: 'nationwide' } | { scope: 'provinces'; provinces: readonly string[] }

/**
 * The rows an account may see. Nationwide figures ('00') are for nationwide accounts and the view `national`, so '00'
 * among an account's provinces grants nothing.
 */
export function grantsOf(account: Account): Grants {
  if (account.provinces === 'all') return { scope: 'nationwide' }
  const provinces = [...new Set(account.provinces)]
    .filter((code) => /^\d\d$/.test(code) && code !== '00')
    .sort()
  return { scope: 'provinces', provinces }
}
