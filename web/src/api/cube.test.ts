import { expect, test, vi } from 'vitest'
import { createClient } from './client.ts'
import { loadQuery, numberOf, readRows } from './cube.ts'
import type { CubeQuery } from './cube.ts'
import type { Effects } from './http.ts'
import { ApiError } from './http.ts'

const query: CubeQuery = {
  measures: ['dossiers.received'],
  dimensions: ['dossiers.province'],
  timeDimensions: [
    { dimension: 'dossiers.date', dateRange: ['2026-10-01', '2026-10-31'], granularity: 'month' },
  ],
}

test('measures become numbers, codes stay texts, buckets become days, null stays null', () => {
  const [row, none] = readRows(query, [
    {
      'dossiers.received': '217121',
      'dossiers.province': '01',
      'dossiers.date.month': '2026-10-01T00:00:00.000',
    },
    { 'dossiers.received': null, 'dossiers.province': '79' },
  ])
  expect(row).toEqual({
    'dossiers.received': 217121,
    'dossiers.province': '01',
    'dossiers.date.month': '2026-10-01',
  })
  expect(numberOf(none, 'dossiers.received')).toBeNull()
})

test('a measure in words stays words, and what is not a number is no data', () => {
  const asked: CubeQuery = { measures: ['scores766.band', 'scores766.score'] }
  expect(
    readRows(asked, [
      { 'scores766.band': 'good', 'scores766.score': '87.5' },
      { 'scores766.band': null, 'scores766.score': 'nan' },
    ]),
  ).toEqual([
    { 'scores766.band': 'good', 'scores766.score': 87.5 },
    { 'scores766.band': null, 'scores766.score': null },
  ])
})

const answering = (answers: { status: number; body: unknown }[]) => {
  const left: string[] = []
  const asked: (RequestInit | undefined)[] = []
  const effects: Effects = {
    fetch: (_path, init) => {
      asked.push(init)
      const next = answers.shift()
      if (!next) return Promise.reject(new TypeError('network'))
      return Promise.resolve(new Response(JSON.stringify(next.body), { status: next.status }))
    },
    leave: (path) => left.push(path),
    here: () => '/on-time?period=2026-10',
    wait: () => Promise.resolve(),
  }
  return { effects, left, asked }
}

test('a long query is waited for', async () => {
  const { effects, asked } = answering([
    { status: 200, body: { error: 'Continue wait' } },
    { status: 200, body: { data: [{ 'dossiers.received': '5' }] } },
  ])
  expect(await loadQuery(effects, query, 'token')).toEqual([{ 'dossiers.received': 5 }])
  expect(asked).toHaveLength(2)
  expect((asked[0]?.headers as Record<string, string>)['x-csrf-token']).toBe('token')
})

test('signed out, the browser leaves for the sign-in page and comes back here', async () => {
  const { effects, left } = answering([{ status: 401, body: {} }])
  await expect(loadQuery(effects, query, '')).rejects.toThrow(ApiError)
  expect(left).toEqual(['/login?next=%2Fon-time%3Fperiod%3D2026-10'])
})

test('an answer that is cut off is an error too', async () => {
  const { effects } = answering([])
  effects.fetch = () => Promise.resolve(new Response('{"data":[{"dossiers.rec', { status: 200 }))
  await expect(loadQuery(effects, query, 'token')).rejects.toMatchObject({ status: 0 })
})

test('an unreachable service is an error, never an empty answer', async () => {
  await expect(loadQuery(answering([]).effects, query, '')).rejects.toMatchObject({ status: 0 })
  await expect(
    loadQuery(answering([{ status: 400, body: { error: 'needs one date range' } }]).effects, query, ''),
  ).rejects.toMatchObject({ status: 400, message: 'needs one date range' })
})

test('questions are asked five at a time, in order', async () => {
  const open: (() => void)[] = []
  let asked = 0
  const client = createClient({
    fetch: () => {
      asked++
      return new Promise((answer) => open.push(() => answer(new Response('{"data":[]}'))))
    },
    leave: () => undefined,
    here: () => '/',
    wait: () => Promise.resolve(),
  })
  const all = Array.from({ length: 12 }, (_, i) => client.load({ measures: [`dossiers.m${i}`] }, '1'))
  await vi.waitFor(() => expect(asked).toBe(5))
  for (let done = 0; done < 12; done++) {
    await vi.waitFor(() => expect(asked).toBe(Math.min(done + 5, 12)))
    open[done]?.()
  }
  expect(await Promise.all(all)).toHaveLength(12)
})

test('what is refused while signing out does not lead elsewhere than the server says', async () => {
  const left: string[] = []
  const refused = () => Promise.resolve(new Response('{}', { status: 401 }))
  const signOut = () => Promise.resolve(new Response('{"next":"https://provider/end"}', { status: 200 }))
  const client = createClient({
    fetch: (path) => (path === '/logout' ? signOut() : refused()),
    leave: (path) => left.push(path),
    here: () => '/identity',
    wait: () => Promise.resolve(),
  })
  const leaving = client.signOut()
  await Promise.allSettled([leaving, client.load(query, '1'), client.status()])
  expect(left).toEqual(['https://provider/end'])
})
