import { DATASETS } from '../../../etl/contracts/registry.ts'
import { rows } from '../../../etl/warehouse/client.ts'
import { stagingOf } from '../../../etl/warehouse/migrate.ts'
import type { Warehouse } from '../../../etl/warehouse/warehouse.ts'

/** Rows and a hash of them, by what they are rows of. */
export type Reading = Record<string, string>

const hashed = (what: string, columns: string, from: string) =>
  `SELECT '${what}' AS what, concat(toString(count()), ' ', toString(sum(cityHash64(formatRow('JSONEachRow', ${columns}))))) AS hash
   FROM ${from}`

const asReading = (found: { what: string; hash: string }[]): Reading => {
  const reading: Reading = {}
  for (const { what, hash } of found) reading[what] = hash
  return reading
}

/** All that readers see: every view, as of one moment. */
export async function seen(warehouse: Warehouse): Promise<Reading> {
  const views = [
    ...DATASETS.map(({ name }) => name),
    ...['dossier_days_by_place', 'dossier_days_by_procedure'],
  ]
  return asReading(
    await rows(
      warehouse.client('reader'),
      [
        ...views.map((view) => hashed(view, '*', view)),
        hashed('state', 'dataset, rows, as_of, newest_business_date', 'dataset_state'),
        hashed('lineage', 'table, part, dataset, file, file_hash', 'lineage'),
      ].join(' UNION ALL '),
    ),
  )
}

/** What loads leave besides: rows landed and quarantined, with file and line, and what the ledger says of the loads that count. */
export async function kept(warehouse: Warehouse): Promise<Reading> {
  const landing = DATASETS.map(({ name, columns }) =>
    hashed(
      `landed ${name}`,
      `file, line, row_hash, version_at, part, province, province63, ${columns.map((column) => `\`${column.name}\``).join(', ')}`,
      `(SELECT * FROM ${stagingOf(warehouse.database)}.${name} AS l LEFT JOIN (SELECT version, file FROM live_loads) AS f ON f.version = l.load)`,
    ),
  )
  return asReading(
    await rows(
      warehouse.client('loader'),
      [
        ...landing,
        // Of loads that count, and of those that never came to be: there must be none of the latter.
        hashed(
          'quarantine',
          'file, line, column, value, reason',
          `quarantine WHERE batch NOT IN (SELECT batch FROM ledger WHERE status = 'refused')`,
        ),
        hashed(
          'loads',
          'dataset, file, file_hash, bytes, status, read, loaded, quarantined, superseded, arraySort(parts)',
          'ledger WHERE version IN (SELECT version FROM live_loads)',
        ),
        `SELECT 'being loaded' AS what, toString(count()) AS hash FROM system.tables
         WHERE database = '${stagingOf(warehouse.database)}' AND name LIKE 'stage%'`,
      ].join(' UNION ALL '),
    ),
  )
}

/** What two readings differ in, in words. */
export const differing = (expected: Reading, found: Reading): string =>
  [...new Set([...Object.keys(expected), ...Object.keys(found)])]
    .filter((what) => expected[what] !== found[what])
    .map((what) => `${what}: ${found[what]} instead of ${expected[what]}`)
    .join('; ')
