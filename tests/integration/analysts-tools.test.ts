/** curl, pandas and R of Debian against the running application: what the documentation and Khám phá tell analysts to paste. */
import { DuckDBInstance } from '@duckdb/node-api'
import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callOf } from '../../web/src/pages/explore/calls.ts'
import { ensureDebian } from '../debian.ts'
import { ANALYSTS } from '../packages.ts'
import { startAnalysts, type Analysts } from './analysts-harness.ts'

const run = promisify(execFile)
let analysts: Analysts
let folder: string
beforeAll(async () => {
  ensureDebian(ANALYSTS)
  analysts = await startAnalysts()
  folder = join(analysts.metrics.dir, 'tools')
  mkdirSync(folder)
})
afterAll(() => analysts?.close())

/** Debian's own, not what else a machine may have of that name. */
const PROGRAMS = { python: '/usr/bin/python3', r: '/usr/bin/Rscript', sh: '/bin/sh' } as const
type Language = keyof typeof PROGRAMS

/** Runs a text as it stands, with the token of an account in the environment. @returns what it printed. */
async function runs(language: Language, text: string, account = 'nationwide'): Promise<string> {
  const path = join(folder, `pasted.${language}`)
  writeFileSync(path, text)
  const { stdout } = await run(PROGRAMS[language], [path], {
    cwd: folder,
    env: { ...process.env, TOANCANH_TOKEN: analysts.token(account), no_proxy: '*' },
  })
  return stdout
}

async function duck(sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson()
  connection.closeSync()
  instance.closeSync()
  return rows
}

/** With the codes of provinces, whose zeros a careless reader loses, and a text that needs quoting. */
const QUERY = {
  measures: ['dossiers.received', 'dossiers.on_time_rate'],
  dimensions: ['dossiers.province', 'dossiers.province_name'],
  timeDimensions: [
    {
      dimension: 'dossiers.date',
      granularity: 'month' as const,
      dateRange: ['2025-07-01', '2025-08-31'] as [string, string],
    },
  ],
  filters: [
    { member: 'dossiers.province_name', operator: 'notEquals' as const, values: [`Đà "Nẵng", O'Brien`] },
  ],
}
// By hand, from the dossiers of the harness: 62 + 38 of Tuyên Quang (08), 31 + 29 of Hà Nội (01), 31 + 9 of Hồ Chí Minh (79).
const RECEIVED = { '01 Hà Nội': 60, '08 Tuyên Quang': 100, '79 Hồ Chí Minh': 40 }

const SUMS: Record<'python' | 'r', string> = {
  python: `
names = frame["dossiers.province"] + " " + frame["dossiers.province_name"]
sums = frame["dossiers.received"].groupby(names).sum()
print("SUMS " + json.dumps({code: int(n) for code, n in sums.items()}))
`,
  r: `
sums <- tapply(frame[["dossiers.received"]], paste(frame[["dossiers.province"]], frame[["dossiers.province_name"]]), sum)
cat("SUMS {", paste0('"', names(sums), '": ', sums, collapse = ", "), "}\\n", sep = "")
`,
}
const sumsOf = (printed: string): unknown => JSON.parse(/SUMS (.*)/.exec(printed)?.[1] ?? 'null')

test('the calls that Khám phá writes give curl, pandas and R the same sums as DuckDB', async () => {
  const { origin } = analysts
  await runs('sh', callOf('curl', QUERY, origin))
  const [file] = await duck(`
    SELECT json_group_object(province, received) AS sums FROM (
      SELECT "dossiers.province" || ' ' || "dossiers.province_name" AS province, sum("dossiers.received")::INT AS received
      FROM read_csv('${join(folder, 'toancanh.csv')}', types = {'dossiers.province': 'VARCHAR'}) GROUP BY ALL)`)
  expect(JSON.parse(String(file?.['sums']))).toEqual(RECEIVED)
  for (const language of ['python', 'r'] as const) {
    const printed = await runs(language, callOf(language, QUERY, origin) + SUMS[language])
    expect(sumsOf(printed), language).toEqual(RECEIVED)
    const only = await runs(language, callOf(language, QUERY, origin) + SUMS[language], 'hanoi')
    expect(sumsOf(only), language).toEqual({ '01 Hà Nội': 60 })
  }
})

/** The blocks of a section of the analysts' guide, as they stand but for the address. */
function guide(section: string): { language: Language; text: string }[] {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'analysts.md'), 'utf8')
  const [, part = ''] = text.split(`\n### ${section}\n`)
  const [own = ''] = part.split(/\n##+ /)
  return [...own.matchAll(/```(python|r|sh)\n(.*?)```/gs)].map(([, language, block = '']) => ({
    language: language as Language,
    text: block.replaceAll('http://127.0.0.1:8080', analysts.origin),
  }))
}

test('what the guide says is run by the tests runs, and counts the same dossiers in each', async () => {
  const blocks = guide('Run by the tests')
  expect(blocks.map(({ language }) => language)).toEqual(['sh', 'python', 'r'])
  const printed: string[] = []
  for (const { language, text } of blocks) printed.push(await runs(language, text))
  const [, python = '', r = ''] = printed
  const [counted] = await duck(
    `SELECT count(*)::INT AS n, sum(fee_vnd)::INT AS fees FROM '${join(folder, 'hanoi.parquet')}'`,
  )
  // By hand: 60 dossiers of Hà Nội with a fee of 10 each.
  expect(counted).toEqual({ n: 60, fees: 600 })
  expect(python).toMatch(/\b60\b.*\b600\b/s)
  expect(r).toMatch(/\b01\b.*\b60\b/s)
})

test('a call that is refused ends with an error in each, not with an empty table', async () => {
  const wrong = { ...QUERY, measures: ['dossiers.no_such_measure'] }
  for (const language of ['python', 'r'] as const)
    await expect(runs(language, callOf(language, wrong, analysts.origin)), language).rejects.toThrow(/400/)
  await expect(runs('sh', callOf('curl', wrong, analysts.origin))).rejects.toThrow(/400/)
})
