import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tablesOfDatasets } from '../../etl/load/clean.ts'
import { tablesOf } from '../../etl/load/tables.ts'
import { openWarehouse, type Warehouse } from '../../etl/warehouse/warehouse.ts'

export interface Scratch {
  warehouse: Warehouse
  dataDir: string
  /** A fresh folder for files to load. */
  folder: () => string
  /** Takes every loaded row away. */
  empty: () => Promise<void>
  close: () => Promise<void>
}

/** The real engine with the product's schema and no data, in a folder of its own. */
export async function openScratch(): Promise<Scratch> {
  const root = mkdtempSync(join(tmpdir(), 'toancanh-scratch-'))
  const dataDir = join(root, 'data')
  const warehouse = await openWarehouse({ dataDir })
  return {
    warehouse,
    dataDir,
    folder: () => mkdtempSync(join(root, 'drop-')),
    empty: () => emptyWarehouse(warehouse),
    async close() {
      await warehouse.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
}

/** Takes every loaded row away. */
export async function emptyWarehouse(warehouse: Warehouse): Promise<void> {
  const tables = tablesOfDatasets(tablesOf(warehouse))
  for (const table of [...tables, `${warehouse.database}.ledger`, `${warehouse.database}.quarantine`]) {
    await warehouse.client('loader').command({ query: `TRUNCATE TABLE ${table}` })
  }
}
