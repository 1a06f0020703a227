import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addPerson } from '../testing/office.ts'
import type { Behaviour } from '../testing/smtp.ts'
import type { Role } from '../../server/sign-in/roles.ts'
import type { Zone } from './follow/state.ts'
import { alertsOf, listChanges, setAcknowledged } from './follow/ledger.ts'
import { failedMessages, listMessages, noteReturned } from './tell/messages.ts'
import { figureOf, PROVINCE_NAMES, readMail, rule, startWatch } from './testing/watch.ts'

const NINE = '2026-11-28T09:00:00+07:00'

test('an alert that flips ten times in an hour sends one message and one digest', async () => {
  const watch = await startWatch([rule()], { began: NINE })
  addPerson(watch.state, 'leader', 'leader', 'all')
  const [one, two] = [watch.server('one'), watch.server('two')]
  for (let flip = 0; flip < 10; flip++) {
    watch.publish({ '01': flip % 2 === 0 ? 'beyond' : 'within' })
    await Promise.all([one(), two()])
    watch.after(6)
  }
  // Through the night and a day, looking every ten minutes.
  for (let minutes = 0; minutes < 40 * 60; minutes += 10) {
    await Promise.all([one(), two()])
    watch.after(10)
  }
  watch.close()
  expect(listChanges(watch.state.db, { limit: 100 })).toHaveLength(10)
  expect(watch.received.map(({ to }) => to)).toEqual(['leader@example.gov.vn', 'leader@example.gov.vn'])
  const [message, digest] = watch.received.map(({ text }) => readMail(text))
  expect(message?.subject).toBe('Cảnh báo: Tồn quá hạn, Hà Nội')
  expect(message?.text).toContain('ĐANG CẢNH BÁO\r\n- Tồn quá hạn, Hà Nội: figure-of-01 là 1.')
  expect(digest?.subject).toBe('Tổng hợp cảnh báo: 1 cảnh báo đổi trạng thái')
  expect(digest?.text).toContain(
    'đổi trạng thái 9 lần từ 09:06 28/11/2026 đến 09:54 28/11/2026, sau đó trở lại bình thường.',
  )
})

test('what comes up together is one message; at night it waits, but for what is urgent', async () => {
  const urgent = rule({ id: 'khan', title: 'Đúng hạn', level: 'urgent', scope: 'national' })
  const watch = await startWatch([urgent, rule()], { began: '2026-11-28T23:00:00+07:00' })
  addPerson(watch.state, 'leader', 'leader', 'all')
  const server = watch.server('one')
  // Each rule is given the same answer: the country's for both.
  watch.publish({ '00': 'beyond', '01': 'beyond', '79': 'beyond' })
  await server()
  const first = watch.received.map(({ text }) => readMail(text))
  expect(first).toHaveLength(1)
  expect(first[0]?.text).toContain('[Khẩn] Đúng hạn, Cả nước')
  expect(first[0]?.text).not.toContain('Tồn quá hạn')
  watch.clock.now = new Date('2026-11-29T05:59:00+07:00')
  await server()
  expect(watch.received).toHaveLength(1)
  watch.clock.now = new Date('2026-11-29T06:00:00+07:00')
  await server()
  watch.close()
  expect(watch.received).toHaveLength(2)
  const morning = readMail(watch.received[1]?.text ?? '')
  expect(morning.subject).toBe('3 cảnh báo mới')
  expect(morning.text).toContain('Tồn quá hạn, Hồ Chí Minh')
})

test('what was over before the morning is in the digest alone', async () => {
  const watch = await startWatch([rule()], { began: '2026-11-28T23:00:00+07:00' })
  addPerson(watch.state, 'leader', 'leader', 'all')
  const server = watch.server('one')
  watch.publish({ '01': 'beyond' })
  await server()
  watch.publish({ '01': 'within' })
  watch.after(120)
  await server()
  watch.clock.now = new Date('2026-11-29T06:30:00+07:00')
  await server()
  expect(watch.received).toEqual([])
  watch.clock.now = new Date('2026-11-29T07:00:00+07:00')
  await server()
  watch.close()
  expect(watch.received.map(({ text }) => readMail(text).text)).toEqual([
    expect.stringContaining('đổi trạng thái 2 lần'),
  ])
})

