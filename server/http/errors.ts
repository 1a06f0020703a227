import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { z } from 'zod'

/** An error that is meant for whoever asked. Anything else that is thrown is answered as 500 and told to the log only. */
export class HttpError extends Error {
  override name = 'HttpError'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** The one shape of every error answer. */
export interface ErrorBody {
  error: { code: string; message: string }
}

export function sendError(res: Response, status: number, code: string, message: string): void {
  res
    .status(status)
    .set('cache-control', 'no-store')
    .json({ error: { code, message } } satisfies ErrorBody)
}

/** Express 4 does not see what an async handler rejects with; this hands it on. */
export function route(
  handler: (req: Request, res: Response, next: NextFunction) => Promise<void>,
): RequestHandler {
  return (req, res, next) => {
    handler(req, res, next).catch(next)
  }
}

/** What the HTTP libraries throw: `status` says whose fault it is. */
const libraryError = z.object({ status: z.number().int().min(400).max(499), type: z.string().optional() })

/** Answers what was thrown, in the one error shape, and logs what is our own fault. */
export function errorHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    if (!(error instanceof HttpError) && !libraryError.safeParse(error).success) {
      log.error({ request: res.get('x-request-id'), failure: describeFailure(error) }, 'request failed')
    }
    if (res.headersSent) {
      next(error)
      return
    }
    if (error instanceof HttpError) return sendError(res, error.status, error.code, error.message)
    const known = libraryError.safeParse(error)
    if (!known.success) {
      return sendError(
        res,
        500,
        'internal',
        'The server could not answer this. It has been noted in its log.',
      )
    }
    if (known.data.status === 413)
      return sendError(res, 413, 'too_large', 'The request is larger than is accepted.')
    sendError(res, known.data.status, 'bad_request', 'The request could not be read.')
  }
}

/**
 * What a log may hold of an error. Never its own fields: body parsers attach the body (a password, perhaps), and never a
 * database's message, which quotes the SQL.
 */
export function describeFailure(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: typeof error }
  const { code, type } = z
    .object({
      code: z.union([z.string(), z.number()]).optional().catch(undefined),
      type: z.string().optional().catch(undefined),
    })
    .parse({ ...error })
  const frames = (error.stack ?? '').split('\n').filter((text) => /^\s+at /.test(text))
  const fromDatabase = type !== undefined || /clickhouse/i.test(error.constructor.name)
  return {
    name: error.name,
    ...(code === undefined ? {} : { code }),
    ...(type === undefined ? {} : { type }),
    ...(fromDatabase ? {} : { message: error.message }),
    stack: frames.map((text) => text.trim()),
  }
}
