import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCube, type Cube } from '../../cube/gateway/cube.ts'
import { readAudit } from '../../server/audit/audit.ts'
import { createAccount } from '../../server/sign-in/accounts.ts'
import type { Role } from '../../server/sign-in/roles.ts'
import { person } from '../../server/testing/person.ts'
import { actor, addToken, startApp, temporaryFolder } from '../../server/testing/start-app.ts'
import { createDefinitions } from '../definitions/in-force.ts'
import { createLinks } from '../deliver/link.ts'
import { make, openOffice, PROVINCES } from '../testing/office.ts'
import type { CheckAnswer, DefinitionAnswer, ListedDefinition } from './definition-answers.ts'
import { definitionRoutes } from './definition-routes.ts'
import { reportRoutes, type Preview } from './routes.ts'

interface Body extends DefinitionAnswer, CheckAnswer {
  title: string
  id: string
  definitions: ListedDefinition[]
  reports: { id: string; title: string }[]
}

/** The real model; it is asked what there is and no figure, so it needs no warehouse. */
let cube: Cube
beforeAll(async () => {
  const clickhouseUrl = 'http://127.0.0.1:1/toan_canh'
  cube = await createCube({ clickhouseUrl, log: () => undefined, accountOf: () => null })
})
afterAll(() => cube?.release())

const preview: Preview = async ({ definition, period, place }) => {
  for await (const file of make(definition, period, new Date())) if (file.place === place) return file
  throw new Error('no such place')
}

async function office() {
  const state = openOffice()
  const definitions = createDefinitions(state.db)
  const clock = () => new Date('2026-11-20T03:00:00Z')
  const given = { db: state.db, provinces: PROVINCES, clock, preview, look: () => undefined }
  const app = await startApp({
    state,
    reports: {
      api: reportRoutes({
        ...{ ...given, folder: temporaryFolder(), links: createLinks(state.db), mail: false },
        definitions: () => ({ ...definitions.current(), problems: [] }),
      }),
      definitions: definitionRoutes({ ...given, definitions, describe: cube.describe }),
      links: (_req, _res, next) => next(),
      subscriptions: (_req, _res, next) => next(),
    },
  })
  const signedIn = (name: string, role: Role) => person<Body>({ ...app, state }, name, role)
  return { app: { ...app, state }, signedIn, root: signedIn('root', 'administrator') }
}

const PATH = '/api/reports/definitions'
const WEEKLY = `${PATH}/tinh-tuan`

test('an administrator changes a report, others see it, and everything can be gone back to', async () => {
  const { app, root, signedIn } = await office()
  const leader = signedIn('leader', 'leader')
  const titleFor = async (id: string) =>
    (await leader('GET', '/api/reports')).body.reports?.find((report) => report.id === id)?.title
  const { body: shipped } = await root('GET', WEEKLY)
  expect(shipped).toMatchObject({ id: 'tinh-tuan', state: 'file', version: 0, shipped: true, versions: [] })
  const text = (shipped.text ?? '').replace(/^title: .*$/m, 'title: Trang tuần')

  expect(await root('PUT', WEEKLY, { text, base: 0 })).toMatchObject({
    status: 200,
    body: { state: 'text', version: 1, text },
  })
  expect(await titleFor('tinh-tuan')).toBe('Trang tuần')
  // Made from what is no longer the newest.
  for (const path of [`${WEEKLY}/stop`, `${WEEKLY}/file`])
    expect((await root('POST', path, { base: 0 })).status).toBe(409)
  expect(await root('PUT', WEEKLY, { text, base: 0 })).toMatchObject({
    status: 409,
    body: { error: { code: 'changed' } },
  })

  expect((await root('POST', `${WEEKLY}/stop`, { base: 1 })).body).toMatchObject({ state: 'stopped', text })
  expect(await titleFor('tinh-tuan')).toBeUndefined()
  expect((await leader('GET', '/api/reports/tinh-tuan/preview')).status).toBe(404)
  expect((await root('POST', `${WEEKLY}/stop`, { base: 2 })).status).toBe(409)
  const { body: list } = await root('GET', PATH)
  expect(list.definitions?.find(({ id }) => id === 'tinh-tuan')).toEqual({
    ...{ id: 'tinh-tuan', title: 'Trang tuần', title_en: 'Weekly page of a province', state: 'stopped' },
    ...{ version: 2, at: '2026-11-20T03:00:00.000Z', account: 'root' },
  })

  const { body: back } = await root('POST', `${WEEKLY}/file`, { base: 2 })
  expect(back).toMatchObject({ state: 'file', version: 3, text: shipped.text })
  expect(back.versions?.map(({ version, kind, account }) => [version, kind, account])).toEqual([
    [3, 'file', 'root'],
    [2, 'stopped', 'root'],
    [1, 'text', 'root'],
  ])
  const textOf = async (version: number) => root('GET', `${WEEKLY}/versions/${version}`)
  expect((await textOf(1)).body.text).toBe(text)
  expect((await textOf(0)).body.text).toBe(shipped.text)
  expect((await textOf(2)).status).toBe(404)
  expect(
    readAudit(app.state.db)
      .filter(({ action }) => action === 'report_changed')
      .map(({ actor: by, subject }) => [by, subject]),
  ).toEqual(Array.from({ length: 3 }, () => ['root', 'tinh-tuan']))
})

