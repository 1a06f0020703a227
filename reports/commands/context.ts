import { join, resolve } from 'node:path'
import { openWarehouse } from '../../etl/warehouse/warehouse.ts'
import { openState } from '../../server/state/state.ts'
import { readProvinces } from '../../server/sign-in/provinces.ts'
import type { ReportParts } from '../compose/compose.ts'
import { problemText } from '../../etl/definitions/yaml.ts'
import { createDefinitions } from '../definitions/in-force.ts'
import type { Reports } from '../definitions/read.ts'
import type { ReportDefinition } from '../definitions/schema.ts'

/** Exit codes: 0 done, 2 wrong use, 3 refused, 4 a service could not be reached. */
export const EXIT = { usage: 2, refused: 3, unreachable: 4 } as const

/** The command was called wrongly; the message names the fix. */
export class UsageError extends Error {
  override name = 'UsageError'
}

export const dataDir = resolve(process.env['TOANCANH_DATA'] ?? 'data')

export const log = (message: string) => void process.stderr.write(`${message}\n`)

const REFERENCE = join(import.meta.dirname, '..', '..', 'etl', 'reference')

export const provinces = () => readProvinces(REFERENCE).current

export const regions = () => readProvinces(REFERENCE).regions

/** Every definition in force, by id, as in the product. @throws UsageError listing what is wrong with them. */
export function definitions(): ReportDefinition[] {
  const { reports, problems } = inForce()
  if (problems.length > 0) throw new UsageError(problems.map(problemText).join('\n'))
  return reports
}

function inForce(): Reports {
  const state = openState({ dataDir, url: process.env['STATE_URL'] })
  try {
    return createDefinitions(state.db).current()
  } finally {
    state.close()
  }
}

/** @throws UsageError naming those there are. */
export function definitionOf(id: string): ReportDefinition {
  const reports = definitions()
  const found = reports.find((report) => report.id === id)
  if (found !== undefined) return found
  throw new UsageError(`there is no report "${id}": ${reports.map((report) => report.id).join(', ')}`)
}

/** The metrics for as long as `work` takes: of a running product's warehouse, or of one started here. */
export async function withParts<T>(work: (parts: ReportParts) => Promise<T>): Promise<T> {
  const warehouse = await openWarehouse({ dataDir, clickhouseUrl: process.env['CLICKHOUSE_URL'], log })
  try {
    // A second's worth of code that only this needs.
    const { createCube } = await import('../../cube/gateway/cube.ts')
    const cube = await createCube({
      clickhouseUrl: warehouse.url('cube'),
      log: (message, detail) => log(`${message} ${JSON.stringify(detail ?? {})}`),
      accountOf: () => null,
    })
    try {
      return await work({ cube, warehouse, provinces: provinces() })
    } finally {
      await cube.release()
    }
  } finally {
    await warehouse.close()
  }
}
