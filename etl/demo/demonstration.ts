import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dropFiles } from '../load/drop.ts'
import { loadFiles } from '../load/load.ts'
import { progressLine } from '../load/progress.ts'
import { rows } from '../warehouse/client.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { DEFAULTS, writeDemo } from './demo.ts'

export interface DemonstrationOptions {
  warehouse: Warehouse
  dataDir: string
  /** @default DEFAULTS.dossiers */
  dossiers: number | undefined
  log: (message: string) => void
}

/**
 * Fills an empty warehouse with the demonstration data. A start that was stopped half-way is taken up by the next:
 * the folder it wrote is still there, its files that are loaded are recognised as such.
 */
export async function loadDemonstration({
  warehouse,
  dataDir,
  dossiers,
  log,
}: DemonstrationOptions): Promise<void> {
  const out = join(dataDir, 'demo')
  if (!existsSync(out) && !(await isEmpty(warehouse))) return
  log(
    'Đang tạo và nạp dữ liệu minh hoạ (khoảng một, hai phút)… / Generating and loading the demonstration data (a minute or two)…',
  )
  // The size is kept with it: what is taken up must be of one piece.
  const size = join(out, '.dossiers')
  const wanted = existsSync(size) ? Number(readFileSync(size, 'utf8')) : (dossiers ?? DEFAULTS.dossiers)
  mkdirSync(out, { recursive: true, mode: 0o700 })
  writeFileSync(size, String(wanted))
  await writeDemo({
    out,
    dossiers: wanted,
    seed: DEFAULTS.seed,
    until: DEFAULTS.until,
    client: warehouse.client('loader'),
    log: () => undefined,
  })
  const progress = progressLine(process.stderr)
  const loads = await loadFiles(dropFiles([out]), {
    warehouse,
    dataDir,
    today: DEFAULTS.until,
    log,
    onProgress: progress.update,
  }).finally(progress.end)
  const refused = loads.find(({ status }) => status === 'refused')
  if (refused !== undefined) throw new Error(`the demonstration data was refused: ${refused.reason ?? ''}`)
  rmSync(out, { recursive: true, force: true })
}

async function isEmpty(warehouse: Warehouse): Promise<boolean> {
  const [ledger] = await rows<{ n: number }>(
    warehouse.client('loader'),
    `SELECT count() AS n FROM ${warehouse.database}.ledger WHERE status = 'published'`,
  )
  return (ledger?.n ?? 0) === 0
}
