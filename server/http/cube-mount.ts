import express, { type Application, type RequestHandler } from 'express'
import { sendError } from './errors.ts'

/** What the server needs of Cube: handlers under `/cubejs-api`, which read `accountOf(req)`. */
export interface MountableCube {
  install(app: Application): void
}

const offered = new Map([
  ['/cubejs-api/v1/load', ['GET', 'HEAD', 'POST']],
  ['/cubejs-api/v1/sql', ['GET', 'HEAD', 'POST']],
  ['/cubejs-api/v1/dry-run', ['GET', 'HEAD', 'POST']],
  ['/cubejs-api/v1/meta', ['GET', 'HEAD']],
  ['/cubejs-api/graphql', ['GET', 'HEAD', 'POST']],
])

/**
 * Cube in an application of its own, reached only by the paths that are offered: what else Cube mounts (probes, system
 * and pre-aggregation endpoints, its own error handler) stays out of reach.
 */
export function cubeMount(cube: MountableCube): RequestHandler {
  const inner = express()
  inner.disable('x-powered-by')
  inner.set('case sensitive routing', true)
  inner.set('strict routing', true)
  inner.use(express.json({ limit: '1mb' }))
  cube.install(inner)

  return (req, res, next) => {
    if (!/^\/+cubejs-/i.test(req.path)) return next()
    const methods = offered.get(req.path)
    if (methods === undefined) return sendError(res, 404, 'not_found', 'There is nothing at this address.')
    if (!methods.includes(req.method)) {
      res.set('allow', methods.join(', '))
      return sendError(res, 405, 'method_not_allowed', `This address takes ${methods.join(', ')}.`)
    }
    res.set('cache-control', 'private, no-cache')
    inner(req, res, (error?: unknown) => {
      if (error !== undefined && error !== null) return next(error)
      next()
    })
  }
}
