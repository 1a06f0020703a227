import { expect, test } from 'vitest'
import { readAudit } from '../../server/audit/audit.ts'
import { changeGrants, disableAccount, findAccount } from '../../server/sign-in/accounts.ts'
import { actor, temporaryFolder } from '../../server/testing/start-app.ts'
import { addView, changeView, deleteView, findView, restoreView } from '../../server/views/store.ts'
import type { Mailer, Message, SendResult } from '../deliver/mail.ts'
import { deliveriesOf } from '../schedule/deliveries.ts'
import { runDue } from '../schedule/scheduler.ts'
import { listSlots } from '../schedule/slots.ts'
import { addPerson, began, openOffice, partsOf } from '../testing/office.ts'
import { definitionOf, reportIdOf } from './definition.ts'
import type { MakeSubscribed } from './make.ts'
import { createSendSubscribed } from './send.ts'
import { endSubscription, findSubscription, liveSubscriptions, subscribe, subscriptionsOf } from './store.ts'

const PAGE = { name: 'Đúng hạn', address: '/on-time?period=2022-01', sql: null }

/** Says with whose rights and of which days something was made. */
const make: MakeSubscribed = ({ address, account, period, formats }) =>
  Promise.resolve({
    html: `<body>${address} as ${account.role} of ${String(account.provinces)} in ${period.word}</body>`,
    files: formats.map((format) => ({ filename: `a.${format}`, content: Buffer.alloc(400) })),
  })

/** A view of lan's that hanoi gets every month at seven; `answers` are the mail server's, then it accepts. */
function office(answers: SendResult[] = [], made: MakeSubscribed = make) {
  const state = openOffice()
  const { db } = state
  const clock = { now: new Date('2022-01-20T00:00:00Z') }
  const outbox: Message[] = []
  const mailer: Mailer = {
    ...{ from: 'bao-cao@example.gov.vn', mostBytes: 1_000, close: () => undefined },
    send(message) {
      outbox.push(message)
      return Promise.resolve(answers.shift() ?? { kind: 'sent', response: '250 ok' })
    },
  }
  addPerson(state, 'lan', 'analyst', 'all')
  addPerson(state, 'hanoi', 'provincial_leader', ['01'])
  const view = addView(db, 'lan', { ...PAGE, shared_with: 'all' }, clock.now, actor)
  if (view === null) throw new Error('no view')
  const asked = { view: view.id, name: view.name, account: 'hanoi', rhythm: 'month', hour: 7 } as const
  const formats: ('xlsx' | 'pdf')[] = ['xlsx']
  const { id } = subscribe(db, { ...asked, system: 'calendar', formats }, clock.now, actor)
  const parts = partsOf(
    state,
    {
      definitions: () => liveSubscriptions(db).map(definitionOf),
      sendSubscribed: createSendSubscribed(db, made),
      clock: () => clock.now,
      folder: temporaryFolder(),
    },
    mailer,
  )
  /** Lets the product look at an instant. */
  const at = async (instant: string) => {
    clock.now = new Date(instant)
    await runDue(parts)
  }
  const fate = () =>
    listSlots(db, reportIdOf({ id }), 9).map((slot) => {
      const [delivery] = deliveriesOf(db, slot.id)
      return [slot.planned_at, slot.state, delivery?.reason ?? slot.reason].filter(Boolean).join(' ')
    })
  return { state, db, outbox, at, fate, view, id, subscription: () => findSubscription(db, id) }
}

test('a view arrives on its day, of the month before, with its account’s rights at that time', async () => {
  const { db, at, outbox, fate, view, id } = office()
  await at('2022-01-31T23:59:00Z')
  expect(outbox).toEqual([])
  changeGrants(db, 'hanoi', { role: 'provincial_leader', provinces: ['79'] }, began, actor)
  await at('2022-02-01T00:00:10Z')
  expect(fate()).toEqual(['2022-02-01T00:00:00.000Z sent'])
  expect(outbox).toHaveLength(1)
  expect(outbox[0]).toMatchObject({
    to: 'hanoi@example.gov.vn',
    subject: 'Đúng hạn, 01/01/2022 – 31/01/2022',
    list: { unsubscribe: `https://toancanh.example.gov.vn/unsubscribe/${id}` },
    attachments: [{ filename: 'a.xlsx' }],
  })
  expect(outbox[0]?.html).toContain('as provincial_leader of 79 in 2022-01')
  expect(outbox[0]?.html).toContain(`href="https://toancanh.example.gov.vn/v/${view.id}"`)
  expect(outbox[0]?.text).toContain(`/unsubscribe/${id}`)
  await at('2022-02-01T00:30:00Z')
  expect(outbox).toHaveLength(1)
})

