import { Command } from 'commander'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { loadFiles } from '../../etl/load/load.ts'
import { pullCommand } from '../../etl/pull/command.ts'
import type { PullResult } from '../../etl/pull/pull.ts'
import { pullDue, schedulePulls, type ScheduleOptions } from '../../etl/pull/schedule.ts'
import { COLUMNS, pulling, pullingGround, sourceRow } from './pull-harness.ts'

const ground = pullingGround()
let sources: string
/** A data folder of its own for each test, so that no source has a past. */
let dataDir: string
beforeEach(async () => {
  await ground.scratch.empty()
  dataDir = mkdtempSync(join(ground.scratch.dataDir, 'of-'))
  sources = join(dataDir, 'sources')
  mkdirSync(sources)
  ground.web.asked()
})
afterEach(() => {
  process.exitCode = undefined
  vi.restoreAllMocks()
})

const define = (name: string, rest = '') =>
  writeFileSync(
    join(sources, `${name}.yaml`),
    `name: ${name}\nkind: http\ndataset: dossiers\nschedule: "0 * * * *"\nurl: ${ground.web.url}/${name}\nformat: json\nattempts: 1\n${COLUMNS}${rest}`,
  )
const load: ScheduleOptions['load'] = (files) =>
  loadFiles(files, { warehouse: ground.scratch.warehouse, dataDir, today: '2026-10-31' })
const row = (serial: number) => sourceRow({ ma: `000${serial}`, status: 9, second: serial })

test('pulls what is due, each source by itself, takes new definitions as they come, and stops', async () => {
  let now = Date.parse('2026-10-31T10:30:00+07:00')
  const results: PullResult[] = []
  const said: string[] = []
  const stopping = new AbortController()
  define('first')
  define('slow')
  writeFileSync(join(sources, 'faulty.yaml'), 'name: faulty\nkind: ftp\n')
  ground.web.answer((request, response) => {
    if (request.url === '/slow') return
    response.end(JSON.stringify([row(request.url === '/first' ? 1 : 2)]))
  })
  const options = { dataDir, sources, load, env: {}, every: 20, now: () => now, signal: stopping.signal }
  const ended = schedulePulls({
    ...options,
    log: (message) => said.push(message),
    onResult: (result) => results.push(result),
  })
  const until = async (reached: () => boolean) => {
    while (!reached()) await sleep(20)
  }
  const pulls = (name: string) => results.filter(({ source }) => source === name).length
  await until(() => pulls('first') === 1)
  define('second')
  await until(() => pulls('second') === 1)
  // Within the hour nothing is due again; five hours later each is due once, however many were missed.
  await sleep(200)
  expect([pulls('first'), pulls('second')]).toEqual([1, 1])
  now += 5 * 3_600_000
  await until(() => pulls('first') === 2 && pulls('second') === 2)
  await sleep(200)
  expect([pulls('first'), pulls('second')]).toEqual([2, 2])
  expect(results.map(({ status }) => status)).toEqual(['published', 'published', 'unchanged', 'unchanged'])
  // The slow one has been asked once and held nobody up.
  expect(ground.web.asked().filter((path) => path === '/slow')).toHaveLength(1)
  stopping.abort()
  await ended
  expect(results.at(-1)).toMatchObject({ source: 'slow', status: 'stopped', failures: 0 })
  expect(said.filter((message) => message.includes('faulty.yaml'))).toHaveLength(1)
  expect(await pulling(ground.scratch).dossiers()).toEqual({ '0001': 9, '0002': 9 })

  // Stopped is not pulled: it is due at the next start, and so only it.
  ground.web.answer((_, response) => response.end('[]'))
  const due = await pullDue({ dataDir, sources, load, env: {}, now: () => now })
  expect(due.map(({ source, status }) => `${source} ${status}`)).toEqual(['slow unchanged'])
})

async function command(...args: string[]): Promise<{ out: string[]; err: string[]; code: unknown }> {
  const out: string[] = []
  const err: string[] = []
  vi.spyOn(console, 'log').mockImplementation((text) => out.push(String(text)))
  vi.stubEnv('TOANCANH_SOURCES', sources)
  process.exitCode = undefined
  const program = new Command('etl').exitOverride()
  pullCommand(program, { dataDir, log: (message) => err.push(message), withLoader: (work) => work(load) })
  try {
    await program.parseAsync(['pull', ...args], { from: 'user' })
  } finally {
    vi.unstubAllEnvs()
    vi.restoreAllMocks()
  }
  return { out, err, code: process.exitCode }
}

test('etl pull: pulls the named or all, tells what became of them, and lists their states', async () => {
  define('first')
  define('second', 'since: { column: updated_at, parameter: tu }\n')
  ground.web.answer((request, response) =>
    response.end(JSON.stringify([row(request.url === '/first' ? 1 : 2)])),
  )
  const dry = await command('--dry-run', '--json')
  expect(JSON.parse(dry.out[0] ?? '')).toMatchObject({
    ok: true,
    pulls: [{ status: 'dry-run', rows: 1 }, { rows: 1 }],
  })
  expect(await pulling(ground.scratch).dossiers()).toEqual({})

  const one = await command('second')
  expect(one.out.join('\n')).toMatch(
    /^published dossiers from second: 1 rows received, 1 read = 1 loaded \+ 0 quarantined \+ 0 superseded \(\d/,
  )
  ground.web.answer((request, response) => {
    if (request.url === '/first') response.writeHead(404).end()
    else response.end('[]')
  })
  const failed = await command('--json')
  expect(failed.code).toBe(4)
  expect(JSON.parse(failed.out[0] ?? '')).toMatchObject({
    ok: false,
    pulls: [
      { source: 'first', status: 'failed', reason: `${ground.web.url}/first answered 404` },
      { source: 'second', status: 'unchanged' },
    ],
  })
  const { sources: states } = JSON.parse((await command('--list', '--json')).out[0] ?? '') as {
    sources: unknown[]
  }
  expect(states).toMatchObject([
    {
      source: 'first',
      failures: 1,
      last_success: null,
      last_error: `${ground.web.url}/first answered 404`,
      cursor: null,
    },
    { source: 'second', failures: 0, last_error: null, cursor: '2022-01-07T03:00:02.000Z' },
  ])

  ground.web.answer((_, response) => response.end(JSON.stringify([row(3), { ...row(3), status: 10 }])))
  expect((await command('first')).code).toBe(3)
  await expect(command('third')).rejects.toThrow(/defines no source third; it defines first, second/)
  writeFileSync(join(sources, 'faulty.yaml'), 'kind: ftp\n')
  const faulty = await command('--list', '--json')
  expect(faulty.code).toBe(2)
  expect(faulty.err[0]).toMatch(/faulty\.yaml:1:1: kind: kind is one of http, postgres, mysql, s3, sftp/)
})
