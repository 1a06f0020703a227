import * as client from 'openid-client'
import { z } from 'zod'
import { isLoopback, type OidcSettings } from './settings.ts'

/** Whom the provider says it is. */
export interface Identity {
  issuer: string
  subject: string
  /** The claim that names the account; null where the provider sends none. */
  name: string | null
  groups: string[]
  idToken: string
}

/** Secrets of one sign-in, known to the browser that began it. */
export interface FlowSecrets {
  state: string
  nonce: string
  verifier: string
}

export interface Provider {
  settings: OidcSettings
  /** Where the browser is sent to sign in. */
  signInUrl(secrets: FlowSecrets): Promise<URL>
  /** Takes the provider's answer, the address the browser came back to, and asks for who it is. */
  identify(answer: URL, secrets: FlowSecrets): Promise<Identity>
  /** Where the browser is sent to sign out there too; null where the provider offers none or cannot be reached. */
  signOutUrl(idToken: string): Promise<URL | null>
}

/** The provider's answer cannot be used. `reason` is for the log and the audit, never a token or a code. */
export class ProviderError extends Error {
  override name = 'ProviderError'
  readonly kind: 'provider_unreachable' | 'provider_denied' | 'provider_invalid'
  constructor(kind: ProviderError['kind'], reason: string) {
    super(reason)
    this.kind = kind
  }
}

const TIMEOUT_SECONDS = 10
/** How far the provider's clock may be off. */
const CLOCK_SECONDS = 30

export const backPath = '/login/provider/back'

/** The provider of the settings. It is asked for its configuration at the first use, and again until it answers. */
export function createProvider(settings: OidcSettings): Provider {
  const { issuer, clientId, clientSecret, publicUrl } = settings
  const redirectUri = new URL(backPath, publicUrl).href
  let known: Promise<client.Configuration> | null = null

  const configuration = (): Promise<client.Configuration> => {
    known ??= client
      .discovery(
        issuer,
        clientId,
        { [client.clockTolerance]: CLOCK_SECONDS },
        clientSecret === null ? client.None() : client.ClientSecretBasic(clientSecret),
        {
          timeout: TIMEOUT_SECONDS,
          execute: [
            // The ID token's signature is checked too, not only that it came over TLS.
            client.enableNonRepudiationChecks,
            ...(isLoopback(issuer.hostname) ? [client.allowInsecureRequests] : []),
          ],
        },
      )
      .catch((error: unknown) => {
        known = null
        throw error
      })
    return known
  }
  const said = (claims: Record<string, unknown>, name: string): unknown =>
    // A claim may be inside others: realm_access.roles.
    claims[name] ??
    name.split('.').reduce<unknown>((value, part) => {
      return typeof value === 'object' && value !== null
        ? (value as Record<string, unknown>)[part]
        : undefined
    }, claims)

  return {
    settings,
    signInUrl: (secrets) =>
      translated(async () =>
        client.buildAuthorizationUrl(await configuration(), {
          redirect_uri: redirectUri,
          scope: settings.scope,
          state: secrets.state,
          nonce: secrets.nonce,
          code_challenge: await client.calculatePKCECodeChallenge(secrets.verifier),
          code_challenge_method: 'S256',
        }),
      ),
    identify: (answer, secrets) =>
      translated(async () => {
        const config = await configuration()
        const tokens = await client.authorizationCodeGrant(config, answer, {
          pkceCodeVerifier: secrets.verifier,
          expectedState: secrets.state,
          expectedNonce: secrets.nonce,
          idTokenExpected: true,
        })
        const idToken = tokens.id_token
        const claims = tokens.claims()
        if (idToken === undefined || claims === undefined)
          throw new ProviderError('provider_invalid', 'the provider sent no ID token')
        let all: Record<string, unknown> = claims
        // Providers send these with the ID token or apart from it.
        if (
          config.serverMetadata().userinfo_endpoint !== undefined &&
          [settings.groupsClaim, settings.nameClaim].some((name) => said(all, name) === undefined)
        ) {
          all = { ...(await client.fetchUserInfo(config, tokens.access_token, claims.sub)), ...claims }
        }
        return {
          issuer: claims.iss,
          subject: claims.sub,
          name: z
            .string()
            .nullable()
            .catch(null)
            .parse(said(all, settings.nameClaim) ?? null),
          groups: z
            .union([z.array(z.string()), z.string().transform((one) => [one])])
            .catch([])
            .parse(said(all, settings.groupsClaim)),
          idToken,
        }
      }),
    async signOutUrl(idToken) {
      try {
        const config = await configuration()
        if (config.serverMetadata().end_session_endpoint === undefined) return null
        return client.buildEndSessionUrl(config, {
          id_token_hint: idToken,
          post_logout_redirect_uri: new URL('/login?out', publicUrl).href,
        })
      } catch {
        return null
      }
    },
  }
}

async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ProviderError) throw error
    if (error instanceof client.AuthorizationResponseError)
      throw new ProviderError('provider_denied', `the provider answered ${error.error}`)
    throw new ProviderError(
      isUnreachable(error) ? 'provider_unreachable' : 'provider_invalid',
      reasonOf(error),
    )
  }
}

function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: unknown }
  return (
    code === 'OAUTH_TIMEOUT' ||
    /^fetch failed$/.test(error.message) ||
    /^E[A-Z]+$/.test(String(code)) ||
    isUnreachable(error.cause)
  )
}

/** What went wrong without anything the provider sent: library messages are fixed words and a code. */
function reasonOf(error: unknown): string {
  if (error instanceof client.ResponseBodyError) return `the provider answered ${error.error}`
  if (!(error instanceof Error)) return 'unknown'
  const { code } = error as { code?: unknown }
  const cause = error.cause instanceof Error ? `; ${error.cause.message}` : ''
  return `${error.message}${typeof code === 'string' ? ` (${code})` : ''}${cause}`
}
