import type { Application } from 'express'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { alertRoutes } from '../../reports/alerts/api/routes.ts'
import { definitionRoutes } from '../../reports/api/definition-routes.ts'
import { createDefinitions } from '../../reports/definitions/in-force.ts'
import { reportRoutes } from '../../reports/api/routes.ts'
import { subscriptionRoutes } from '../../reports/api/subscription-routes.ts'
import { createLinks } from '../../reports/deliver/link.ts'
import { createApp } from '../app.ts'
import { createStatements } from '../sql/statements.ts'
import { openState } from '../state/state.ts'
import { addAccount, addToken, echoCube, nowhere, startApp, temporaryFolder } from '../testing/start-app.ts'

interface Layer {
  route?: { path: string; methods: Record<string, boolean> }
  handle: { stack?: Layer[] }
  regexp: RegExp
}

/** Every address of the application with its method, as Express has them. */
function routesOf(stack: readonly Layer[], before = ''): string[] {
  return stack.flatMap(({ route, handle, regexp }) => {
    if (route !== undefined) {
      const path = `${before}${route.path === '/' ? '' : route.path}`.replaceAll(/:(\w+)/g, '{$1}')
      return Object.keys(route.methods).map((method) => `${method} ${path}`)
    }
    if (handle.stack === undefined) return []
    const prefix = /^\^((?:\\\/[\w-]+)*)/.exec(regexp.source)?.[1]?.replaceAll('\\/', '/') ?? ''
    return routesOf(handle.stack, before + prefix)
  })
}

test('every address of /api is described, and nothing else is', async () => {
  const state = openState({ dataDir: temporaryFolder() })
  const warehouse = nowhere()
  const sqlWarehouse = { client: () => warehouse.client('reader') }
  const statements = createStatements({ db: state.db, warehouse: sqlWarehouse, clock: () => new Date() })
  const app: Application = createApp({
    ...{ state, warehouse, webDir: temporaryFolder(), log: pino({ level: 'silent' }), version: '1.2.3' },
    cube: echoCube([]),
    exports: {
      cube: { statement: () => Promise.reject(new Error('not asked')) },
      engineUrl: 'http://127.0.0.1:1',
    },
    reports: {
      api: reportRoutes({
        ...{
          db: state.db,
          provinces: [],
          folder: temporaryFolder(),
          mail: false,
          links: createLinks(state.db),
        },
        definitions: () => ({ reports: [], stopped: [], problems: [] }),
        preview: () => Promise.reject(new Error('not asked')),
        ...{ look: () => undefined, clock: () => new Date() },
      }),
      definitions: definitionRoutes({
        ...{ db: state.db, definitions: createDefinitions(state.db), provinces: [] },
        preview: () => Promise.reject(new Error('not asked')),
        describe: () => Promise.reject(new Error('not asked')),
        ...{ look: () => undefined, clock: () => new Date() },
      }),
      links: (_req, _res, next) => next(),
      subscriptions: subscriptionRoutes({
        ...{ db: state.db, mail: false, clock: () => new Date() },
        make: () => Promise.reject(new Error('not asked')),
      }),
    },
    alerts: alertRoutes({
      ...{ db: state.db, provinces: new Map(), mail: false, clock: () => new Date() },
      definitions: () => ({ rules: [], problems: [] }),
      words: () => Promise.resolve(new Map()),
    }),
    sql: { warehouse: sqlWarehouse, statements, analystUrl: null },
  })
  const { stack } = (app as unknown as { _router: { stack: Layer[] } })._router
  const there = routesOf(stack).filter((route) => / \/api\//.test(route))
  expect(there.length).toBeGreaterThan(25)

  const running = await startApp()
  await addAccount(running, 'phan-tich')
  const answer = await running.ask('/api/openapi.json', {
    headers: { authorization: addToken(running, 'phan-tich') },
  })
  const { openapi, paths, components } = JSON.parse(answer.body) as {
    openapi: string
    paths: Record<string, Record<string, { parameters?: { name: string }[] }>>
    components: { responses: Record<string, unknown> }
  }
  expect(openapi).toBe('3.1.0')
  expect(
    Object.entries(paths)
      .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`))
      .sort(),
  ).toEqual(there.sort())
  expect(paths['/api/admin/audit']?.['get']?.parameters?.map(({ name }) => name).sort()).toEqual(
    ['before', 'from', 'limit', 'text', 'to', 'what', 'who'].sort(),
  )
  // What it points to is in it.
  for (const [, name] of answer.body.matchAll(/#\/components\/responses\/(\w+)/g))
    expect(components.responses).toHaveProperty(name ?? '')
  state.close()
})
