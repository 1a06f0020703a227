import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DATASETS } from '../../etl/contracts/registry.ts'
import { createCube, type Cube } from '../gateway/cube.ts'
import { DOCUMENT, documentation, OWN_RULE } from './document.ts'
import { readReference, type Measure, type View } from './read.ts'

let views: View[]
let measures: Measure[]
let cube: Cube
beforeAll(async () => {
  views = await readReference()
  measures = views.flatMap((view) => view.measures)
  // Nothing is asked of a warehouse: only SQL is written.
  cube = await createCube({
    clickhouseUrl: 'http://nobody:none@127.0.0.1:1/none',
    log: () => undefined,
    accountOf: () => null,
  })
})
afterAll(() => cube.release())

test('docs/metrics.md is what the model says; "npm run docs" writes it', () => {
  expect(readFileSync(DOCUMENT, 'utf8')).toBe(documentation(views))
})

test('every measure is in the document with its words in both languages and the source of its rule', () => {
  const text = documentation(views)
  expect(measures.length).toBeGreaterThan(70)
  for (const { name, title, title_en, source, owner } of measures) {
    const entry = text.slice(text.indexOf(`### ${name}\n`)).split('\n### ')[0] ?? ''
    for (const said of [title, title_en, owner, `| rule | ${source ?? OWN_RULE} |`])
      expect(entry, name).toContain(said)
  }
})

test('the on-time rate of Quyết định 766 names it; the product’s own rates claim no law', () => {
  const sourceOf = (name: string) => measures.find((one) => one.name === name)?.source
  expect(sourceOf('dossiers.on_time_rate_766')).toContain('Quyết định 766/QĐ-TTg')
  expect(sourceOf('dossiers.carried_in')).toBe('Biểu số II.06a (Thông tư 01/2020/TT-VPCP), cột 6')
  expect(sourceOf('dossiers.on_time_rate_all')).toBeUndefined()
  expect(sourceOf('scores766.band')).toBeUndefined()
})

test('the national view repeats measures and has none of its own', () => {
  expect(measures.find(({ name }) => name === 'dossiers.on_time_rate')?.national).toBe(
    'national.dossiers_on_time_rate',
  )
  // A rank is of a place.
  expect(measures.filter(({ national }) => national === null).map(({ name }) => name)).toEqual([
    'scores766.rank',
  ])
})

/** What a view must be split by: its values do not add up. */
const SPLIT: Record<string, string[]> = {
  catalogue: ['programme'],
  identity: ['product'],
  rollout: ['indicator'],
  published: ['figure'],
  scores766: ['criterion', 'province'],
}

/** The dataset whose rows are in a table; the rollups of dossiers are theirs. */
const datasetOf = (table: string): string | undefined =>
  DATASETS.find(({ name }) => name === table)?.name ?? (table.startsWith('dossier_') ? 'dossiers' : undefined)

/** The datasets whose tables the SQL of a measure reads. */
const readBy = async (measure: string): Promise<string[]> => {
  const [view = ''] = measure.split('.')
  const { sql } = await cube.statement(
    {
      measures: [measure],
      timeDimensions: [{ dimension: `${view}.date`, dateRange: ['2026-10-01', '2026-10-31'] }],
      dimensions: (SPLIT[view] ?? []).map((name) => `${view}.${name}`),
    },
    { name: 'test', role: 'leader', provinces: 'all' },
  )
  const tables = [...sql.matchAll(/\b(?:FROM|JOIN)\s+(\w+)/g)].flatMap(
    ([, table = '']) => datasetOf(table) ?? [],
  )
  return [...new Set(tables)].sort()
}

test('a measure is worked out of the datasets that the model says: the tables that its SQL reads', async () => {
  for (const { name, datasets } of measures) {
    // Which procedures need a result is in the rollup of dossiers; the eligible are added to rows of identity.
    const inRollup = name === 'dossiers.e_result_rate' || name.startsWith('scores766.')
    const expected = datasets.filter((dataset) => !(inRollup && dataset === 'procedures'))
    const carried = name === 'identity.eligible' ? ['identity'] : []
    expect(await readBy(name), name).toEqual([...expected, ...carried].sort())
  }
})