test('what is tried again is made again, under the same name', async () => {
  const { db, at, outbox, fate } = office([{ kind: 'later', detail: '451 busy' }])
  await at('2022-01-20T00:00:00Z')
  await at('2022-02-01T00:00:10Z')
  expect(fate()).toEqual(['2022-02-01T00:00:00.000Z waiting later'])
  changeGrants(db, 'hanoi', { role: 'provincial_leader', provinces: [] }, began, actor)
  await at('2022-02-01T00:02:00Z')
  expect(fate()).toEqual(['2022-02-01T00:00:00.000Z sent'])
  expect(outbox.map(({ html }) => / of (\S*) in/.exec(html ?? '')?.[1])).toEqual(['01', ''])
  expect(new Set(outbox.map(({ messageId }) => messageId)).size).toBe(1)
})

test('the view is what it is then: its name, and its page', async () => {
  const { db, at, outbox, view } = office()
  await at('2022-01-20T00:00:00Z')
  changeView(db, view, { name: 'Tên mới', address: '/scores' }, began, actor)
  await at('2022-02-01T00:00:10Z')
  expect(outbox[0]?.subject).toMatch(/^Tên mới, /)
  expect(outbox[0]?.html).toContain('/scores as')
})

test('files that do not fit stay away, and the message says where they are', async () => {
  const { at, outbox } = office([], async (asked) => {
    const made = await make(asked)
    return typeof made === 'string'
      ? made
      : { ...made, files: [{ filename: 'a', content: Buffer.alloc(2_000) }] }
  })
  await at('2022-01-20T00:00:00Z')
  await at('2022-02-01T00:00:10Z')
  expect(outbox[0]?.attachments).toEqual([])
  expect(outbox[0]?.text).toContain('Tệp quá lớn')
})

for (const [what, reason, text] of [
  ['deleted', 'view_gone', 'đã bị xóa'],
  ['no longer shared', 'not_shared', 'không còn được chia sẻ'],
] as const) {
  test(`a view that is ${what} is told of once, and its subscription ends`, async () => {
    const { db, at, outbox, fate, view, subscription } = office([{ kind: 'later', detail: '451' }])
    await at('2022-01-20T00:00:00Z')
    if (reason === 'view_gone') deleteView(db, view, began, actor)
    else changeView(db, view, { shared_with: ['minister'] }, began, actor)
    await at('2022-02-01T00:00:10Z')
    // Not said yet, so not over yet.
    expect(subscription()).toMatchObject({ ended_at: null })
    await at('2022-02-01T00:02:00Z')
    expect(subscription()).toMatchObject({ ended_at: '2022-02-01T00:02:00.000Z', end_reason: reason })
    expect(fate()).toEqual([`2022-02-01T00:00:00.000Z sent ${reason}`])
    expect(outbox.at(-1)?.subject).toBe('Đã dừng gửi: Đúng hạn')
    expect(outbox.at(-1)?.text).toContain(text)
    expect(outbox.some(({ html }) => html !== undefined)).toBe(false)
    await at('2022-03-01T00:00:10Z')
    expect(outbox).toHaveLength(2)
    expect(subscriptionsOf(db, 'hanoi', new Date('2022-03-02'))).toMatchObject([{ end_reason: reason }])
    expect(readAudit(db)[0]).toMatchObject({ action: 'subscription_ended', actor: null, detail: { reason } })
  })
}

test('a deletion that is taken back in time ends nothing', async () => {
  const { db, at, fate, view } = office()
  await at('2022-01-20T00:00:00Z')
  deleteView(db, view, began, actor)
  restoreView(db, findView(db, view.id) ?? view, began, actor)
  await at('2022-02-01T00:00:10Z')
  expect(fate()).toEqual(['2022-02-01T00:00:00.000Z sent'])
})

test('nothing goes to an account that is disabled, and its subscription ends', async () => {
  const { db, at, outbox, fate, subscription } = office()
  await at('2022-01-20T00:00:00Z')
  disableAccount(db, 'hanoi', began, actor)
  expect(findAccount(db, 'hanoi')?.disabled_at).not.toBeNull()
  await at('2022-02-01T00:00:10Z')
  expect(outbox).toEqual([])
  expect(fate()[0]).toContain('disabled')
  expect(subscription()).toMatchObject({ end_reason: 'disabled' })
})

test('what has been stopped is not sent; subscribing again takes the place of what was', async () => {
  const { db, state, at, outbox, view, id } = office()
  await at('2022-01-20T00:00:00Z')
  const again = { view: view.id, name: view.name, account: 'hanoi', rhythm: 'day', hour: 8 } as const
  const next = subscribe(db, { ...again, system: 'calendar', formats: [] }, began, actor)
  expect(findSubscription(db, id)).toMatchObject({ end_reason: 'replaced' })
  addPerson(state, 'nam', 'leader', 'all')
  subscribe(db, { ...again, account: 'nam', system: 'calendar', formats: [] }, began, actor)
  expect(liveSubscriptions(db)).toHaveLength(2)
  endSubscription(db, next, 'unsubscribed', began, actor)
  await at('2022-01-20T00:30:00Z')
  await at('2022-01-21T01:00:10Z')
  expect(outbox.map(({ to }) => to)).toEqual(['nam@example.gov.vn'])
  expect(subscriptionsOf(db, 'hanoi', began)).toEqual([])
})
