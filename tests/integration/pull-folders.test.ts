import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { pulling, QUICK, type Pulling } from './pull-harness.ts'
import { KEYS, signatureOf, startS3, type S3Server } from './s3-server.ts'
import { openScratch, type Scratch } from './scratch.ts'
import { startSsh, type SshServer } from './ssh-server.ts'

let scratch: Scratch
let source: Pulling
let number = 0
let name = ''
beforeAll(async () => {
  scratch = await openScratch()
})
afterAll(() => scratch.close())
beforeEach(async () => {
  await scratch.empty()
  number += 1
  name = `folder-${number}`
})

const csv = (...rows: [ma: string, status: number, second: number][]) =>
  [
    'dossier_code,procedure_code,agency_code,province_code,status,received_at,due_at,ended_at,updated_at',
    ...rows.map(
      ([ma, status, second]) =>
        `000.00.00.G01-220103-${ma},P1,A,01,${status},2022-01-03T08:00:00,2022-01-10T17:00:00,2022-01-06T10:00:00,2022-01-07T10:00:${String(second).padStart(2, '0')}`,
    ),
  ].join('\n')
const PERSONAL = `${csv(['0009', 9, 1]).replace('updated_at', 'ho_ten')}`
const pulled = () => join(scratch.dataDir, 'pulled', name)

describe('S3', () => {
  let server: S3Server
  beforeEach(async () => {
    server = await startS3('so-lieu')
    source = pulling(scratch, KEYS)
  })
  afterEach(() => server.close())
  const definition = (rest = '') => `
name: ${name}
kind: s3
dataset: dossiers
schedule: "5 * * * *"
endpoint: ${server.url}
bucket: so-lieu
prefix: ho so/
match: "*.csv*"
access_key: "\${BUCKET_KEY}"
secret_key: "\${BUCKET_SECRET}"
${QUICK}${rest}`

  test('the server’s signatures are Amazon’s: the two examples of its documentation', () => {
    const example = {
      method: 'GET',
      day: '20130524',
      region: 'us-east-1',
      secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    }
    const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    const host = ['host', 'examplebucket.s3.amazonaws.com'] as const
    const rest = [
      ['x-amz-content-sha256', empty],
      ['x-amz-date', '20130524T000000Z'],
    ] as const
    expect(
      signatureOf({
        ...example,
        url: new URL('https://examplebucket.s3.amazonaws.com/test.txt'),
        headers: [host, ['range', 'bytes=0-9'], ...rest],
      }),
    ).toBe('f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41')
    expect(
      signatureOf({
        ...example,
        url: new URL('https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J'),
        headers: [host, ...rest],
      }),
    ).toBe('34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7')
  })

  test('new and replaced objects are taken, each once; lists go on over pages', async () => {
    server.put('ho so/Hà Nội & (1).csv', csv(['0001', 9, 1]), new Date('2022-01-08'))
    server.put('ho so/2.csv.gz', gzipSync(csv(['0002', 9, 1])), new Date('2022-01-09'))
    server.put('ho so/3.csv', csv(['0003', 9, 1]), new Date('2022-01-10'))
    server.put('ho so/readme.pdf', 'x')
    server.put('khac/4.csv', csv(['0004', 9, 1]))
    const first = await source.pull(definition())
    expect(first).toMatchObject({ status: 'published', files: 3, failures: 0 })
    expect(first.loads.map(({ file }) => file.slice(pulled().length + 1))).toEqual([
      `dossiers-${name}-Hà_Nội_1_.csv`,
      `dossiers-${name}-2.csv.gz`,
      `dossiers-${name}-3.csv`,
    ])
    expect(await source.dossiers()).toEqual({ '0001': 9, '0002': 9, '0003': 9 })
    expect(server.asked.filter((path) => path.includes('continuation-token'))).toHaveLength(1)
    expect(await source.pull(definition())).toMatchObject({ status: 'unchanged', files: 0 })

    server.put('ho so/3.csv', csv(['0003', 10, 2]), new Date('2022-01-11'))
    expect(await source.pull(definition())).toMatchObject({ status: 'published', files: 1 })
    expect(await source.dossiers()).toEqual({ '0001': 9, '0002': 9, '0003': 10 })
  })

  test('503, a hang, a cut object, a cut list: tried again; to the end: reported, and taken later', async () => {
    server.put('ho so/1.csv', csv(['0001', 9, 1]))
    const bad: Parameters<S3Server['disturb']>[0][] = [
      (_, response) => (response.writeHead(503).end(), true),
      () => true,
      (request, response) =>
        request.url?.includes('.csv') === true &&
        (response.writeHead(200, { 'content-length': 400 }).write('dossier_code', () => response.destroy()),
        true),
      (request, response) =>
        request.url?.includes('list-type') === true &&
        (response.end('<ListBucketResult><Contents><Key>1.csv'), true),
    ]
    for (const disturbance of bad) {
      server.disturb(disturbance)
      const failed = await source.pull(definition())
      expect(failed).toMatchObject({ status: 'failed', retries: 2, loads: [] })
    }
    expect(await source.dossiers()).toEqual({})
    const times = { list: 0, object: 0 }
    server.disturb((request, response) => {
      const what = request.url?.includes('list-type') === true ? 'list' : 'object'
      times[what] += 1
      return times[what] <= 2 && (response.writeHead(503).end(), true)
    })
    expect(await source.pull(definition())).toMatchObject({ status: 'published', retries: 4, failures: 0 })
    expect(await source.dossiers()).toEqual({ '0001': 9 })
  })

  test('a refused file stays beside its reason and comes again until it is right; the others go on', async () => {
    server.put('ho so/1.csv', PERSONAL, new Date('2022-01-08'))
    server.put('ho so/2.csv', csv(['0002', 9, 1]), new Date('2022-01-09'))
    for (const failures of [1, 2]) {
      const refused = await source.pull(definition())
      expect(refused).toMatchObject({ status: 'refused', failures })
      expect(refused.reason).toMatch(/^1 of [12] files: 1\.csv: .*"ho_ten"/)
    }
    expect(readdirSync(join(pulled(), 'refused'))).toEqual([
      `dossiers-${name}-1.csv`,
      `dossiers-${name}-1.csv.reason.txt`,
    ])
    expect(readFileSync(join(pulled(), 'refused', `dossiers-${name}-1.csv.reason.txt`), 'utf8')).toContain(
      '"ho_ten"',
    )
    expect(await source.dossiers()).toEqual({ '0002': 9 })
    server.put('ho so/1.csv', csv(['0001', 9, 1]))
    expect(await source.pull(definition())).toMatchObject({ status: 'published', failures: 0 })
    expect(await source.dossiers()).toEqual({ '0001': 9, '0002': 9 })
    expect(readdirSync(join(pulled(), 'refused'))).toEqual([])
  })

  test('a wrong key is refused at once, and a file over the limit is left', async () => {
    server.put(
      'ho so/1.csv',
      csv(...Array.from({ length: 20 }, (_, index) => [`00${index + 10}`, 9, 1] as [string, number, number])),
    )
    const stranger = pulling(scratch, { ...KEYS, BUCKET_SECRET: 'another' })
    expect(await stranger.pull(definition())).toMatchObject({ status: 'failed', retries: 0 })
    expect((await source.pull(definition('limit: 1KB'))).reason).toMatch(
      /1\.csv has \d+ bytes, more than the limit of 1000/,
    )
  })
})