test('a new report needs an id that is free, and is stopped where there is no file to go back to', async () => {
  const { root } = await office()
  const { body } = await root('GET', WEEKLY)
  const text = (body.text ?? '').replace('id: tinh-tuan', 'id: tinh-moi')
  expect((await root('PUT', `${PATH}/tinh-moi`, { text, base: 0 })).status).toBe(404)
  expect(await root('PUT', WEEKLY, { text: body.text ?? '', base: null })).toMatchObject({
    status: 409,
    body: { error: { code: 'exists' } },
  })
  expect((await root('PUT', `${PATH}/tinh-moi`, { text, base: null })).body).toMatchObject({
    ...{ id: 'tinh-moi', version: 1, shipped: false },
  })
  expect((await root('POST', `${PATH}/tinh-moi/file`, { base: 1 })).status).toBe(404)
  expect((await root('POST', `${PATH}/tinh-moi/stop`, { base: 1 })).body.state).toBe('stopped')
  // Started again from where it was.
  expect((await root('PUT', `${PATH}/tinh-moi`, { text, base: 2 })).body.state).toBe('text')
})

test('what is wrong is told by line and column, and is not put in force', async () => {
  const { root } = await office()
  const { body } = await root('GET', WEEKLY)
  const faulty = (body.text ?? '').replace('measure: dossiers.received', 'measure: dossiers.recieved')
  const line = faulty.split('\n').findIndex((one) => one.includes('dossiers.recieved')) + 1
  const told = 'dossiers.recieved is not a measure or dimension of the model'
  expect((await root('POST', `${PATH}/check`, { text: faulty, id: 'tinh-tuan' })).body).toEqual({
    ...{ id: null, title: null, scope: null },
    problems: [
      {
        ...{ line, column: 20, message: told },
        message_vi: 'dossiers.recieved không có trong các chỉ số và chiều phân tích',
      },
    ],
  })
  expect((await root('POST', `${PATH}/check`, { text: body.text ?? '' })).body).toEqual({
    ...{ id: 'tinh-tuan', title: 'Báo cáo tuần của {province}', scope: 'province', problems: [] },
  })
  for (const [method, path, sent] of [
    ['PUT', WEEKLY, { text: faulty, base: 0 }],
    ['POST', `${PATH}/preview`, { text: faulty }],
  ] as const)
    expect(await root(method, path, sent)).toMatchObject({
      status: 422,
      body: { error: { code: 'faulty', message: expect.stringContaining(`:${line}:20: ${told}`) as string } },
    })
  expect((await root('GET', WEEKLY)).body.version).toBe(0)
})

test('an unsaved text is shown as the report that it would be', async () => {
  const { app, root } = await office()
  const { body } = await root('GET', WEEKLY)
  createAccount(
    app.state.db,
    { name: 'tool', role: 'administrator', provinces: 'all', passwordHash: '' },
    app.clock.now,
    actor,
  )
  const authorization = addToken(app, 'tool', 30, ['read', 'admin'])
  const shown = (asked: object) =>
    app.ask(`${PATH}/preview`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ text: body.text, ...asked }),
    })
  expect((await shown({})).body).toBe('rows of 01 in 2026-W46')
  const chosen = await shown({ province: '79', period: '2026-W40' })
  expect([chosen.body, chosen.headers['content-type']]).toEqual([
    'rows of 79 in 2026-W40',
    'text/html; charset=utf-8',
  ])
  expect(chosen.headers['content-security-policy']).toMatch(/^sandbox/)
  expect((await shown({ period: '2026-40' })).status).toBe(400)
  expect((await shown({ province: '99' })).status).toBe(403)
})

test('nobody else sees or changes a definition, nor do tokens that only read', async () => {
  const { app, signedIn } = await office()
  createAccount(
    app.state.db,
    { name: 'tool', role: 'administrator', provinces: 'all', passwordHash: '' },
    app.clock.now,
    actor,
  )
  const authorization = addToken(app, 'tool', 30, ['read', 'sql'])
  const headers = { authorization, 'content-type': 'application/json' }
  const others = (['leader', 'minister', 'provincial_leader', 'analyst'] as const).map((role) =>
    signedIn(role, role),
  )
  for (const [method, path] of [
    ['GET', PATH],
    ['GET', WEEKLY],
    ['GET', `${WEEKLY}/versions/0`],
    ['POST', `${PATH}/check`],
    ['POST', `${PATH}/preview`],
    ['PUT', WEEKLY],
    ['POST', `${WEEKLY}/stop`],
    ['POST', `${WEEKLY}/file`],
  ] as const) {
    const sent = method === 'GET' ? undefined : { text: 'id: a', base: 0 }
    for (const ask of others) expect((await ask(method, path, sent)).status, `${method} ${path}`).toBe(403)
    const body = sent === undefined ? {} : { body: JSON.stringify(sent) }
    expect((await app.ask(path, { method, headers, ...body })).status, `${method} ${path}`).toBe(403)
  }
})
