import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changeGrants, disableAccount, setEmail } from '../../server/sign-in/accounts.ts'
import { roles } from '../../server/sign-in/roles.ts'
import { actor, temporaryFolder } from '../../server/testing/start-app.ts'
import { lastComplete } from '../definitions/period.ts'
import type { Mailer, Message, SendResult } from '../deliver/mail.ts'
import { addPerson, began, make, openOffice, partsOf, PROVINCES, report } from '../testing/office.ts'
import { addRun, sendAgain } from './by-hand.ts'
import { deliveriesOf } from './deliveries.ts'
import { filesOf, summariesOf } from './files.ts'
import { lateSlots } from './late.ts'
import { planSlots } from './plan.ts'
import { recipientsOf } from './recipients.ts'
import type { RunParts } from './run.ts'
import { runDue } from './scheduler.ts'
import { slotById, takeSlot } from './slots.ts'

const monthly = report({
  id: 'thang',
  scope: 'province',
  period: { system: 'reporting', kind: 'month' },
  schedule: { cron: '0 7 15 * *', missed: 'catch_up' },
  recipients: { roles: ['provincial_leader'] },
})

/** An office with one monthly report; `answers` are the mail server's, one after another, then it accepts. */
function office(answers: SendResult[] = [], said: Partial<RunParts> = {}) {
  const state = openOffice()
  const clock = { now: new Date('2022-02-15T00:00:00Z') }
  const outbox: Message[] = []
  const mailer: Mailer = {
    from: 'bao-cao@example.gov.vn',
    mostBytes: 1_000,
    send(message) {
      outbox.push(message)
      return Promise.resolve(answers.shift() ?? { kind: 'sent', response: '250 ok' })
    },
    close: () => undefined,
  }
  const parts = partsOf(
    state,
    {
      definitions: () => [monthly],
      clock: () => clock.now,
      folder: join(temporaryFolder(), 'reports'),
      ...said,
    },
    mailer,
  )
  addPerson(state, 'hanoi', 'provincial_leader', ['01'])
  addPerson(state, 'south', 'provincial_leader', ['79', '92'])
  const id = addRun(state.db, 'thang', lastComplete('2022-02-15', monthly.period), clock.now)
  const mails = () =>
    deliveriesOf(state.db, id)
      .filter(({ channel }) => channel === 'mail')
      .map((mail) => `${mail.account} ${mail.state} ${mail.reason ?? ''} ${mail.attempts}`.trim())
  const names = (message: Message | undefined) => message?.attachments.map(({ filename }) => filename)
  return { state, clock, outbox, parts, id, mails, names, slot: () => slotById(state.db, id) }
}

test('what failed for a while is sent again, what was sent is not', async () => {
  const { clock, parts, mails, slot, outbox } = office([
    { kind: 'later', detail: '451 busy' },
    { kind: 'sent', response: '250 ok' },
  ])
  await runDue(parts)
  expect(mails()).toEqual(['hanoi waiting later 1', 'south sent  1'])
  expect(slot()).toMatchObject({ state: 'waiting', reason: 'later', next_try_at: '2022-02-15T00:01:00.000Z' })
  await runDue(parts)
  expect(outbox.length).toBe(2)
  clock.now = new Date('2022-02-15T00:01:00Z')
  await runDue(parts)
  expect(mails()).toEqual(['hanoi sent  2', 'south sent  1'])
  expect(slot()).toMatchObject({ state: 'sent', reason: null })
  expect(new Set(outbox.map(({ messageId }) => messageId)).size).toBe(2)
})

test('what is refused is not tried again until someone has it sent again', async () => {
  const { clock, parts, mails, slot, state, id } = office([{ kind: 'refused', detail: '550 no such user' }])
  await runDue(parts)
  expect(slot()).toMatchObject({ state: 'partly', reason: 'refused', detail: '550 no such user' })
  clock.now = new Date('2022-02-16T00:00:00Z')
  await runDue(parts)
  expect(mails()).toEqual(['hanoi failed refused 1', 'south sent  1'])
  expect(sendAgain(state.db, id)).toBe(true)
  await runDue(parts)
  expect(mails()).toEqual(['hanoi sent  2', 'south sent  1'])
  expect(slot()?.state).toBe('sent')
})

