import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeEach, expect, test } from 'vitest'
import { rows } from '../../etl/warehouse/client.ts'
import { COLUMNS, pulling, pullingGround, QUICK, sourceRow, webServer, type Pulling } from './pull-harness.ts'

const ground = pullingGround()
let source: Pulling
let number = 0
/** Each test has a source of its own, and so a state of its own. */
let name = ''
beforeEach(async () => {
  await ground.scratch.empty()
  number += 1
  name = `one-stop-${number}`
  source = pulling(ground.scratch, { PULL_TOKEN: 'very-secret' })
  ground.web.asked()
})

const json = (response: ServerResponse, value: unknown, status = 200) => {
  const body = JSON.stringify(value)
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
}
const definition = (rest: string) => `
name: ${name}
kind: http
dataset: dossiers
schedule: "*/10 * * * *"
url: ${ground.web.url}/dossiers
format: json
${QUICK}${COLUMNS}${rest}`
const SINCE = `
since: { column: updated_at, parameter: tu }
`
const one = sourceRow({ ma: '0001', status: 4, second: 1 })
const two = sourceRow({ ma: '0002', status: 9, second: 2 })
const three = sourceRow({ ma: '0003', status: 9, second: 3 })
const folder = () => join(ground.scratch.dataDir, 'pulled', name)
const state = () => JSON.parse(readFileSync(join(folder(), 'state.json'), 'utf8')) as Record<string, unknown>
const LATEST = { failures: 0, cursor: '2022-01-07T03:00:02.000Z' }

test('a pull takes the contracted columns, publishes, and the next begins at the cursor', async () => {
  ground.web.answer((_, response) => json(response, [one, two]))
  const first = await source.pull(definition(SINCE))
  expect(first).toMatchObject({ status: 'published', rows: 2, ...LATEST })
  expect(await source.dossiers()).toEqual({ '0001': 4, '0002': 9 })
  expect(state()).toMatchObject({ ...LATEST, lastBatch: first.loads[0]?.batch })
  const [kept = ''] = readdirSync(folder()).filter((file) => file.startsWith(`dossiers-${name}-`))
  expect(readFileSync(join(folder(), kept), 'utf8')).not.toContain('not to be kept')

  ground.web.answer((_, response) => json(response, [two, sourceRow({ ma: '0001', status: 9, second: 5 })]))
  expect(await source.pull(definition(SINCE))).toMatchObject({
    status: 'published',
    cursor: '2022-01-07T03:00:05.000Z',
  })
  expect(await source.dossiers()).toEqual({ '0001': 9, '0002': 9 })
  expect(ground.web.asked()).toEqual(['/dossiers', '/dossiers?tu=2022-01-07T03%3A00%3A02.000Z'])
  // Only the file published last is kept.
  expect(readdirSync(folder()).filter((file) => file.startsWith('dossiers-'))).toHaveLength(1)

  ground.web.answer((_, response) => json(response, []))
  expect(await source.pull(definition(SINCE))).toMatchObject({
    status: 'unchanged',
    loads: [],
    cursor: '2022-01-07T03:00:05.000Z',
  })
})

const failures: Record<string, { bad: (response: ServerResponse) => void; reason: RegExp }> = {
  '500': { bad: (response) => json(response, { error: 'x' }, 500), reason: /answered 500/ },
  'a hang before the answer': { bad: () => undefined, reason: /silent for 0.3 s/ },
  'a hang within the answer': {
    bad: (response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write(`[${JSON.stringify(one)},`)
    },
    reason: /silent for 0.3 s/,
  },
  'a cut before the announced length': {
    bad: (response) => {
      response.writeHead(200, { 'content-length': 5000 })
      response.write(`[${JSON.stringify(one)},`, () => response.destroy())
    },
    reason: /was cut after|socket hang up|ECONNRESET/,
  },
  'a cut between chunks': {
    bad: (response) => {
      response.write(`[${JSON.stringify(one)},`, () => response.destroy())
    },
    reason: /was cut after|socket hang up|ECONNRESET/,
  },
  'a cut of the gzip, well-ended as HTTP': {
    bad: (response) => {
      const whole = gzipSync(JSON.stringify([one, two]))
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': whole.length - 9 })
      response.end(whole.subarray(0, -9))
    },
    reason: /unexpected end of file/,
  },
  'JSON that ends early, well-ended as HTTP': {
    bad: (response) => response.end(`[${JSON.stringify(one)}`),
    reason: /ends early/,
  },
  'a page for people instead of JSON': {
    bad: (response) => response.end('<html>Bảo trì</html>'),
    reason: /is not JSON/,
  },
  '429': {
    bad: (response) => {
      response.writeHead(429, { 'retry-after': '0' })
      response.end()
    },
    reason: /answered 429/,
  },
}

