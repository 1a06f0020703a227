import { execFileSync } from 'node:child_process'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureDebian } from '../../tests/debian.ts'
import { CERTIFICATES } from '../../tests/packages.ts'
import { readMail } from '../testing/mime.ts'
import { startSmtp, type Guarded } from '../testing/smtp.ts'
import { createMailer, type Message } from './mail.ts'

/** An address of this machine that is not one of its usual names, and so is treated as another machine. */
const ELSEWHERE = '127.0.0.2'
const user = 'bao-cao@example.gov.vn'
const password = 'mật khẩu/@:?'

let certificate: { key: string; cert: string }
const trusted = getCACertificates('default')
beforeAll(() => {
  ensureDebian(CERTIFICATES)
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const about = ['-subj', '/CN=mail', '-addext', `subjectAltName=IP:${ELSEWHERE}`, '-days', '2']
  const pem = execFileSync('openssl', [...args, ...about, '-keyout', '-', '-out', '-'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const part = (name: string) =>
    new RegExp(`-----BEGIN ${name}-----[^]+?-----END ${name}-----\\n`).exec(pem)?.[0] ?? ''
  certificate = { key: part('PRIVATE KEY'), cert: part('CERTIFICATE') }
})
afterAll(() => setDefaultCACertificates(trusted))

const message = (said: Partial<Message> = {}): Message => ({
  messageId: '<one@example.gov.vn>',
  to: 'lan@example.gov.vn',
  subject: 'Tóm tắt ngày',
  text: 'Số liệu',
  attachments: [],
  ...said,
})

async function office(said: Partial<Guarded> = {}, signedIn = { user, password }) {
  const smtp = await startSmtp(() => 'accept', {
    ...{ host: ELSEWHERE, certificate, user, password },
    ...said,
  })
  const url = new URL(smtp.url)
  url.username = encodeURIComponent(signedIn.user)
  url.password = encodeURIComponent(signedIn.password)
  return { ...smtp, mailer: createMailer({ url, from: user, mostBytes: 1_000_000 }) }
}

test.for([
  ['STARTTLS', false],
  ['TLS from the start', true],
] as const)('with %s and a password, over pooled connections', async ([, secure]) => {
  const { mailer, received, seen } = await office({ secure })
  // As NODE_EXTRA_CA_CERTS does for a ministry with an authority of its own.
  setDefaultCACertificates([...trusted, certificate.cert])
  for (let n = 1; n <= 5; n++) {
    const said = { messageId: `<${n}@example.gov.vn>`, subject: `Biểu II.06a quý ${n}` }
    expect(await mailer.send(message(said))).toMatchObject({ kind: 'sent' })
  }
  mailer.close()
  expect(received.map(({ messageId }) => messageId)).toEqual(
    [1, 2, 3, 4, 5].map((n) => `<${n}@example.gov.vn>`),
  )
  expect(readMail(received[4]?.text ?? '').subject).toBe('Biểu II.06a quý 5')
  expect(seen).toEqual({ connections: 1, passwords: [{ password, encrypted: true }] })
})

test('a certificate that nobody trusts is given no password; the message waits', async () => {
  setDefaultCACertificates(trusted)
  const { mailer, received, seen } = await office()
  expect(await mailer.send(message())).toMatchObject({ kind: 'later', detail: /self-signed certificate/ })
  mailer.close()
  expect({ received, passwords: seen.passwords }).toEqual({ received: [], passwords: [] })
})

test('a server without TLS is given no password; the message waits', async () => {
  const { mailer, received, seen } = await office({ certificate: undefined as never })
  expect(await mailer.send(message())).toMatchObject({ kind: 'later' })
  mailer.close()
  expect({ received, passwords: seen.passwords }).toEqual({ received: [], passwords: [] })
})

test('a wrong password is the way’s fault and not the recipient’s: the message waits', async () => {
  setDefaultCACertificates([...trusted, certificate.cert])
  const { mailer, received } = await office({}, { user, password: 'cũ' })
  expect(await mailer.send(message())).toEqual({
    kind: 'later',
    detail: expect.stringContaining('535 5.7.8') as string,
  })
  mailer.close()
  expect(received).toEqual([])
})

test('who does not exist is refused for good, in the server’s words without the address', async () => {
  setDefaultCACertificates([...trusted, certificate.cert])
  const { mailer } = await office()
  expect(await mailer.send(message({ to: 'nobody@example.gov.vn' }))).toEqual({
    kind: 'refused',
    detail: '550 5.1.1 no such user …',
  })
  mailer.close()
})
