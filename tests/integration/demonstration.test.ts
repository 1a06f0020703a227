import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { alertsTests } from './demonstration/alerts.ts'
import { articleTests } from './demonstration/article.ts'
import { loadDemonstration, type Demonstration } from './demonstration/loaded.ts'
import { questionTests } from './demonstration/questions.ts'
import { openRecomputed, type RecomputedDatabase } from './demonstration/recomputed-database.ts'
import { recomputedTests } from './demonstration/recomputed.ts'
import { reportsTests } from './demonstration/reports.ts'

/* The demonstration data through the whole product, written and loaded once for all that is asked of it here. */

let demonstration: Demonstration
let recomputed: RecomputedDatabase
beforeAll(async () => {
  demonstration = await loadDemonstration()
  recomputed = await openRecomputed(demonstration.folder)
}, 900_000)
afterAll(async () => {
  recomputed?.close()
  await demonstration?.close()
})

test('every file is published, and each of its rows is accounted for', () => {
  expect(new Set(demonstration.loads.map(({ dataset }) => dataset))).toEqual(
    new Set([
      ...['procedures', 'population', 'published', 'identity'],
      ...['indicators', 'tasks', 'scores766', 'dossiers'],
    ]),
  )
  for (const { file, status, read, loaded, quarantined, superseded } of demonstration.loads) {
    expect({ file, status, rows: loaded + quarantined + superseded }).toEqual({
      file,
      status: 'published',
      rows: read,
    })
    expect(read, file).toBeGreaterThan(0)
  }
})

describe('the article', () => articleTests(() => demonstration))
describe('recomputed from the files', () =>
  recomputedTests(
    () => demonstration,
    () => recomputed,
  ))
describe('worked questions', () =>
  questionTests(
    () => demonstration,
    () => recomputed,
  ))
describe('reports', () => reportsTests(() => demonstration))
describe('alerts', () =>
  alertsTests(
    () => demonstration,
    () => recomputed,
  ))