test.for(Object.entries(failures))(
  '%s: tried again until it is well, nothing lost or doubled',
  async ([, { bad }]) => {
    let left = 2
    ground.web.answer((_, response) => {
      left -= 1
      if (left >= 0) bad(response)
      else json(response, [one, two])
    })
    expect(await source.pull(definition(SINCE))).toMatchObject({
      status: 'published',
      rows: 2,
      retries: 2,
      ...LATEST,
    })
    expect(ground.web.asked()).toHaveLength(3)
    expect(await source.dossiers()).toEqual({ '0001': 4, '0002': 9 })
  },
)

test.for(Object.entries(failures))(
  '%s to the end: reported, and warehouse and cursor are as before',
  async ([, { bad, reason }]) => {
    ground.web.answer((_, response) => json(response, [one, two]))
    await source.pull(definition(SINCE))
    const published = await source.dossiers()
    const ledger = () => rows(ground.scratch.warehouse.client('reader'), 'SELECT version FROM ledger_version')
    const version = await ledger()
    ground.web.answer((_, response) => bad(response))
    const failed = await source.pull(definition(SINCE))
    expect(failed).toMatchObject({
      status: 'failed',
      retries: 2,
      failures: 1,
      cursor: LATEST.cursor,
      loads: [],
    })
    expect(failed.reason).toMatch(reason)
    expect(source.said.at(-1)).toMatch(reason)
    expect(state()).toMatchObject({ failures: 1, cursor: LATEST.cursor, lastError: failed.reason })
    expect((await source.pull(definition(SINCE))).failures).toBe(2)
    expect(await source.dossiers()).toEqual(published)
    expect(await ledger()).toEqual(version)
    expect(readdirSync(folder()).filter((file) => file.endsWith('.part'))).toEqual([])

    ground.web.answer((_, response) => json(response, [two, three]))
    expect(await source.pull(definition(SINCE))).toMatchObject({ status: 'published', failures: 0 })
    expect(await source.dossiers()).toEqual({ ...published, '0003': 9 })
    expect(state()).not.toHaveProperty('lastError')
  },
)

test('404 is not asked again', async () => {
  ground.web.answer((_, response) => json(response, {}, 404))
  expect(await source.pull(definition(''))).toMatchObject({ status: 'failed', retries: 0 })
  expect(ground.web.asked()).toHaveLength(1)
})

test('a column with another name is named; nothing is loaded until the definition knows it', async () => {
  const { updated_at, ...rest } = two
  ground.web.answer((_, response) => json(response, [one, { ...rest, ngay_cap_nhat: updated_at }]))
  const renamed = await source.pull(definition(''))
  expect(renamed).toMatchObject({ status: 'failed', loads: [], failures: 1 })
  expect(renamed.reason).toContain('"ngay_cap_nhat"')
  ground.web.answer((_, response) => json(response, [one, rest]))
  expect((await source.pull(definition(''))).reason).toContain(
    'no column "updated_at" any more (dossiers.updated_at)',
  )
  expect((await source.pull(definition(SINCE))).reason).toContain('"updated_at" of "since" is missing')
  expect(await source.dossiers()).toEqual({})
})