test('an installation has hours of its own', async () => {
  const hours = { quiet: { from: 20, until: 8 }, digest: 9 }
  const watch = await startWatch([rule()], { began: '2026-11-28T20:00:00+07:00', hours })
  addPerson(watch.state, 'leader', 'leader', 'all')
  const server = watch.server('one')
  const subjects = () => watch.received.map(({ text }) => readMail(text).subject)
  watch.publish({ '01': 'beyond', '79': 'beyond' })
  await server()
  watch.publish({ '01': 'within', '79': 'beyond' })
  watch.clock.now = new Date('2026-11-29T01:00:00+07:00')
  await server()
  watch.clock.now = new Date('2026-11-29T07:59:00+07:00')
  await server()
  expect(subjects()).toEqual([])
  watch.clock.now = new Date('2026-11-29T08:00:00+07:00')
  await server()
  expect(subjects()).toEqual(['Cảnh báo: Tồn quá hạn, Hồ Chí Minh'])
  watch.clock.now = new Date('2026-11-29T09:00:00+07:00')
  await server()
  watch.close()
  expect(subjects().slice(1)).toEqual(['Tổng hợp cảnh báo: 1 cảnh báo đổi trạng thái'])
})

test('two servers that send at one time send each message once', async () => {
  const watch = await startWatch([rule()], { began: '2026-11-28T23:00:00+07:00' })
  for (const name of ['an', 'binh', 'chi']) addPerson(watch.state, name, 'leader', 'all')
  const [one, two] = [watch.server('one'), watch.server('two')]
  watch.publish({ '01': 'beyond' })
  await one()
  watch.clock.now = new Date('2026-11-29T06:00:00+07:00')
  await Promise.all([one(), two()])
  watch.close()
  expect(watch.received.map(({ to }) => to).sort()).toEqual(
    ['an', 'binh', 'chi'].map((name) => `${name}@example.gov.vn`),
  )
})

test('what is held after the digest of a day waits for the next', async () => {
  const watch = await startWatch([rule()], { began: '2026-11-28T23:00:00+07:00' })
  addPerson(watch.state, 'leader', 'leader', 'all')
  const server = watch.server('one')
  watch.publish({ '01': 'beyond' })
  await server()
  // Down from then till half past seven, when the alert is over: its message has nothing to say any more.
  watch.clock.now = new Date('2026-11-29T07:30:00+07:00')
  watch.publish({ '01': 'within' })
  await server()
  await server()
  expect(watch.received.map(({ text }) => readMail(text).subject)).toEqual([
    'Hết cảnh báo: Tồn quá hạn, Hà Nội',
  ])
  watch.clock.now = new Date('2026-11-30T07:00:00+07:00')
  await server()
  watch.close()
  expect(watch.received).toHaveLength(2)
})

test('who was told that it is over hears that it is not', async () => {
  const watch = await startWatch([rule()], { began: NINE })
  addPerson(watch.state, 'leader', 'leader', 'all')
  const server = watch.server('one')
  const subjects = () => watch.received.map(({ text }) => readMail(text).subject)
  for (const [minutes, zone] of [
    [0, 'beyond'],
    [7 * 60, 'within'],
    [30, 'beyond'],
  ] as const) {
    watch.after(minutes)
    watch.publish({ '01': zone })
    await server()
  }
  expect(subjects()).toEqual(['Cảnh báo: Tồn quá hạn, Hà Nội', 'Hết cảnh báo: Tồn quá hạn, Hà Nội'])
  watch.after(60)
  await server()
  watch.close()
  expect(subjects()).toHaveLength(3)
  expect(subjects()[2]).toBe('Cảnh báo: Tồn quá hạn, Hà Nội')
})

test('a mail server that fails before, during and after DATA: every message arrives, under one Message-ID', async () => {
  const mishaps: Behaviour[] = ['busy', 'drop_during', 'greylist', 'drop_after']
  const watch = await startWatch([rule()], { began: NINE, behaviour: () => mishaps.shift() ?? 'accept' })
  addPerson(watch.state, 'leader', 'leader', 'all')
  const server = watch.server('one')
  watch.publish({ '01': 'beyond' })
  for (let minutes = 0; minutes < 300; minutes += 15) {
    await server()
    watch.after(15)
  }
  watch.close()
  expect(listMessages(watch.state.db, 10).map(({ state, attempts }) => [state, attempts])).toEqual([
    ['sent', 5],
  ])
  expect(watch.received).toHaveLength(2)
  expect(new Set(watch.received.map(({ messageId }) => messageId)).size).toBe(1)
})

