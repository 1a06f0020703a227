import type { Effects } from './http.ts'

/**
 * The client outside a browser: at an address, with an account's token (`npm run admin -- token`) in place of a session.
 * A token that is refused is an {@link ApiError} 401.
 *
 * @param origin `http://127.0.0.1:8080`
 */
export const tokenEffects = (origin: string, token: string): Effects => ({
  fetch: (path, init) => {
    const headers = new Headers(init?.headers)
    headers.set('authorization', `Bearer ${token}`)
    return fetch(new URL(path, origin), { ...init, headers })
  },
  leave: () => undefined,
  here: () => '/',
  wait: (ms) => new Promise((done) => setTimeout(done, ms)),
})