test('without columns the loader refuses what is not contracted; the file stays beside the reason, the cursor where it was', async () => {
  const bare = definition(SINCE).replace(COLUMNS, '')
  ground.web.answer((_, response) => json(response, [one, two]))
  const refused = await source.pull(bare)
  expect(refused).toMatchObject({ status: 'refused', failures: 1 })
  expect(refused.reason).toContain('"ho_ten"')
  expect(refused).not.toHaveProperty('cursor')
  expect(state()).not.toHaveProperty('cursor')
  const kept = readdirSync(join(folder(), 'refused')).sort()
  expect(kept).toHaveLength(2)
  expect(readFileSync(join(folder(), 'refused', kept[1] ?? ''), 'utf8')).toBe(`${refused.reason}\n`)

  ground.web.answer((_, response) =>
    json(
      response,
      [one, two].map(({ ma_ho_so, ho_ten: _, ...row }) => ({ dossier_code: ma_ho_so, ...row })),
    ),
  )
  expect(await source.pull(bare)).toMatchObject({ status: 'published', ...LATEST })
  expect(existsSync(join(folder(), 'refused'))).toBe(false)
})

test('a row from the future does not move the cursor beyond what can have been received', async () => {
  const future = { ...three, updated_at: '2999-01-01T00:00:00Z' }
  ground.web.answer((_, response) => json(response, [one, future, two]))
  expect(await source.pull(definition(SINCE))).toMatchObject({ cursor: LATEST.cursor })
})

test('the secret goes to its own host only, and into no message', async () => {
  const other = await webServer()
  const sent: (string | undefined)[] = []
  const header = 'headers: { x-api-key: "${PULL_TOKEN}" }\nauth: { bearer: "${PULL_TOKEN}" }\n'
  other.answer((request, response) => {
    sent.push(request.headers.authorization, request.headers['x-api-key'] as string | undefined)
    json(response, [one])
  })
  ground.web.answer((request, response) => {
    sent.push(request.headers.authorization, request.headers['x-api-key'] as string | undefined)
    if (request.url === '/dossiers') response.writeHead(302, { location: '/moved' }).end()
    else response.writeHead(307, { location: `${other.url}/elsewhere` }).end()
  })
  expect(await source.pull(definition(header))).toMatchObject({ status: 'published', rows: 1 })
  expect(sent).toEqual([
    'Bearer very-secret',
    'very-secret',
    'Bearer very-secret',
    'very-secret',
    undefined,
    undefined,
  ])
  await other.close()

  ground.web.answer((_, response) => response.writeHead(302, { location: '/dossiers' }).end())
  expect((await source.pull(definition(header))).reason).toMatch(/redirects too often/)
  ground.web.answer((_, response) => response.destroy())
  const inAddress = definition('').replace('/dossiers', '/very-secret/${PULL_TOKEN}')
  const failed = await source.pull(inAddress.replace('/very-secret/', '/'))
  expect(failed.status).toBe('failed')
  expect(JSON.stringify([failed, source.said, state()])).not.toContain('very-secret')
  const unset = await source.pull(definition('auth: { bearer: "${NOT_SET}" }\n'))
  expect(unset).toMatchObject({
    status: 'failed',
    retries: 0,
    reason: '${NOT_SET} is not set in the environment',
  })
})

test('an answer over the limit is given up', async () => {
  ground.web.answer((_, response) =>
    json(
      response,
      Array.from({ length: 20 }, () => one),
    ),
  )
  expect((await source.pull(definition('limit: 1KB\n'))).reason).toMatch(
    /larger than its limit of 1000 bytes/,
  )
  expect(await source.dossiers()).toEqual({})
})

test('a pull that takes too long is given up; one that is stopped counts as not begun', async () => {
  ground.web.answer(() => undefined)
  const slow = definition('timeout: 200ms\n').replace('idle: 300ms', 'idle: 30s')
  expect((await source.pull(slow)).reason).toBe('took longer than its timeout of 0.2 s')
  const before = state()
  const stopping = new AbortController()
  ground.web.answer(() => stopping.abort())
  const stopped = await source.pull(slow.replace('200ms', '30s'), { signal: stopping.signal })
  expect(stopped).toMatchObject({ status: 'stopped', failures: 1 })
  expect(state()).toEqual(before)
})

test('a dry run receives and tells, and changes nothing', async () => {
  ground.web.answer((_, response) => json(response, [one, two]))
  expect(await source.pull(definition(SINCE), { dryRun: true })).toMatchObject({
    status: 'dry-run',
    rows: 2,
    cursor: LATEST.cursor,
  })
  expect(await source.dossiers()).toEqual({})
  expect(existsSync(join(folder(), 'state.json'))).toBe(false)
})
