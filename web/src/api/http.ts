/** What the client needs of the browser; tests pass their own. */
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
  constructor(status: number, message: string, code = '') {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
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
  const said = (error ?? {}) as { code?: string; message?: string }
  return new ApiError(status, said.message ?? `HTTP ${status}`, said.code)
}

/** Undefined for what is not whole. */
const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** One JSON request. A 401 leaves for the sign-in page; any other failure is thrown as {@link ApiError}. */
export const requestJson = async (
  effects: Effects,
  path: string,
  init: RequestInit = {},
): Promise<unknown> => {
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
  const text = await response.text().catch(() => {
    throw new ApiError(0, 'the answer was cut off')
  })
  const body = jsonOf(text)
  if (!response.ok) throw problemOf(body, response.status)
  if (body === undefined && response.status !== 204) throw new ApiError(0, 'the answer was cut off')
  return body ?? null
}
