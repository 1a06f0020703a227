/** A real OpenID Connect provider on this machine, with people whose groups a test changes. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

export interface RunningProvider {
  issuer: string
  /** Groups by account name; anyone named here can sign in, with any password. */
  groups: Record<string, string[]>
  stop: () => Promise<void>
}

/** @param publicUrl the product's address, for its redirect URIs. */
export const startProvider = async (publicUrl: string, secret: string): Promise<RunningProvider> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  // Another host name than the product's: to the browser it is another site.
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
  const groups: Record<string, string[]> = {}
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'toan-canh',
        client_secret: secret,
        redirect_uris: [`${publicUrl}/login/provider/back`],
        post_logout_redirect_uris: [`${publicUrl}/login?out`],
      },
    ],
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['preferred_username', 'groups'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, preferred_username: id, groups: groups[id] ?? [] }),
    }),
    cookies: { keys: ['of this test'] },
    features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  })
  const answer = provider.callback()
  server.on('request', (req, res) => void answer(req, res))
  return {
    issuer,
    groups,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