test('attempts end, and say why', async () => {
  const answers = Array.from({ length: 99 }, () => ({ kind: 'unclear', detail: 'lost' }) as const)
  const { clock, parts, mails, slot } = office([...answers])
  for (let hour = 0; hour < 60; hour++) {
    clock.now = new Date(clock.now.getTime() + 3_600_000)
    await runDue(parts)
  }
  expect(mails()).toEqual(['hanoi failed unclear 8', 'south failed unclear 8'])
  expect(slot()).toMatchObject({ state: 'partly', reason: 'unclear', detail: 'lost' })
})

test('a report that cannot be made is tried again, then failed with the reason', async () => {
  let broken = true
  const { clock, parts, slot, outbox } = office([], {
    async *make(...given) {
      if (broken) throw new Error('the warehouse did not answer')
      yield* make(...given)
    },
  })
  await runDue(parts)
  expect(slot()).toMatchObject({
    state: 'waiting',
    reason: 'not_made',
    detail: 'the warehouse did not answer',
  })
  broken = false
  clock.now = new Date('2022-02-15T00:05:00Z')
  await runDue(parts)
  expect(slot()?.state).toBe('sent')
  expect(outbox.length).toBe(2)
})

test('grants are those of the moment of sending', async () => {
  const { state, parts, mails, outbox, names, clock } = office([
    { kind: 'later', detail: '451' },
    { kind: 'later', detail: '451' },
  ])
  await runDue(parts)
  changeGrants(state.db, 'south', { role: 'provincial_leader', provinces: ['92'] }, began, actor)
  disableAccount(state.db, 'hanoi', began, actor)
  clock.now = new Date('2022-02-15T00:05:00Z')
  await runDue(parts)
  expect(mails()).toEqual(['hanoi skipped disabled 2', 'south sent  2'])
  expect(names(outbox.at(-1))).toEqual(['thang-92-2022-02.html'])
})

test('files that are too large go as links, and nothing goes without an address', async () => {
  const { state, parts, outbox, mails, id } = office([], {
    async *make(definition, period, now) {
      for await (const file of make(definition, period, now)) yield { ...file, content: Buffer.alloc(900) }
    },
  })
  setEmail(state.db, 'hanoi', null, began, actor)
  await runDue(parts)
  expect(mails()).toEqual(['hanoi skipped no_address 1', 'south sent  1'])
  expect(outbox[0]?.attachments).toEqual([])
  const links = outbox[0]?.text.match(/https:\/\/toancanh\.example\.gov\.vn\S+/g)
  expect(links?.map((link) => new URL(link).pathname.split('/').at(-1)?.split('-').slice(0, 3))).toEqual([
    [String(id), '79', 'html'],
    [String(id), '92', 'html'],
  ])
  const key = links?.[0]?.split('/').at(-1) ?? ''
  const { links: made } = parts
  expect(made.read(key, new Date('2022-03-16T00:00:00Z'))).toEqual({ slot: id, place: '79', format: 'html' })
  expect(made.read(key, new Date('2022-03-18T00:00:00Z'))).toBe('expired')
  expect(made.read(key.replace('-79-', '-92-'), began)).toBe(null)
})

