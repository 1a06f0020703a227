import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { problemText } from '../../../etl/definitions/yaml.ts'
import { temporaryFolder } from '../../../server/testing/start-app.ts'
import { readRules, RULES_FOLDER } from './read.ts'

test("the product's own rules are sound, each in a file of its name", () => {
  const { rules, problems } = readRules()
  expect(problems.map(problemText)).toEqual([])
  expect(rules.length).toBeGreaterThanOrEqual(8)
  const files = readdirSync(RULES_FOLDER).filter((name) => name.endsWith('.yaml'))
  expect(rules.map(({ id }) => `${id}.yaml`)).toEqual(files.sort())
  expect(new Set(rules.map(({ condition }) => condition.kind))).toEqual(
    new Set(['threshold', 'change', 'rank', 'forecast', 'anomaly', 'stale']),
  )
})

const own = readFileSync(join(RULES_FOLDER, 'dung-han-tinh.yaml'), 'utf8')
const folderWith = (text: string): string => {
  const folder = join(temporaryFolder(), 'alerts')
  mkdirSync(folder)
  writeFileSync(join(folder, 'a.yaml'), text)
  return folder
}

test.for<[from: string, to: string, problem: string]>([
  ['kind: threshold', 'kind: guess', 'a.yaml:7:3: condition.kind: kind is one of threshold, change, rank'],
  ['level: amber', 'level: red', 'a.yaml:12:'],
  ['side: below', 'sides: below', 'a.yaml:'],
  ['scope: province', 'scope: dataset', 'a.yaml:5:1: scope: scope: dataset goes with kind: stale'],
  ['dossiers.on_time_rate', 'on_time_rate', 'is not a member of a view'],
  ['roles: [provincial_leader', 'roles: [mayor', 'a.yaml:14:'],
])('%s → %s', ([from, to, problem]) => {
  const { problems, rules } = readRules([folderWith(own.replace(from, to))])
  expect(rules).toEqual([])
  expect(problems.map(problemText).join('\n')).toContain(problem)
})

test('an installation changes a rule of the product, or does without it', () => {
  const changed = readRules([RULES_FOLDER, folderWith(own.replace('days: 28', 'days: 14'))])
  expect(changed.rules.find(({ id }) => id === 'dung-han-tinh')?.condition).toMatchObject({
    window: { days: 14 },
  })
  const without = readRules([RULES_FOLDER, folderWith(`${own}enabled: false\n`)])
  expect(without.rules.length).toBe(changed.rules.length - 1)
  expect(readRules([RULES_FOLDER, join(temporaryFolder(), 'none')]).problems).toEqual([])
})
