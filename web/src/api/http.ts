/** What the client needs of where it runs: a browser, a program (token.ts), a test. */
export interface Effects {
  fetch: (path: string, init?: RequestInit) => Promise<Response>
  /** Leaves for another address, for the sign-in page. */
  leave: (path: string) => void
  /** Address to come back to after sign-in. */
  here: () => string
  wait: (ms: number) => Promise<void>
}

/** An answer that is not the figures asked for; `status` 0 where the service could not be reached at all. */
export class ApiError extends Error {
  readonly status: number
  /** The server's word for what is wrong; empty where it gave none. */
  readonly code: string
  /** Where in what was sent, each from 1; null where the server did not say. */
  readonly position: { line: number; column: number } | null
  constructor(status: number, message: string, code = '', position: ApiError['position'] = null) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.position = position
  }
}

export const browserEffects: Effects = {
  fetch: (path, init) => fetch(path, init),
  leave: (path) => location.assign(path),
  here: () => location.pathname + location.search,
  wait: (ms) => new Promise((done) => setTimeout(done, ms)),
}

/** Cube answers `{error: text}`, the server `{error: {code, message}}`. */
const problemOf = (body: unknown, status: number): ApiError => {
  const error = body && typeof body === 'object' && 'error' in body ? body.error : null
  if (typeof error === 'string') return new ApiError(status, error)
  const said = (error ?? {}) as { code?: string; message?: string; position?: ApiError['position'] }
  return new ApiError(status, said.message ?? `HTTP ${status}`, said.code, said.position)
}

/** Undefined for what is not whole. */
const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
const textOf = (response: Response): Promise<string> =>
  response.text().catch(() => {
    throw new ApiError(0, 'the answer was cut off')
  })

/** One request. A 401 leaves for the sign-in page; any other failure is thrown as {@link ApiError}. */
export const request = async (effects: Effects, path: string, init: RequestInit = {}): Promise<Response> => {
  let response: Response
  try {
    response = await effects.fetch(path, {
      ...init,
      credentials: 'same-origin',
      headers: { accept: 'application/json', ...(init.headers as Record<string, string> | undefined) },
    })
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError(0, 'unreachable')
  }
  if (response.status === 401) {
    effects.leave(`/login?next=${encodeURIComponent(effects.here())}`)
    throw new ApiError(401, 'signed out')
  }
  if (!response.ok) throw problemOf(jsonOf(await textOf(response)), response.status)
  return response
}

/** One JSON request; fails as {@link request} does. */
export const requestJson = async (
  effects: Effects,
  path: string,
  init: RequestInit = {},
): Promise<unknown> => {
  const response = await request(effects, path, init)
  const body = jsonOf(await textOf(response))
  if (body === undefined && response.status !== 204) throw new ApiError(0, 'the answer was cut off')
  return body ?? null
}
