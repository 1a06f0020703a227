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
  constructor(status: number, message: string) {
    super(message)
    this.name = 'ApiError'
    this.status = status
  }
}

export const browserEffects: Effects = {
  fetch: (path, init) => fetch(path, init),
  leave: (path) => location.assign(path),
  here: () => location.pathname + location.search,
  wait: (ms) => new Promise((done) => setTimeout(done, ms)),
}

const messageOf = (body: unknown, status: number): string => {
  if (body && typeof body === 'object' && 'error' in body && typeof body.error === 'string') return body.error
  return `HTTP ${status}`
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
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) throw new ApiError(response.status, messageOf(body, response.status))
  return body
}
