import { PassThrough } from 'node:stream'
import { createTransport, type NodemailerError } from 'nodemailer'
import type { MailSettings } from './settings.ts'

export interface Message {
  /** The same for every attempt at one message, so that a receiver can tell a second copy. */
  messageId: string
  to: string
  subject: string
  text: string
  /** The same with tables, for programs that show them. */
  html?: string
  /** Addresses by which a mail program offers to stop such messages. */
  list?: { unsubscribe: string }
  attachments: readonly { filename: string; content: Buffer }[]
}

/**
 * What came of an attempt. `refused`: never to be tried again. `later`: the server or the way to it is at fault. `unclear`:
 * the connection was lost after the whole message had been handed over, so it may have arrived; sending it once more is
 * safe because its Message-ID is the same.
 */
export type SendResult =
  { kind: 'sent'; response: string } | { kind: 'refused' | 'later' | 'unclear'; detail: string }

export interface Mailer {
  from: string
  mostBytes: number
  send: (message: Message) => Promise<SendResult>
  close: () => void
}

/** SMTP over pooled connections. A password is never sent over a connection that is not encrypted, but on this machine. */
export function createMailer({ url, from, mostBytes }: MailSettings): Mailer {
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  const user = decodeURIComponent(url.username)
  const transport = createTransport({
    pool: true,
    maxConnections: 2,
    // Retries are the ledger's: nothing may be sent again without being noted.
    maxRequeues: 0,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (url.protocol === 'smtps:' ? 465 : 587),
    secure: url.protocol === 'smtps:',
    requireTLS: user !== '' && !local,
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 60_000,
  })
  /** Messages of which everything has been handed to the connection. */
  const handedOver = new Set<string>()
  transport.use('stream', (mail, done) => {
    const id = String(mail.data.messageId)
    mail.message.processFunc((input) => {
      const through = input.pipe(new PassThrough())
      input.once('error', (error) => through.destroy(error))
      through.once('end', () => handedOver.add(id))
      return through
    })
    done()
  })
  return {
    from,
    mostBytes,
    async send({ attachments, ...message }) {
      try {
        const sent = await transport.sendMail({
          ...message,
          from: { name: 'Toàn Cảnh', address: from },
          attachments: [...attachments],
          headers: { 'Auto-Submitted': 'auto-generated' },
          disableFileAccess: true,
          disableUrlAccess: true,
        })
        return { kind: 'sent', response: sent.response }
      } catch (error) {
        return failure(error as NodemailerError, handedOver.has(message.messageId), message.to)
      } finally {
        handedOver.delete(message.messageId)
      }
    },
    close: () => transport.close(),
  }
}

/** Commands that are about this message; a server may refuse earlier ones for reasons of its own. */
const ABOUT_MESSAGE = /^(MAIL FROM|RCPT TO|DATA)$/

function failure(error: NodemailerError, handedOver: boolean, to: string): SendResult {
  const detail = (error.response ?? error.message).replaceAll(to, '…').slice(0, 300)
  const answered = error.responseCode !== undefined
  if (answered && error.permanent === true && ABOUT_MESSAGE.test(error.command ?? ''))
    return { kind: 'refused', detail }
  return { kind: handedOver && !answered ? 'unclear' : 'later', detail }
}
