import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { problemText } from '../definitions/yaml.ts'
import { parseDefinition, readDefinitions } from './definition.ts'

const EXAMPLES = join(import.meta.dirname, 'examples')

test('every example is a sound definition', () => {
  const { sources, problems } = readDefinitions(EXAMPLES)
  expect(problems).toEqual([])
  expect(sources).toHaveLength(readdirSync(EXAMPLES).length)
  expect(new Set(sources.map(({ kind }) => kind))).toEqual(
    new Set(['http', 'postgres', 'mysql', 's3', 'sftp']),
  )
})

test('docs/sources.md shows the examples as they are', () => {
  const documentation = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'sources.md'), 'utf8')
  for (const name of readdirSync(EXAMPLES)) {
    expect(documentation).toContain(readFileSync(join(EXAMPLES, name), 'utf8'))
  }
})

const http = (rest: string) => `name: a
kind: http
dataset: published
schedule: "0 2 * * *"
url: https://example.vn/a
format: json
${rest}`
const said = (text: string) => parseDefinition(text, 'a.yaml').problems.map(problemText)

test('defaults: five attempts, two seconds, a minute of silence, an hour', () => {
  expect(parseDefinition(http(''), 'a.yaml').source).toMatchObject({
    attempts: 5,
    backoff: 2000,
    idle: 60_000,
    timeout: 3_600_000,
    limit: 4_000_000_000,
    paging: { kind: 'none' },
  })
})

test.for<[rest: string, problem: string]>([
  ['attempt: 3', 'a.yaml:7:1: Unrecognized key: "attempt"'],
  ['attempts: 0', 'a.yaml:7:1: attempts: Too small: expected number to be >=1'],
  ['idle: 5', 'a.yaml:7:1: idle: Invalid input: expected string, received number'],
  ['idle: 5 minutes', 'a.yaml:7:1: idle: is not a duration: write 500ms, 30s, 10m, 2h or 7d'],
  ['limit: lots', 'a.yaml:7:1: limit: is not a size: write 500KB, 20MB or 4GB'],
  [
    'auth:\n  bearer: abc',
    'a.yaml:8:3: auth.bearer: is a secret and must not be in this file: write ${NAME} and set NAME in the environment',
  ],
  ['auth: abc', 'a.yaml:7:1: auth: is either "bearer: ${NAME}" or "user: …" and "password: ${NAME}"'],
  [
    'headers:\n  accept: text/csv\n  X-Api-Key: abc',
    'a.yaml:9:3: headers.X-Api-Key: looks like a secret and must not be in this file: write ${NAME} and set NAME in the environment',
  ],
  [
    'columns:\n  hinh: figure\n  ngay: as_of\n  tinh: province_code\n  gt: value\n  dvt: unit\n  ten: name',
    'a.yaml:13:3: columns.ten: "name" is not a column of published: figure, as_of, province_code, value, unit, source',
  ],
  [
    'columns: [figure, as_of, province_code, value, unit]',
    'a.yaml:7:1: columns: lacks source, which published requires',
  ],
  ['ignore: [x]', 'a.yaml:7:1: ignore: needs columns'],
  [
    'paging:\n  kind: since\n  size: 5',
    'a.yaml:7:1: paging: needs since: the next page is asked for by the greatest value received',
  ],
  ['rows: data', 'a.yaml:7:1: rows: is not a JSON pointer such as /data/rows'],
  ['url: https://b.vn', 'a.yaml:7:1: is not YAML: Map keys must be unique'],
  [
    'since: {',
    'a.yaml:7:9: is not YAML: Flow map in block collection must be sufficiently indented and end with a }',
  ],
])('%s → %s', ([rest, problem]) => {
  expect(said(http(rest))).toContain(problem)
})

test('the fix is named for a wrong kind, schedule, dataset and address', () => {
  expect(said('kind: ftp')).toEqual(['a.yaml:1:1: kind: kind is one of http, postgres, mysql, s3, sftp'])
  const wrong = http('')
    .replace('0 2 * * *', '61 * * * *')
    .replace('published', 'people')
    .replace('https://', 'https://me:pass@')
  expect(said(wrong)).toEqual([
    expect.stringMatching(/^a\.yaml:3:1: dataset: Invalid option: expected one of "procedures"/),
    expect.stringMatching(/^a\.yaml:4:1: schedule: is not a cron schedule such as "15 2 \* \* \*" \(/),
    'a.yaml:5:1: url: must not hold a user or password: use auth',
  ])
})

test('SFTP needs a pinned host key and one way to sign in; a table needs columns and a named secret', () => {
  const sftp = 'name: a\nkind: sftp\ndataset: tasks\nschedule: "0 2 * * *"\nhost: h\nuser: u\nfolder: /a\n'
  expect(said(sftp)).toEqual([
    'a.yaml:1:1: host_key: is required: the fingerprint of the server’s key, from "ssh-keygen -lf" on the server',
  ])
  expect(said(`${sftp}host_key: "SHA256:${'a'.repeat(43)}"`)).toEqual([
    'a.yaml:6:1: user: needs either password or private_key',
  ])
  const table =
    'name: a\nkind: postgres\ndataset: tasks\nschedule: "0 2 * * *"\nhost: h\nuser: u\npassword: p\ndatabase: d\ntable: t\n'
  expect(said(table)).toEqual([
    'a.yaml:7:1: password: is a secret and must not be in this file: write ${NAME} and set NAME in the environment',
    'a.yaml:1:1: columns: is either a list of contract columns or a mapping "source column: contract column"',
  ])
})

test('a faulty file leaves the others alone, and a name is given once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'toancanh-sources-'))
  try {
    writeFileSync(join(folder, '1.yaml'), http(''))
    writeFileSync(join(folder, '2.yaml'), http('attempts: none'))
    writeFileSync(join(folder, '3.yml'), `# same name\n${http('')}`)
    const { sources, problems } = readDefinitions(folder)
    expect(sources.map(({ name }) => name)).toEqual(['a'])
    expect(problems.map(({ file, line }) => `${file.slice(folder.length + 1)}:${line}`)).toEqual([
      '2.yaml:7',
      '3.yml:2',
    ])
    expect(problems[1]?.message).toContain(join(folder, '1.yaml'))
  } finally {
    rmSync(folder, { recursive: true })
  }
  expect(readDefinitions(folder)).toEqual({ sources: [], problems: [] })
})
