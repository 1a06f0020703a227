import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

type Claims = Record<string, unknown>

/** A provider that answers what a test wants it to, forged or not; it speaks just enough of the protocol. */
export interface HostileProvider {
  issuer: string
  /** What the next ID tokens say and how they are made; reset by each test's own assignment. */
  claims: (honest: Claims) => Claims
  token: (claims: Claims, honest: (claims: Claims) => string) => string
  /** Fields of `/.well-known/openid-configuration` besides the honest ones. */
  metadata: Claims
  /** Codes asked for so far: what the product sent to the token endpoint. */
  asked: URLSearchParams[]
  /** The nonce the product sent the browser with. */
  nonce: string
}

const key = generateKeyPairSync('rsa', { modulusLength: 2048 })
/** A key the provider does not publish. */
export const otherKey: KeyObject = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

export function jwt(header: object, claims: Claims, signer: (input: string) => Buffer): string {
  const input = `${part(header)}.${part(claims)}`
  return `${input}.${signer(input).toString('base64url')}`
}

export function signedBy(privateKey: KeyObject): (claims: Claims) => string {
  return (claims) =>
    jwt({ alg: 'RS256', kid: 'k', typ: 'JWT' }, claims, (input) =>
      sign('sha256', Buffer.from(input), privateKey),
    )
}

export async function startHostileProvider(): Promise<HostileProvider> {
  const provider: HostileProvider = {
    issuer: '',
    claims: (honest) => honest,
    token: (claims, honest) => honest(claims),
    metadata: {},
    asked: [],
    nonce: '',
  }
  const server = createServer((req, res) => {
    const { issuer } = provider
    const answer = (body: unknown): void => {
      res.setHeader('content-type', 'application/json')
      res.end(JSON.stringify(body))
    }
    if (req.url === '/.well-known/openid-configuration') {
      return answer({
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        end_session_endpoint: `${issuer}/out`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        ...provider.metadata,
      })
    }
    if (req.url === '/jwks') {
      return answer({
        keys: [{ ...key.publicKey.export({ format: 'jwk' }), kid: 'k', use: 'sig', alg: 'RS256' }],
      })
    }
    let body = ''
    req.on('data', (chunk: Buffer) => (body += chunk.toString()))
    req.on('end', () => {
      provider.asked.push(new URLSearchParams(body))
      const now = Math.floor(Date.now() / 1000)
      const claims = provider.claims({
        iss: issuer,
        aud: 'toan-canh',
        sub: 'subject-1',
        iat: now,
        exp: now + 300,
        nonce: provider.nonce,
        preferred_username: 'Lan.Nguyen',
        groups: ['leaders'],
      })
      answer({
        access_token: 'access',
        token_type: 'Bearer',
        id_token: provider.token(claims, signedBy(key.privateKey)),
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    await new Promise((resolve) => {
      server.close(resolve)
      server.closeAllConnections()
    })
  })
  provider.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return provider
}
