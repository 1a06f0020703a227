import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** How the server treats the next message. */
export type Behaviour = 'accept' | 'busy' | 'drop_during' | 'drop_after' | 'greylist'

export interface Received {
  messageId: string
  to: string
  text: string
}

interface Connection {
  id: string
  _socket: { destroy: () => void }
}

/** How a mail server of a ministry is reached, as far as it is not open to all. */
export interface Guarded {
  host: string
  /** Without one there is no TLS. */
  certificate?: { key: string; cert: string }
  /** TLS from the first byte on, and not once it is asked for. */
  secure?: boolean
  user: string
  password: string
}

/**
 * A real SMTP server that can fail before, during and after DATA; `nobody@…` is refused for good. `guarded`: it takes mail from one
 * user alone.
 */
export async function openSmtp(behaviour: () => Behaviour, guarded?: Guarded) {
  const received: Received[] = []
  /** How often somebody connected, and what was said to sign in. */
  const seen = { connections: 0, passwords: [] as { password: string; encrypted: boolean }[] }
  const { host = '127.0.0.1', certificate, secure = false } = guarded ?? {}
  const server = new SMTPServer({
    ...(certificate === undefined ? {} : { ...certificate, secure }),
    authOptional: guarded === undefined,
    allowInsecureAuth: true,
    disabledCommands: [
      ...(certificate === undefined ? ['STARTTLS'] : []),
      ...(guarded === undefined ? ['AUTH'] : []),
    ],
    disableReverseLookup: true,
    logger: false,
    onConnect(_session, done) {
      seen.connections++
      done()
    },
    onAuth({ username, password }, { secure: encrypted }, done) {
      seen.passwords.push({ password: String(password), encrypted })
      if (guarded !== undefined && username === guarded.user && password === guarded.password)
        done(null, { user: username })
      else done(answer(535, '5.7.8 authentication failed'))
    },
    onRcptTo(address, session, done) {
      const now = behaviour()
      ;(session as unknown as { mood: Behaviour }).mood = now
      if (address.address.startsWith('nobody@'))
        return done(answer(550, '5.1.1 no such user nobody@example.gov.vn'))
      if (now === 'busy') return done(answer(451, '4.3.0 try again later'))
      done()
    },
    onData(stream, session, done) {
      const { mood } = session as unknown as { mood: Behaviour }
      if (mood === 'drop_during') return void stream.once('data', () => cut(session.id))
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (mood === 'greylist') return done(answer(451, '4.7.1 greylisted'))
        const text = Buffer.concat(chunks).toString()
        received.push({
          messageId: /^Message-ID: (.+)$/im.exec(text)?.[1] ?? '',
          to: session.envelope.rcptTo.map(({ address }) => address).join(','),
          text,
        })
        if (mood === 'drop_after') return cut(session.id)
        done()
      })
    },
  })
  const cut = (session: string) => {
    for (const connection of server.connections as unknown as Set<Connection>)
      if (connection.id === session) connection._socket.destroy()
  }
  server.on('error', () => undefined)
  server.listen(0, host)
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return {
    url: new URL(`${secure ? 'smtps' : 'smtp'}://${host}:${port}`),
    received,
    seen,
    close: () => new Promise<void>((done) => server.close(() => done())),
  }
}

const answer = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode })
