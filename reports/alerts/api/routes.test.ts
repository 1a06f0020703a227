import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAudit } from '../../../server/audit/audit.ts'
import { createAccount } from '../../../server/sign-in/accounts.ts'
import { hashPassword } from '../../../server/sign-in/password.ts'
import type { Provinces, Role } from '../../../server/sign-in/roles.ts'
import { actor, addToken, password, startApp, type Asked } from '../../../server/testing/start-app.ts'
import { openOffice } from '../../testing/office.ts'
import { enterJudgements } from '../follow/ledger.ts'
import { PROVINCE_NAMES, rule } from '../testing/watch.ts'
import { alertsAnswer, historyAnswer, type AlertsAnswer, type ListedChange } from './answers.ts'
import { alertRoutes } from './routes.ts'

const now = new Date('2026-11-20T03:00:00Z')
const rules = [rule(), rule({ id: 'canuoc', title: 'Nhiệm vụ', scope: 'national' })]

/** The application with an open alert of two provinces and of the country. */
async function office() {
  const state = openOffice()
  const found = (subject: string) => ({
    zone: 'beyond' as const,
    value: 1,
    sentence: { vi: `số của ${subject}`, en: `figure of ${subject}` },
  })
  const [ton, national] = rules
  if (ton === undefined || national === undefined) throw new Error('no rules')
  enterJudgements(
    state.db,
    ton,
    new Map([
      ['01', found('01')],
      ['79', found('79')],
    ]),
    now,
  )
  enterJudgements(state.db, national, new Map([['00', found('00')]]), now)
  const alerts = alertRoutes({
    ...{ db: state.db, provinces: PROVINCE_NAMES, mail: false, clock: () => now },
    definitions: () => ({ rules, problems: ['faulty.yaml:1:1: not a rule'] }),
    words: () => Promise.resolve(new Map([['ton', [{ vi: 'Báo khi …', en: 'Begins …' }]]])),
  })
  const app = await startApp({ state, alerts })
  const person = async (name: string, role: Role, provinces: Provinces) => {
    createAccount(state.db, { name, role, provinces, passwordHash: await hashPassword(password) }, now, actor)
    const cookie = await app.signIn(name, password)
    const { csrf } = JSON.parse((await app.ask('/api/session', { headers: { cookie } })).body) as {
      csrf: string
    }
    return (path: string, method = 'GET', body?: object) => {
      const headers = { cookie, 'x-csrf-token': csrf, 'content-type': 'application/json' }
      const asked: Asked = { method, headers }
      return app.ask(
        `/api/alerts${path}`,
        body === undefined ? asked : { ...asked, body: JSON.stringify(body) },
      )
    }
  }
  return { app: { ...app, state }, state, person }
}

test('an account is shown alerts of its provinces and of the country, and no others', async () => {
  const { person } = await office()
  const hanoi = await person('hanoi', 'provincial_leader', ['01'])
  const { body } = await hanoi('')
  const { alerts, rules: listed, problems } = JSON.parse(body) as AlertsAnswer
  expect(alerts.map(({ id, may_acknowledge }) => [id, may_acknowledge])).toEqual([
    ['canuoc.00', true],
    ['ton.01', true],
  ])
  expect(body).not.toContain('số của 79')
  expect(listed.map(({ id, watched, open }) => [id, watched, open])).toEqual([
    ['ton', 1, 1],
    ['canuoc', 1, 1],
  ])
  expect(problems).toEqual([])
  const history = await hanoi('/history')
  expect(
    (JSON.parse(history.body) as { changes: ListedChange[] }).changes.map(({ place }) => place.code),
  ).toEqual(['00', '01'])
  expect(history.body).not.toContain('số của 79')
  expect((await hanoi('/ton.79/acknowledge', 'POST', {})).status).toBe(404)
  expect((await hanoi('/history?limit=none')).status).toBe(400)
})

test('who is told of it takes it in hand and back; others and tokens do not', async () => {
  const { person, app, state } = await office()
  const leader = await person('leader', 'leader', 'all')
  const analyst = await person('analyst', 'analyst', 'all')
  expect((await analyst('/ton.01/acknowledge', 'POST', {})).status).toBe(403)
  const authorization = addToken(app, 'leader', 30, ['read', 'sql'])
  const byToken = {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: '{}',
  }
  expect((await app.ask('/api/alerts/ton.01/acknowledge', byToken)).status).toBe(403)
  const own = { cookie: await app.signIn('leader', password), 'content-type': 'application/json' }
  const withoutProof = { method: 'POST', headers: own, body: '{}' }
  expect((await app.ask('/api/alerts/ton.01/acknowledge', withoutProof)).status).toBe(403)

  const note = 'đã giao Công an tỉnh rà soát'
  expect((await leader('/ton.01/acknowledge', 'POST', { note })).status).toBe(204)
  expect((await leader('/ton.01/acknowledge', 'POST', { note })).status).toBe(409)
  const { alerts } = JSON.parse((await leader('')).body) as AlertsAnswer
  expect(alerts.find(({ id }) => id === 'ton.01')?.acknowledged).toEqual({
    at: now.toISOString(),
    by: 'leader',
    note,
  })
  expect((await leader('/ton.01/acknowledge', 'DELETE')).status).toBe(204)
  expect((await leader('/ton.01/acknowledge', 'DELETE')).status).toBe(409)
  expect((await leader('/ton.92/acknowledge', 'POST', {})).status).toBe(404)
  expect((await leader('/ton.01/acknowledge', 'POST', { note: 'x'.repeat(501) })).status).toBe(400)
  expect(
    readAudit(state.db)
      .filter(({ action }) => action.startsWith('alert_'))
      .map(({ action, actor: by, subject }) => [action, by, subject]),
  ).toEqual([
    ['alert_reopened', 'leader', 'ton.01'],
    ['alert_acknowledged', 'leader', 'ton.01'],
  ])
})

test('whatever an account is granted, nothing it is answered is of another province', async () => {
  const { state } = await office()
  const codes = [...PROVINCE_NAMES.keys()]
  const ask = {
    db: state.db,
    rules,
    provinces: PROVINCE_NAMES,
    words: new Map<string, never>(),
    problems: [],
  }
  fc.assert(
    fc.property(
      fc.constantFrom<Role>('minister', 'leader', 'provincial_leader', 'analyst', 'administrator', 'service'),
      fc.oneof(fc.constant('all' as const), fc.subarray([...codes, '00'])),
      fc.integer({ min: 1, max: 4 }),
      (role, provinces, limit) => {
        const asked = { ...ask, account: { name: 'x', role, provinces }, acts: true, mail: false, now }
        const history = historyAnswer(asked, { limit })
        const said = JSON.stringify([alertsAnswer(asked), history])
        const seen = codes.filter((code) => provinces === 'all' || provinces.includes(code))
        for (const code of codes) {
          if (!seen.includes(code)) expect(said).not.toContain(`số của ${code}`)
        }
        expect(said).toContain('số của 00')
        // What may not be seen does not shorten the list: there are three changes, of 00, 01 and 79.
        expect(history).toHaveLength(Math.min(limit, 1 + seen.filter((code) => code !== '92').length))
      },
    ),
  )
})

test('administrators are told of messages that did not arrive', async () => {
  const { person, state } = await office()
  state.db
    .prepare(
      `INSERT INTO alert_messages (kind, account, planned_at, state, reason, detail)
       VALUES ('changes', 'leader', ?, 'failed', 'refused', '550 no such user')`,
    )
    .run(now.toISOString())
  const undelivered = async (name: string, role: Role) =>
    (JSON.parse((await (await person(name, role, 'all'))('')).body) as AlertsAnswer).undelivered
  expect(await undelivered('root', 'administrator')).toEqual([
    { account: 'leader', planned_at: now.toISOString(), detail: '550 no such user' },
  ])
  expect(await undelivered('minister', 'minister')).toEqual([])
})