test('old files are removed, the slot stays, and sent again it is made anew', async () => {
  const { state, clock, parts, id, outbox, mails, names } = office([{ kind: 'refused', detail: '550' }], {
    keepDays: 100,
  })
  await runDue(parts)
  const [first] = filesOf(state.db, id)
  const file = join(parts.folder, first?.path ?? '')
  clock.now = new Date('2022-05-25T23:00:00Z')
  await runDue(parts)
  expect(existsSync(file)).toBe(true)
  clock.now = new Date('2022-05-26T01:00:00Z')
  await runDue(parts)
  expect(existsSync(dirname(file))).toBe(false)
  expect(filesOf(state.db, id).map(({ place, removed_at }) => [place, removed_at])).toEqual(
    PROVINCES.map((place) => [place, '2022-05-26T01:00:00.000Z']),
  )
  expect(summariesOf(state.db, id, PROVINCES)).toEqual([])
  expect(mails()).toEqual(['hanoi failed refused 1', 'south sent  1'])
  sendAgain(state.db, id)
  await runDue(parts)
  expect(mails()).toEqual(['hanoi sent  2', 'south sent  1'])
  expect(names(outbox.at(-1))).toEqual(['thang-01-2022-02.html'])
  expect(filesOf(state.db, id).map(({ removed_at }) => removed_at)).toEqual([null, null, null])
})

test('a mail says in itself what it is about, of few places; of many it has the files', async () => {
  const { state, parts, outbox } = office()
  addPerson(state, 'whole', 'provincial_leader', 'all')
  await runDue({ ...parts, provinces: PROVINCES })
  const said = outbox.map(({ html }) => html?.match(/summary of \d\d/g))
  expect(said).toEqual([
    ['summary of 01'],
    ['summary of 79', 'summary of 92'],
    PROVINCES.map((one) => `summary of ${one}`),
  ])
  expect(outbox[0]?.html).toContain('- thang-01-2022-02.html')
})

test('a process that has lost its slot stops before the next message', async () => {
  const { state, clock, parts, id, outbox } = office()
  const send = parts.mailer?.send
  const slow = {
    ...parts,
    mailer: {
      ...(parts.mailer as Mailer),
      async send(message: Message) {
        clock.now = new Date(clock.now.getTime() + 11 * 60_000)
        expect(takeSlot(state.db, id, 'two', clock.now)).toBe(true)
        return (send as Mailer['send'])(message)
      },
    },
  }
  await runDue(slow)
  expect(outbox.length).toBe(1)
  expect(slotById(state.db, id)).toMatchObject({ owner: 'two', state: 'running' })
})

test('a report seen for the first time has no past, and one that nobody enters is missing', () => {
  const { db } = openOffice()
  planSlots(db, [monthly], new Date('2022-03-01T00:00:00Z'))
  expect(lateSlots(db, [monthly], new Date('2022-03-14T00:00:00Z'))).toEqual([])
  expect(lateSlots(db, [monthly], new Date('2022-03-15T01:00:00Z'))).toEqual([
    { report: 'thang', planned_at: '2022-03-15T00:00:00.000Z', kind: 'missing' },
  ])
  planSlots(db, [monthly], new Date('2022-03-15T01:00:00Z'))
  expect(lateSlots(db, [monthly], new Date('2022-03-15T01:00:00Z'))[0]?.kind).toBe('late')
})

test('nobody is sent a place that was not granted', () => {
  const account = fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    role: fc.constantFrom(...roles),
    provinces: fc.oneof(
      fc.constant('all' as const),
      fc.array(fc.constantFrom('00', '01', '79', '92', '1', 'all')),
    ),
    disabled_at: fc.constantFrom(null, '2022-01-01'),
  })
  const definition = fc.record({
    scope: fc.constantFrom('national' as const, 'province' as const),
    recipients: fc.record({ roles: fc.subarray([...roles]) }),
  })
  fc.assert(
    fc.property(definition, fc.array(account), (asked, accounts) => {
      for (const { account: to, places } of recipientsOf(asked, accounts, PROVINCES)) {
        expect(to.disabled_at).toBe(null)
        expect(asked.recipients.roles).toContain(to.role)
        expect(places.length).toBeGreaterThan(0)
        for (const place of places) {
          const whole = to.provinces === 'all'
          expect(
            asked.scope === 'national'
              ? whole && place === '00'
              : whole || (to.provinces as string[]).includes(place),
          ).toBe(true)
          expect(asked.scope === 'province' && place === '00').toBe(false)
        }
      }
    }),
  )
})
