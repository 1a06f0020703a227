import { constants } from 'node:zlib'
import compression from 'compression'
import express, { type Application, type RequestHandler } from 'express'
import type { Logger } from 'pino'
import { createHealth, type HealthOfCube } from './api/health.ts'
import { apiRoutes } from './api/routes.ts'
import { createSimulated } from './api/simulated.ts'
import type { ReadableWarehouse } from './api/warehouse-rows.ts'
import { exportRoutes, type ExportParts } from './export/routes.ts'
import { cubeMount, type MountableCube } from './http/cube-mount.ts'
import { errorHandler, route, sendError } from './http/errors.ts'
import {
  authenticate,
  isOpen,
  readOnlyWhenSeeing,
  requireAccount,
  requireCsrf,
  requireScope,
} from './http/guard.ts'
import { permissionsPolicy, securityHeaders } from './http/headers.ts'
import { requestLog } from './http/request-log.ts'
import { webFiles } from './http/web-files.ts'
import { createProvider } from './oidc/provider.ts'
import { providerRoutes } from './oidc/routes.ts'
import type { OidcSettings } from './oidc/settings.ts'
import { createShowLogin, loginRoutes, signOut } from './sign-in/login-routes.ts'
import { defaultSessionLimits, type SessionLimits } from './sign-in/sessions.ts'
import { createSignIn } from './sign-in/sign-in.ts'
import { sqlRoutes, type SqlParts } from './sql/routes.ts'
import type { State } from './state/state.ts'

/** For whole tables: at the usual levels, compressing takes longer than everything else that is done for them. */
const QUICKLY = { level: 1, brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } } }

export interface AppOptions {
  state: State
  cube: MountableCube & HealthOfCube
  warehouse: ReadableWarehouse
  /** The folder of the built web application. */
  webDir: string
  log: Logger
  /** The product's version, as in package.json. */
  version: string
  /**
   * Which proxies may say who asks and whether it was over TLS (`X-Forwarded-*`), as Express's "trust proxy".
   * @default false
   */
  trustProxy?: boolean | number | string
  /** @default defaultSessionLimits */
  session?: SessionLimits
  /** Exports of metrics queries. @default none */
  exports?: Pick<ExportParts, 'cube' | 'engineUrl'>
  /** SQL of analysts. @default none */
  sql?: Pick<SqlParts, 'warehouse' | 'statements' | 'analystUrl'>
  /** Reports: their part of the API, their definitions, the links in their mails, and views that arrive by mail. @default none */
  reports?: Record<'api' | 'definitions' | 'links' | 'subscriptions', RequestHandler>
  /** Alerts: their part of the API. @default none */
  alerts?: RequestHandler
  /** Sign-in through an OpenID Connect provider. @default none */
  oidc?: OidcSettings
  /** @default the system's clock */
  clock?: () => Date
}

/**
 * The whole HTTP surface of the product. Without having signed in, or a token, only `/login` and `GET /api/health` answer;
 * that is decided before any path is looked at further.
 */
export function createApp(options: AppOptions): Application {
  const { state, cube, warehouse, webDir, log, version } = options
  const limits = options.session ?? defaultSessionLimits
  const clock = options.clock ?? (() => new Date())
  const health = createHealth(warehouse, cube, version)
  const signIn = createSignIn(state.db, limits, clock)
  const errors = errorHandler(log)

  const app = express()
  app.disable('x-powered-by')
  app.set('case sensitive routing', true)
  app.set('strict routing', true)
  app.set('query parser', 'simple')
  app.set('trust proxy', options.trustProxy ?? false)

  app.use(requestLog(log))
  app.use(securityHeaders(), permissionsPolicy)
  app.use(authenticate(state.db, limits, clock))
  app.use((req, res, next) => (isOpen(req.method, req.path) ? next() : requireAccount(req, res, next)))
  app.use((req, res, next) => (isOpen(req.method, req.path) ? next() : requireScope(req, res, next)))
  app.use(readOnlyWhenSeeing)

  app.get(
    '/api/health',
    route(async (_req, res) => {
      const answer = await health()
      res
        .status(answer.ok ? 200 : 503)
        .set('cache-control', 'no-store')
        .json(answer)
    }),
  )
  const provider = options.oidc === undefined ? null : createProvider(options.oidc)
  const showLogin = createShowLogin({ version, simulated: createSimulated(warehouse), provider })
  app.use(loginRoutes({ db: state.db, signIn, clock }, showLogin))
  if (provider !== null) {
    app.use(providerRoutes({ db: state.db, provider, limits, clock, log, showLogin }))
  }

  app.use(requireCsrf)
  app.post('/logout', signOut({ db: state.db, clock, provider }))
  const quickly = compression(QUICKLY)
  if (options.exports !== undefined) {
    app.use('/api/export', quickly, exportRoutes({ ...options.exports, warehouse, clock, log }))
  }
  if (options.sql !== undefined) {
    app.use('/api/sql', quickly, sqlRoutes({ ...options.sql, db: state.db, clock, log }))
  }
  app.use(compression())
  if (options.reports !== undefined) {
    app.use('/api/reports/definitions', options.reports.definitions)
    app.use('/api/reports', options.reports.api)
    app.use('/report-file', options.reports.links)
    app.use('/api/subscriptions', options.reports.subscriptions)
  }
  if (options.alerts !== undefined) app.use('/api/alerts', options.alerts)
  app.use('/api', apiRoutes({ warehouse, version, clock, log, db: state.db, limits }))
  app.use(cubeMount(cube))
  app.use(webFiles(webDir))
  app.use((_req, res) => sendError(res, 404, 'not_found', 'There is nothing at this address.'))
  app.use(errors)
  return app
}
