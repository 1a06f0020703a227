import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../server/testing/start-app.ts'
import { createMailer, type Mailer } from '../deliver/mail.ts'
import { addPerson, began, openOffice, partsOf, PROVINCES, report } from '../testing/office.ts'
import { startSmtp, type Behaviour } from '../testing/smtp.ts'
import { deliveriesOf } from './deliveries.ts'
import { lateSlots } from './late.ts'
import { runDue } from './scheduler.ts'
import { listSlots } from './slots.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

const weekly = report({})
const monthly = report({
  id: 'thang',
  scope: 'province',
  period: { system: 'reporting', kind: 'month' },
  schedule: { cron: '0 7 15 * *', missed: 'catch_up' },
  recipients: { roles: ['provincial_leader'] },
})
const skipping = report({
  id: 'boqua',
  period: { system: 'calendar', kind: 'day' },
  schedule: { cron: '0 6 * * 5', missed: 'skip' },
})
const definitions = [weekly, monthly, skipping]

/** 07:00 in Hà Nội is midnight UTC, so planned times can be written down without any calendar of the product. */
function plannedTimes(): { id: string; at: string }[] {
  const times: { id: string; at: string }[] = []
  for (let day = Date.parse('2022-01-01T00:00:00Z'); day < Date.parse('2023-01-01T00:00:00Z'); day += DAY) {
    const date = new Date(day)
    if (date.getUTCDay() === 1) times.push({ id: 'tuan', at: date.toISOString() })
    if (date.getUTCDate() === 15) times.push({ id: 'thang', at: date.toISOString() })
    // 06:00 on a Friday is 23:00 of Thursday.
    if (date.getUTCDay() === 4) times.push({ id: 'boqua', at: new Date(day + 23 * HOUR).toISOString() })
  }
  return times
}

