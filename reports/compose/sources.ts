import { z } from 'zod'
import { freshness, type DatasetRow } from '../../server/api/status.ts'
import type { ReadableWarehouse } from '../../server/api/warehouse-rows.ts'
import { readRows } from '../../server/api/warehouse-rows.ts'
import { formatInstant } from '../../web/src/format/number.ts'
import type { TableBlock } from '../document.ts'
import type { Cell } from '../values.ts'
import { datasetName } from './names.ts'

const count = z.coerce.number()
const loadsRow = z.object({
  dataset: z.string(),
  files: count,
  read: count,
  loaded: count,
  quarantined: count,
  refused: count,
})

const LOADS = `
SELECT
    dataset,
    countIf(status = 'published') AS files,
    sumIf(ledger_now.read, status = 'published') AS read,
    sumIf(ledger_now.loaded, status = 'published') AS loaded,
    sumIf(ledger_now.quarantined, status = 'published') AS quarantined,
    countIf(status = 'refused') AS refused
FROM ledger_now
WHERE status IN ('published', 'refused')
GROUP BY dataset
ORDER BY dataset`

const STATES = { fresh: 'Đúng nhịp', late: 'Chậm', empty: 'Chưa có dữ liệu' }

/** How fresh each dataset is, and what became of the rows of its files so far. */
export async function sourcesTable(
  title: string,
  states: readonly DatasetRow[],
  warehouse: ReadableWarehouse,
  now: Date,
): Promise<TableBlock> {
  const loads = await readRows(warehouse, loadsRow, LOADS, () => undefined)
  const rows = states.map((state): Cell[] => {
    const load = loads.find(({ dataset }) => dataset === state.dataset)
    return [
      datasetName(state.dataset),
      STATES[freshness(state, now)],
      state.newest_business_date,
      state.last_load_at === null ? null : formatInstant(state.last_load_at),
      state.rows,
      load?.read ?? null,
      load?.quarantined ?? null,
      load === undefined || load.read === 0 ? null : load.quarantined / load.read,
      load?.refused ?? null,
    ]
  })
  return {
    kind: 'table',
    title,
    columns: [
      { title: 'Nguồn', kind: 'text' },
      { title: 'Tình trạng', kind: 'text' },
      { title: 'Đến ngày', kind: 'day' },
      { title: 'Nạp lần cuối', kind: 'text' },
      { title: 'Số dòng', kind: 'count' },
      { title: 'Dòng đã đọc', kind: 'count' },
      { title: 'Dòng bị loại', kind: 'count' },
      { title: 'Tỷ lệ loại', kind: 'ratio' },
      { title: 'Tệp bị từ chối', kind: 'count' },
    ],
    rows,
    total: null,
    remark: null,
  }
}