describe('SFTP', () => {
  let server: SshServer
  beforeAll(async () => {
    server = await startSsh()
  })
  afterAll(() => server.close())
  beforeEach(() => {
    rmSync(server.folder, { recursive: true })
    mkdirSync(server.folder)
    source = pulling(scratch, { SFTP_KEY: server.privateKey })
  })
  const put = (file: string, content: string, age = 120) => {
    const path = join(server.folder, file)
    writeFileSync(path, content)
    const at = Math.floor(Date.now() / 1000) - age
    utimesSync(path, at, at)
  }
  const definition = () => `
name: ${name}
kind: sftp
dataset: dossiers
schedule: "20 6 * * *"
host: 127.0.0.1
port: ${server.port}
user: ${server.user}
private_key: "\${SFTP_KEY}"
host_key: "${server.hostKey}"
folder: ${server.folder}
${QUICK.replace('300ms', '5s')}`

  test('new and changed files are taken, each once; what is still being written waits', async () => {
    put('b.csv', csv(['0001', 9, 1]), 300)
    put('a.csv', csv(['0001', 10, 2], ['0002', 9, 1]), 200)
    put('c.csv', csv(['0003', 9, 1]), 5)
    put('d.csv.part', csv(['0004', 9, 1]))
    mkdirSync(join(server.folder, 'e.csv'))
    const first = await source.pull(definition())
    expect(first).toMatchObject({ status: 'published', files: 2 })
    expect(first.loads.map(({ file }) => file.slice(-5))).toEqual(['b.csv', 'a.csv'])
    expect(await source.dossiers()).toEqual({ '0001': 10, '0002': 9 })
    expect(await source.pull(definition())).toMatchObject({ status: 'unchanged', files: 0 })
    put('c.csv', csv(['0003', 9, 1]), 90)
    put('b.csv', csv(['0005', 9, 1]), 80)
    expect(await source.pull(definition())).toMatchObject({ status: 'published', files: 2 })
    expect(await source.dossiers()).toEqual({ '0001': 10, '0002': 9, '0003': 9, '0005': 9 })
  })

  test('a server with another key than the pinned one is not talked to', async () => {
    put('a.csv', csv(['0001', 9, 1]))
    const other = definition().replace(server.hostKey, `SHA256:${'A'.repeat(43)}`)
    const failed = await source.pull(other)
    expect(failed).toMatchObject({ status: 'failed', retries: 0 })
    expect(failed.reason).toContain(`the server’s key is ${server.hostKey}, not the SHA256:AAAA`)
    expect(await source.dossiers()).toEqual({})
  })

  test('a wrong sign-in fails at once, a folder that is not there and a server that is down are reported', async () => {
    put('a.csv', csv(['0001', 9, 1]))
    const denied = await source.pull(definition().replace(/^user: .*$/m, 'user: nobody-here'))
    expect(denied).toMatchObject({ status: 'failed', retries: 0 })
    const gone = await source.pull(definition().replace(server.folder, join(server.folder, 'gone')))
    expect(gone.reason).toMatch(/SFTP: No such file/)
    expect(gone.retries).toBe(2)
    const down = await source.pull(definition().replace(/^port: .*$/m, 'port: 1'))
    expect(down).toMatchObject({ status: 'failed', retries: 2, failures: 3 })
    expect(down.reason).toMatch(/ECONNREFUSED/)
    expect(await source.pull(definition())).toMatchObject({ status: 'published', failures: 0 })
    expect(statSync(join(pulled(), 'state.json')).mode & 0o777).toBe(0o600)
  })
})