test('a message that came back is told administrators of', async () => {
  const watch = await startWatch([rule()], { began: NINE })
  addPerson(watch.state, 'leader', 'leader', 'all')
  watch.publish({ '01': 'beyond' })
  await watch.server('one')()
  watch.close()
  const { db } = watch.state
  const { messageId = '' } = watch.received[0] ?? {}
  expect(noteReturned(db, '<alert.1.0.ab@example.gov.vn>', '5.2.2')).toBeNull()
  expect(noteReturned(db, messageId.replace('alert', 'tuan'), '5.2.2')).toBeNull()
  expect(noteReturned(db, messageId, '5.2.2 mailbox full')).toMatchObject({ account: 'leader' })
  expect(failedMessages(db, watch.clock.now)).toMatchObject([
    { account: 'leader', reason: 'bounced', detail: '5.2.2 mailbox full' },
  ])
})

test('without data, or with too little, an alert stays as it is and says what it lacks', async () => {
  const watch = await startWatch([rule()], { began: NINE })
  const server = watch.server('one')
  const standing = () =>
    alertsOf(watch.state.db).map(({ subject, phase, sentence }) => [subject, phase, sentence.vi])
  watch.publish({ '01': 'beyond', '79': 'within' })
  await server()
  const found = [
    ['01', 'firing', 'figure-of-01 là 1.'],
    ['79', 'ok', 'figure-of-79 là 1.'],
  ]
  expect(standing()).toEqual(found)
  watch.publish({ '01': 'no_data', '79': 'unjudged' })
  await server()
  expect(standing()).toEqual(found)
  // A province that is not watched any more has no alert left.
  watch.publish({ '01': 'unjudged' })
  await server()
  watch.close()
  expect(standing()).toEqual(found.slice(0, 1))
  expect(listChanges(watch.state.db, { limit: 9 })).toHaveLength(1)
})

test('taken in hand until it is over; the next time it is new', async () => {
  const watch = await startWatch([rule()], { began: NINE })
  const { db } = watch.state
  const server = watch.server('one')
  const hanoi = { rule: 'ton', subject: '01' }
  const now = watch.clock.now
  watch.publish({ '01': 'beyond' })
  await server()
  expect(setAcknowledged(db, hanoi, 'lan', { note: 'đang rà soát' }, now)).toBe(true)
  expect(setAcknowledged(db, hanoi, 'huy', { note: null }, now)).toBe(false)
  expect(setAcknowledged(db, hanoi, 'lan', null, now)).toBe(true)
  expect(setAcknowledged(db, hanoi, 'huy', { note: null }, now)).toBe(true)
  watch.publish({ '01': 'within' })
  await server()
  expect(setAcknowledged(db, hanoi, 'huy', null, now)).toBe(false)
  watch.publish({ '01': 'beyond' })
  await server()
  watch.close()
  expect(setAcknowledged(db, hanoi, 'huy', { note: null }, now)).toBe(true)
  expect(listChanges(db, { limit: 20 }).map(({ kind, account }) => [kind, account])).toEqual([
    ['acknowledged', 'huy'],
    ['fired', null],
    ['recovered', null],
    ['acknowledged', 'huy'],
    ['reopened', 'lan'],
    ['acknowledged', 'lan'],
    ['fired', null],
  ])
})

test('whatever happens, nobody is sent a figure of a province that is not granted', async () => {
  const codes = [...PROVINCE_NAMES.keys()]
  const role = fc.constantFrom<Role>('leader', 'provincial_leader', 'analyst')
  const provinces = fc.oneof(fc.constant('all' as const), fc.subarray(codes))
  const found = fc.dictionary(fc.constantFrom(...codes), fc.constantFrom<Zone>('beyond', 'within'))
  const steps = fc.array(fc.record({ minutes: fc.integer({ min: 1, max: 900 }), found }), {
    minLength: 2,
    maxLength: 6,
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ role, provinces }), { minLength: 1, maxLength: 4 }),
      steps,
      async (people, happens) => {
        const watch = await startWatch([rule()], { began: NINE })
        people.forEach((one, index) => addPerson(watch.state, `person${index}`, one.role, one.provinces))
        const server = watch.server('one')
        for (const { minutes, found: zones } of happens) {
          watch.after(minutes)
          watch.publish({ ...Object.fromEntries(codes.map((code) => [code, 'within' as const])), ...zones })
          await server()
        }
        watch.after(24 * 60)
        await server()
        watch.close()
        for (const { to, text } of watch.received) {
          const person = people[Number(/^person(\d)/.exec(to)?.[1])]
          expect(person?.role).not.toBe('analyst')
          const said = readMail(text).text
          for (const code of codes) {
            if (person?.provinces !== 'all' && person?.provinces.includes(code) !== true)
              expect(said).not.toContain(figureOf(code))
          }
        }
      },
    ),
    { numRuns: 15 },
  )
})
