import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { problemText } from '../../etl/definitions/yaml.ts'
import { parseReport, readReports, REPORTS_FOLDER } from './read.ts'

test("the product's own definitions are sound, each in a file of its name", () => {
  const { reports, problems } = readReports()
  expect(problems.map(problemText)).toEqual([])
  const files = readdirSync(REPORTS_FOLDER).filter((name) => name.endsWith('.yaml'))
  expect(reports.map(({ id }) => `${id}.yaml`)).toEqual(files.sort())
})

const own = readFileSync(join(REPORTS_FOLDER, 'bieu-ii06a-quy.yaml'), 'utf8')
const said = (from: string | RegExp, to: string) =>
  parseReport(own.replace(from, to), 'a.yaml').problems.map(problemText)

test.for<[from: string, to: string, problem: string]>([
  ['kind: quarter', 'kind: week', 'a.yaml:5:30: period.kind: a reporting period (15th to 14th) is a month'],
  ['kind: form', 'kind: map', 'a.yaml:20:5: sections.0.kind: kind is one of figures, table, chart, form'],
  ["cron: '0 7 15 3,6,9,12 *'", 'cron: often', 'schedule.cron: is not a cron schedule such as "0 7 * * 1"'],
  ['dossiers.field', 'dossier_counts.field', 'by: '],
  ['missed: catch_up', 'misses: catch_up', 'a.yaml:9:3: schedule: Unrecognized key: "misses"'],
  [
    '  - kind: form',
    '  - kind: text\n    paragraphs: ["{dossiers received}"]\n  - kind: form',
    'a.yaml:21:18: sections.0.paragraphs.0: {dossiers received} is not a figure such as {dossiers.received}',
  ],
  ['formats: [pdf', 'formats: [ppt', 'a.yaml:11:11: formats.0: '],
])('%s → %s', ([from, to, problem]) => {
  expect(said(from, to).join('\n')).toContain(problem)
})
