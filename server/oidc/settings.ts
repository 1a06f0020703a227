import { readFileSync } from 'node:fs'
import type { ProvinceList } from '../sign-in/provinces.ts'
import { parseGroups, type GroupGrants } from './groups.ts'

/** How people sign in through an OpenID Connect provider, from the environment. */
export interface OidcSettings {
  issuer: URL
  clientId: string
  /** Null: a public client, which has PKCE alone. */
  clientSecret: string | null
  /** Where people reach the product: an origin, without path. */
  publicUrl: URL
  /** What is asked for, separated by spaces. */
  scope: string
  groupsClaim: string
  nameClaim: string
  /** What the sign-in page calls the provider; null for its own words. */
  label: string | null
  groups: GroupGrants[]
}

/** The provider's settings cannot be used; the message has a line a problem, each naming the variable and the fix. */
export class OidcSettingsError extends Error {
  override name = 'OidcSettingsError'
}

/**
 * Reads and checks `OIDC_*` and `PUBLIC_URL`.
 * @returns null where no provider is set up.
 * @throws OidcSettingsError naming everything that is wrong.
 */
export function readOidcSettings(env: NodeJS.ProcessEnv, provinces: ProvinceList): OidcSettings | null {
  const said = Object.keys(env).filter((name) => name.startsWith('OIDC_') && env[name])
  if (said.length === 0) return null
  const problems: string[] = []
  const needed = (name: string, what: string): string => {
    const value = env[name]?.trim() ?? ''
    if (value === '') problems.push(`${name} is missing: ${what}`)
    return value
  }
  const issuer = address(
    'OIDC_ISSUER',
    needed('OIDC_ISSUER', "the provider's address, as its openid-configuration says under issuer"),
    problems,
  )
  const clientId = needed('OIDC_CLIENT_ID', 'the id this product is registered with at the provider')
  const publicUrl = address(
    'PUBLIC_URL',
    needed('PUBLIC_URL', 'where people reach this product, for example https://toancanh.example.gov.vn'),
    problems,
  )
  if (publicUrl !== null && publicUrl.href !== `${publicUrl.origin}/`)
    problems.push(`PUBLIC_URL has a path: give ${publicUrl.origin} alone`)
  const scope = env['OIDC_SCOPE']?.trim() || 'openid profile'
  if (!scope.split(/\s+/).includes('openid')) problems.push(`OIDC_SCOPE lacks openid: give "openid ${scope}"`)
  const groups = readGroups(
    needed('OIDC_GROUPS_FILE', 'a YAML file that says which group has which role and provinces'),
    provinces,
    problems,
  )
  if (problems.length > 0 || issuer === null || publicUrl === null) {
    const list = problems.map((problem) => `  ${problem}`).join('\n')
    throw new OidcSettingsError(`Sign-in through OpenID Connect cannot be set up (docs/sign-in.md):\n${list}`)
  }
  return {
    issuer,
    clientId,
    clientSecret: env['OIDC_CLIENT_SECRET'] || null,
    publicUrl,
    scope,
    groupsClaim: env['OIDC_GROUPS_CLAIM']?.trim() || 'groups',
    nameClaim: env['OIDC_NAME_CLAIM']?.trim() || 'preferred_username',
    label: env['OIDC_LABEL']?.trim() || null,
    groups,
  }
}

/** Codes and tokens travel between these addresses: in the clear on this machine only. */
function address(name: string, text: string, problems: string[]): URL | null {
  if (text === '') return null
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    problems.push(`${name} is not an address: ${text}; give one as in https://host`)
    return null
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    problems.push(`${name} holds more than an address: leave out user, "?" and "#"`)
    return null
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    problems.push(`${name} is not encrypted: give https://${url.host}${url.pathname.replace(/\/$/, '')}`)
    return null
  }
  return url
}

export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host)
}

function readGroups(file: string, provinces: ProvinceList, problems: string[]): GroupGrants[] {
  if (file === '') return []
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    problems.push(`OIDC_GROUPS_FILE cannot be read: ${(error as Error).message}`)
    return []
  }
  const read = parseGroups(text, provinces)
  problems.push(...read.problems.map((problem) => `${file}: ${problem}`))
  return read.groups
}