/** Numbers from 0 to 1 that are the same in every run. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

test('a year with outages, restarts, two schedulers, a clock that jumps and a mail server that fails', async () => {
  const random = numbers(7)
  const mishaps: Behaviour[] = ['busy', 'greylist', 'drop_during', 'drop_after']
  const smtp = await startSmtp(() =>
    random() < 0.4 ? (mishaps[Math.floor(random() * mishaps.length)] ?? 'accept') : 'accept',
  )
  const dataDir = temporaryFolder()
  const state = openOffice(dataDir)
  addPerson(state, 'minister', 'minister', 'all')
  addPerson(state, 'second', 'minister', 'all')
  addPerson(state, 'gone', 'minister', 'all', { email: 'nobody@example.gov.vn' })
  addPerson(state, 'left', 'minister', 'all', { disabled: true })
  addPerson(state, 'hanoi', 'provincial_leader', ['01'])
  addPerson(state, 'south', 'provincial_leader', ['79', '92'])
  const mailer = createMailer({ url: smtp.url, from: 'bao-cao@example.gov.vn', mostBytes: 1_000_000 })

  let now = began
  let process = 0
  /** A server of the product on the same state; `dies` after it has sent the next message, before it notes that. */
  const serve = (dies = false) => {
    const { promise: died, resolve } = Promise.withResolvers<void>()
    const dying: Mailer = {
      ...mailer,
      async send(message) {
        const result = await mailer.send(message)
        if (!dies) return result
        resolve()
        return new Promise(() => undefined)
      },
    }
    const parts = partsOf(
      openOffice(dataDir),
      {
        definitions: () => definitions,
        clock: () => now,
        folder: join(dataDir, 'reports'),
        owner: `${++process}`,
      },
      dying,
    )
    return () => Promise.race([runDue(parts), died])
  }
  let [one, two] = [serve(), serve()]
  const end = Date.parse('2023-01-03T00:00:00Z')
  let deaths = 0
  for (let hour = began.getTime(); hour < end; hour += HOUR) {
    now = new Date(hour)
    if (![0, 1, 2, 5, 12, 23].includes(now.getUTCHours())) continue
    const day = Math.floor((hour - began.getTime()) / DAY)
    // Down for five days in spring and for three weeks in autumn.
    if ((day >= 100 && day < 105) || (day >= 250 && day < 271)) continue
    // For one hour the clock is ten days ahead, for another one day behind.
    if (day === 180 && now.getUTCHours() === 5) now = new Date(hour + 10 * DAY)
    if (day === 200 && now.getUTCHours() === 5) now = new Date(hour - DAY)
    if (day % 30 === 29 && now.getUTCHours() === 1) two = serve()
    // On some Mondays one of them dies in the middle.
    if (now.getUTCDay() === 1 && now.getUTCHours() === 0 && day % 4 === 0) {
      await serve(true)()
      deaths++
      one = serve()
    }
    await Promise.all([one(), two()])
  }
  mailer.close()
  expect(deaths).toBeGreaterThan(5)

  const slots = listSlots(state.db, null, 1000)
  const planned = plannedTimes()
  expect(planned.length).toBe(52 + 12 + 52)
  const name = ({ id, at }: { id: string; at: string }) => `${id} ${at}`
  expect(
    slots
      .filter(({ planned_at }) => planned_at < '2023-01-01')
      .map(({ report: id, planned_at: at }) => name({ id, at }))
      .sort(),
  ).toEqual(planned.map(name).sort())
  expect(lateSlots(state.db, definitions, new Date(end))).toEqual([])

  const copies = Map.groupBy(smtp.received, ({ messageId }) => messageId)
  const expected = new Map<string, string>()
  for (const slot of slots) {
    const what = `${slot.report} ${slot.planned_at}`
    expect(['sent', 'partly', 'failed', 'skipped'], what).toContain(slot.state)
    if (slot.state !== 'sent') expect(slot.reason, what).not.toBe(null)
    if (slot.state === 'skipped') {
      expect([slot.report, slot.reason], what).toEqual(['boqua', 'missed'])
      continue
    }
    const mails = deliveriesOf(state.db, slot.id).filter(({ channel }) => channel === 'mail')
    const people = slot.report === 'thang' ? ['hanoi', 'south'] : ['gone', 'minister', 'second']
    expect(
      mails.map(({ account }) => account),
      what,
    ).toEqual(people)
    for (const mail of mails) {
      if (mail.account === 'gone') {
        expect([mail.state, mail.reason], what).toEqual(['failed', 'refused'])
        expect(mail.detail, what).toBe('550 5.1.1 no such user …')
        continue
      }
      // Seven attempts and more within a day outlast these mishaps.
      expect(mail.state, what).toBe('sent')
      expected.set(mail.message_id ?? '', mail.account)
    }
  }
  // Slots of the autumn that had been missed: skipped by one report, caught up by the others.
  expect(slots.filter(({ state }) => state === 'skipped').length).toBeGreaterThanOrEqual(3)

  // Every message that arrived was one of these, for the right account, each with one Message-ID.
  expect([...copies.keys()].sort()).toEqual([...expected.keys()].sort())
  for (const [messageId, messages] of copies) {
    const account = expected.get(messageId)
    const granted = account === 'hanoi' ? ['01'] : account === 'south' ? ['79', '92'] : ['00']
    for (const { to, text } of messages) {
      expect(to).toBe(`${account}@example.gov.vn`)
      for (const place of ['00', ...PROVINCES]) {
        const held = text.includes(Buffer.from(`rows of ${place} in`).toString('base64').slice(0, 16))
        expect(held, `${messageId} ${place}`).toBe(granted.includes(place))
        expect(text.includes(`summary of ${place} in`), `${messageId} ${place}`).toBe(held)
      }
    }
  }
  // Copies are of messages whose connection or process was lost after DATA; nearly all went out once.
  const twice = [...copies.values()].filter((messages) => messages.length > 1).length
  expect(twice).toBeGreaterThan(0)
  expect(twice).toBeLessThan(copies.size / 2)
})
