import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changeGrants, disableAccount } from '../../server/sign-in/accounts.ts'
import { roles } from '../../server/sign-in/roles.ts'
import { actor, temporaryFolder } from '../../server/testing/start-app.ts'
import { lastComplete } from '../definitions/period.ts'
import { readReports } from '../definitions/read.ts'
import type { ReportDefinition } from '../definitions/schema.ts'
import type { Mailer, Message } from '../deliver/mail.ts'
import { addPerson, began, openOffice, partsOf, PROVINCES } from '../testing/office.ts'
import { addRun } from './by-hand.ts'
import { runDue } from './scheduler.ts'

const PLACES = ['00', ...PROVINCES]
const shipped = readReports().reports

const definition = fc
  .record({
    base: fc.constantFrom(...shipped),
    roles: fc.option(fc.subarray([...roles], { minLength: 1 })),
    scope: fc.option(fc.constantFrom<ReportDefinition['scope']>('national', 'province')),
  })
  .map(({ base, roles: other, scope }) => ({
    ...base,
    ...(other === null ? {} : { recipients: { roles: other } }),
    ...(scope === null ? {} : { scope }),
  }))
const grants = fc.record({
  role: fc.constantFrom(...roles),
  provinces: fc.oneof(fc.constant('all' as const), fc.subarray(PROVINCES)),
})
type Grants = { role: string; provinces: 'all' | string[] }
/** What comes between two attempts: nothing, other grants, or the end of the account. */
const fate = fc.option(fc.oneof(grants, fc.constant('disabled' as const)))

/** By hand: what a report holds that these grants are for. */
const allowed = ({ scope, recipients }: ReportDefinition, { role, provinces }: Grants): string[] => {
  if (!recipients.roles.some((one) => one === role)) return []
  if (scope === 'national') return provinces === 'all' ? ['00'] : []
  return provinces === 'all' ? PROVINCES : provinces
}

test('whatever the report, the accounts and what becomes of them: nobody is sent another place', async () => {
  const someone = fc.record({ grants, fate, fails: fc.boolean() })
  let messages = 0
  await fc.assert(
    fc.asyncProperty(
      definition,
      fc.array(someone, { minLength: 1, maxLength: 5 }),
      async (report, people) => {
        const state = openOffice()
        people.forEach(({ grants: own }, n) => addPerson(state, `p${n}`, own.role, own.provinces))
        const now = people.map(({ grants: own }): Grants | 'disabled' => own)
        const outbox: { message: Message; holds: Grants | 'disabled' }[] = []
        const mailer: Mailer = {
          from: 'bao-cao@example.gov.vn',
          mostBytes: 1_000_000,
          send(message) {
            const n = Number(/^p(\d)@/.exec(message.to)?.[1])
            const first = !outbox.some((sent) => sent.message.to === message.to)
            outbox.push({ message, holds: now[n] ?? 'disabled' })
            return Promise.resolve(
              first && people[n]?.fails === true
                ? { kind: 'later', detail: '451' }
                : { kind: 'sent', response: '250' },
            )
          },
          close: () => undefined,
        }
        const clock = { now: new Date('2022-06-15T00:00:00Z') }
        const parts = partsOf(
          state,
          { definitions: () => [report], clock: () => clock.now, folder: join(temporaryFolder(), 'reports') },
          mailer,
        )
        addRun(state.db, report.id, lastComplete('2022-06-15', report.period), clock.now)
        await runDue(parts)
        people.forEach(({ fate: next }, n) => {
          if (next === null) return
          if (next === 'disabled') disableAccount(state.db, `p${n}`, began, actor)
          else changeGrants(state.db, `p${n}`, next, began, actor)
          now[n] = next
        })
        clock.now = new Date('2022-06-15T01:00:00Z')
        await runDue(parts)
        for (const { message, holds } of outbox) {
          messages++
          const places = holds === 'disabled' ? [] : allowed(report, holds)
          expect(places.length).toBeGreaterThan(0)
          const files = message.attachments.map(({ content }) => content.toString()).join()
          for (const place of PLACES) {
            expect(files.includes(`rows of ${place} in`), `${message.to} ${place}`).toBe(
              places.includes(place),
            )
            expect(message.html ?? '', message.to).toContain('<html')
            expect(message.html?.includes(`summary of ${place} in`)).toBe(places.includes(place))
          }
        }
        // Everybody was sent something who may see a place of it at either time.
        people.forEach(({ grants: own }, n) => {
          if (allowed(report, own).length > 0)
            expect(outbox.some(({ message }) => message.to.startsWith(`p${n}@`))).toBe(true)
        })
      },
    ),
    { numRuns: 60 },
  )
  expect(messages).toBeGreaterThan(20)
})
