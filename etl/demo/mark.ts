import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SIMULATED_MARK } from '../load/drop.ts'

/** Marks a folder as simulated data: in words for whoever opens it, and for the loader by the file's name. */
export function markSimulated(out: string): void {
  writeFileSync(
    join(out, SIMULATED_MARK),
    `# Dữ liệu mô phỏng / Simulated data

Các tệp trong thư mục này do máy tạo ra, hiệu chỉnh theo các tổng số đã công bố; không có hồ sơ hay con người thật nào.
The files in this folder are generated and calibrated to published totals; no real dossier or person is in them.
`,
  )
}
