import { createPinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createApp, effectScope, nextTick, ref } from 'vue'
import type { Client, Status } from '../api/client.ts'
import type { CubeQuery, CubeRow } from '../api/cube.ts'
import { ApiError } from '../api/http.ts'
import { CLIENT, useBase } from '../stores/base.ts'
import { useTroubles } from '../stores/troubles.ts'
import { useFigures } from './useFigures.ts'

const status = (rows: number): Status => ({
  version: '1',
  now: '2026-11-01T00:00:00Z',
  simulated: false,
  datasets: [
    {
      dataset: 'dossiers',
      rows,
      as_of: '2026-10-31',
      newest_business_date: '2026-10-31',
      last_load_at: '2026-11-01T00:00:00Z',
      rhythm_days: 1,
      state: 'fresh',
    },
  ],
})
const october: CubeQuery = { measures: ['dossiers.received'] }
const november: CubeQuery = { measures: ['dossiers.resolved'] }

const setUp = () => {
  let answer: () => Promise<CubeRow[]> = () => Promise.resolve([{ 'dossiers.received': 1 }])
  const load = vi.fn((_query: CubeQuery, _edition: string) => answer())
  const app = createApp({})
    .provide(CLIENT, { load } as unknown as Client)
    .use(createPinia())
  const scope = effectScope()
  const query = ref<CubeQuery>(october)
  return app.runWithContext(() => {
    const base = useBase()
    base.status = status(10)
    const { figures, retry } = scope.run(() => useFigures(() => ({ one: query.value })))!
    return {
      figure: figures.one,
      retry,
      base,
      query,
      load,
      troubles: useTroubles(),
      answer: (next: () => Promise<CubeRow[]>) => (answer = next),
      stop: () => scope.stop(),
    }
  })
}
const away = () => Promise.reject(new ApiError(0, 'unreachable'))
const settle = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => vi.useFakeTimers({ now: Date.parse('2026-11-01T02:12:00Z') }))
afterEach(() => vi.useRealTimers())

test('figures are asked anew once other rows are published', async () => {
  const { figure, base, load } = setUp()
  await settle()
  base.status = status(10)
  await settle()
  expect(load).toHaveBeenCalledTimes(1)
  base.status = status(11)
  await settle()
  expect(load).toHaveBeenCalledTimes(2)
  expect(figure.state).toBe('ready')
})

test('the last rows stay, marked with their time, and the service is asked until it answers', async () => {
  const { figure, base, load, answer, troubles } = setUp()
  await settle()
  answer(away)
  base.status = status(11)
  await settle()
  expect(figure).toMatchObject({ state: 'stale', rows: [{ 'dossiers.received': 1 }] })
  expect(troubles.any).toBe(true)
  expect(troubles.since).toBe(Date.parse('2026-11-01T02:12:00Z'))
  // 2, 4, 8, 16 and 32 seconds, then once a minute.
  await vi.advanceTimersByTimeAsync(62_000)
  expect(load).toHaveBeenCalledTimes(2 + 5)
  expect(figure.state).toBe('stale')
  answer(() => Promise.resolve([{ 'dossiers.received': 2 }]))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(figure).toMatchObject({ state: 'ready', rows: [{ 'dossiers.received': 2 }] })
  expect(troubles.any).toBe(false)
  const asked = load.mock.calls.length
  await vi.advanceTimersByTimeAsync(300_000)
  expect(load).toHaveBeenCalledTimes(asked)
})

test('rows of one question never stand in for another', async () => {
  const { figure, query, answer, troubles } = setUp()
  await settle()
  answer(away)
  query.value = november
  await nextTick()
  await settle()
  expect(figure).toMatchObject({ state: 'failed', rows: null })
  expect(troubles).toMatchObject({ any: true, since: null })
  answer(() => Promise.resolve([{ 'dossiers.resolved': 3 }]))
  await vi.advanceTimersByTimeAsync(2_000)
  expect(figure.state).toBe('ready')
})

test('a refusal is not asked again by itself, but by hand', async () => {
  const { figure, base, load, answer, retry, troubles } = setUp()
  await settle()
  answer(() => Promise.reject(new ApiError(403, 'not yours')))
  base.status = status(11)
  await settle()
  await vi.advanceTimersByTimeAsync(600_000)
  expect(load).toHaveBeenCalledTimes(2)
  expect(figure.state).toBe('failed')
  expect(troubles.any).toBe(false)
  retry()
  expect(figure.state).toBe('loading')
  await settle()
  expect(load).toHaveBeenCalledTimes(3)
})

test('a page that is left asks no more and has no trouble', async () => {
  const { load, answer, base, troubles, stop } = setUp()
  await settle()
  answer(away)
  base.status = status(11)
  await settle()
  stop()
  await vi.advanceTimersByTimeAsync(600_000)
  expect(load).toHaveBeenCalledTimes(2)
  expect(troubles.any).toBe(false)
})
