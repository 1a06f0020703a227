import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkSources, reportSources } from './check.ts'

const REFERENCE = join(import.meta.dirname, '..', 'reference')
let reference: string
beforeEach(() => {
  reference = mkdtempSync(join(tmpdir(), 'toancanh-reference-'))
  cpSync(REFERENCE, reference, { recursive: true })
})
afterEach(() => rmSync(reference, { recursive: true }))

test('the product’s own reference data and the examples are fine', () => {
  const lines: string[] = []
  const checked = checkSources({ sources: join(import.meta.dirname, 'examples'), reference: REFERENCE })
  expect(reportSources(checked, (line) => lines.push(line))).toBe(0)
  expect(lines).toContain('ok  reference provinces34: 34 rows')
  expect(lines).toContain('ok  reference communes: 3321 rows')
  expect(lines).toContain('ok  source enrolment: postgres → identity, at "15 1 * * *"')
  expect(lines.at(-1)).toBe('everything is fine')
})

test.for<[file: string, from: string, to: string, problem: string]>([
  [
    'provinces63',
    '02,Hà Giang,tỉnh,Trung du và miền núi phía Bắc,08',
    '02,Hà Giang,tỉnh,Trung du và miền núi phía Bắc,99',
    ':3:48: province34 "99" is not in provinces34.csv',
  ],
  [
    'communes',
    '00004,Phường Ba Đình,01',
    '0004,Phường Ba Đình,01',
    ':2:1: code "0004" is not a five-digit commune code',
  ],
  [
    'communes',
    '00008,Phường Ngọc Hà,01',
    '00004,Phường Ngọc Hà,02',
    ':3:1: code "00004" is on line 2 already (code)',
  ],
  [
    'communes',
    '00008,Phường Ngọc Hà,01',
    '00008,Phường Ngọc Hà,02',
    ':3:22: province "02" is not in provinces34.csv',
  ],
  ['calendar', '2021-01-01,holiday', '2021-02-30,holiday', ':2:1: date "2021-02-30" is not a date'],
  [
    'calendar',
    '2021-05-03,substitute',
    '2021-05-02,substitute',
    ':13:12: kind "substitute" is on a weekend, which is off anyway',
  ],
  [
    'calendar',
    '2024-05-04,swap_work',
    '2024-05-06,swap_work',
    ':60:12: kind "swap_work" is on a working day',
  ],
  [
    'calendar',
    '2021-02-11,holiday',
    '2021-02-10,holiday',
    ':4:1: date "2021-02-10" is on line 3 already (date)',
  ],
  [
    'thresholds',
    'coverage,2021-01-01,0.9,0.75',
    'coverage,2021-01-01,0.7,0.75',
    ':6:21: green "0.7" is worse than amber 0.75',
  ],
  [
    'indicators',
    'cơ sở,facilities,2,up,month',
    'cơ sở,facilities,6,up,monthly',
    ':2:157: objective "6" is not an objective from 1 to 5',
  ],
  [
    'indicators',
    'cơ sở,facilities,2,up,month',
    'cơ sở,facilities,2,up,monthly',
    'rhythm "monthly" is none of day, week, month, quarter, half, year',
  ],
  ['statuses', 'code,name_vi', 'code,name', ':1:1: the header must be code,name_vi,name_en,ended'],
])('%s.csv: %s → %s', ([file, from, to, problem]) => {
  const path = join(reference, `${file}.csv`)
  const text = readFileSync(path, 'utf8')
  expect(text).toContain(from)
  writeFileSync(path, text.replace(from, to))
  const lines: string[] = []
  expect(
    reportSources(checkSources({ sources: join(reference, 'none'), reference }), (line) => lines.push(line)),
  ).toBe(2)
  expect(lines.filter((line) => line.startsWith(path)).join('\n')).toContain(problem)
})
