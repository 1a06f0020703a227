import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import { accountOf } from './account-of.ts'

/**
 * One line a request: who asked for which path, and how it ended. Only what is named here is logged: no header, no
 * cookie, no body and no query string, which may hold a token, a password or a query.
 */
export function requestLog(log: Logger): RequestHandler {
  return (req, res, next) => {
    const started = performance.now()
    const id = randomUUID()
    // The path as it came: handlers of sub-applications change req.url while they work.
    const path = req.path.slice(0, 200)
    res.set('x-request-id', id)
    res.once('close', () => {
      const line = {
        request: id,
        method: req.method,
        path,
        status: res.statusCode,
        milliseconds: Math.round((performance.now() - started) * 10) / 10,
        account: accountOf(req)?.name,
        address: req.ip,
        ...(res.writableFinished ? {} : { cut: true }),
      }
      if (res.statusCode >= 500) log.warn(line, 'request')
      else log.info(line, 'request')
    })
    next()
  }
}
