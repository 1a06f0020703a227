import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../server/testing/start-app.ts'
import { lastComplete } from '../definitions/period.ts'
import { createMailer } from '../deliver/mail.ts'
import { addPerson, openOffice, partsOf, report } from '../testing/office.ts'
import { startSmtp } from '../testing/smtp.ts'
import { noteBounce, readBounce } from './bounces.ts'
import { addRun, sendAgain } from './by-hand.ts'
import { deliveriesOf } from './deliveries.ts'
import { runDue } from './scheduler.ts'
import { slotById } from './slots.ts'

/** As Postfix writes them (RFC 3464), about a message with this head. */
const bounce = (head: string, said: { action?: string } = {}): string =>
  `From: MAILER-DAEMON@mx.example.gov.vn
To: bao-cao@example.gov.vn
Subject: Undelivered Mail Returned to Sender
Message-Id: <20220215000101.9ABCD@mx.example.gov.vn>
Content-Type: multipart/report; report-type=delivery-status; boundary="9ABCD"

--9ABCD
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--9ABCD
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.gov.vn

Final-Recipient: rfc822; lan@example.gov.vn
Action: ${said.action ?? 'failed'}
Status: 5.2.2
Diagnostic-Code: smtp; 552 5.2.2 <lan@example.gov.vn>: mailbox
    is full

--9ABCD
Content-Type: text/rfc822-headers

${head}
--9ABCD--
`.replaceAll('\n', '\r\n')

test('a bounce is read: which message, and why, without the address', () => {
  expect(readBounce(bounce('Message-ID:\n <a.1.b@example.gov.vn>\nTo: lan@example.gov.vn'))).toEqual({
    messageIds: [
      '<20220215000101.9ABCD@mx.example.gov.vn>',
      '<lan@example.gov.vn>',
      '<a.1.b@example.gov.vn>',
    ],
    detail: '5.2.2 552 5.2.2 <…>: mailbox is full',
  })
  expect(readBounce(bounce('Message-ID: <a@b>', { action: 'delayed' }))).toBe(null)
  expect(readBounce('Subject: Đi vắng\n\nTôi vắng đến thứ hai.')).toBe(null)
})

test('what came back is noted with its recipient, and can be sent again', async () => {
  const smtp = await startSmtp(() => 'accept')
  const state = openOffice()
  const { db } = state
  addPerson(state, 'lan', 'minister', 'all')
  addPerson(state, 'nam', 'minister', 'all')
  const mailer = createMailer({ url: smtp.url, from: 'bao-cao@example.gov.vn', mostBytes: 1_000_000 })
  const weekly = report({ deliver: ['mail'] })
  const now = new Date('2022-02-15T00:00:00Z')
  const id = addRun(db, weekly.id, lastComplete('2022-02-15', weekly.period), now)
  const parts = partsOf(
    state,
    { definitions: () => [weekly], clock: () => now, folder: join(temporaryFolder(), 'reports') },
    mailer,
  )
  await runDue(parts)
  const toLan = smtp.received.find(({ to }) => to.startsWith('lan@'))?.text ?? ''
  const head = (toLan.split('\r\n\r\n')[0] ?? '').replaceAll('\r\n', '\n')
  const word = readBounce(bounce(head))
  expect(noteBounce(db, word ?? { messageIds: [], detail: '' }).map((slot) => slot.id)).toEqual([id])
  const detail = '5.2.2 552 5.2.2 <…>: mailbox is full'
  expect(slotById(db, id)).toMatchObject({ state: 'partly', reason: 'bounced', detail })
  expect(deliveriesOf(db, id)).toMatchObject([
    { account: 'lan', state: 'failed', reason: 'bounced', detail },
    { account: 'nam', state: 'sent' },
  ])
  // The same word once more changes nothing.
  expect(noteBounce(db, word ?? { messageIds: [], detail: '' })).toEqual([])
  expect(sendAgain(db, id)).toBe(true)
  await runDue(parts)
  mailer.close()
  expect(slotById(db, id)?.state).toBe('sent')
  expect(smtp.received.map(({ to }) => to)).toEqual(
    ['lan', 'nam', 'lan'].map((name) => `${name}@example.gov.vn`),
  )
})
