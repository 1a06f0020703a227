/** What the documentation shows is what the product does. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exampleOf } from '../../etl/contracts/document.ts'
import { EXAMPLES } from '../../etl/contracts/examples.ts'
import { DATASETS } from '../../etl/contracts/registry.ts'
import { dropFiles } from '../../etl/load/drop.ts'
import { loadFiles } from '../../etl/load/load.ts'
import { openScratch, type Scratch } from './scratch.ts'

let scratch: Scratch
beforeAll(async () => {
  scratch = await openScratch()
})
afterAll(() => scratch.close())

test('every example of docs/data-contracts.md loads, and its NDJSON row is the same as its CSV row', async () => {
  const folder = scratch.folder()
  for (const dataset of DATASETS) {
    mkdirSync(join(folder, dataset.name))
    writeFileSync(join(folder, dataset.name, '1.csv'), `${exampleOf(dataset)}\n`)
    writeFileSync(join(folder, dataset.name, '2.ndjson'), `${JSON.stringify(EXAMPLES[dataset.name])}\n`)
  }
  const { warehouse, dataDir } = scratch
  const loads = await loadFiles(dropFiles([folder]), { warehouse, dataDir, today: '2026-10-31' })
  const told = loads.map(({ dataset, status, loaded, superseded, warnings }) =>
    [dataset, status, loaded, superseded, ...(warnings ?? [])].join(' '),
  )
  expect(told).toEqual(DATASETS.flatMap(({ name }) => [`${name} published 1 0`, `${name} published 0 1`]))
})
