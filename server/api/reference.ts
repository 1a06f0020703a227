import { z } from 'zod'
import { readRows, type ReadableWarehouse } from './warehouse-rows.ts'

const province34 = z.object({ code: z.string(), name: z.string(), type: z.string(), region: z.string() })
const province63 = province34.extend({ province34: z.string() })

const indicator = z.object({
  code: z.string(),
  name_vi: z.string(),
  name_en: z.string(),
  unit_vi: z.string(),
  unit_en: z.string(),
  objective: z.coerce.number().int(),
  direction: z.string(),
  rhythm: z.union([z.string(), z.number()]),
  national: z.enum(['reported', 'summed']),
  kind: z.string(),
})

const threshold = z.object({
  metric: z.string(),
  effective_from: z.iso.date(),
  green: z.coerce.number(),
  amber: z.coerce.number(),
  direction: z.string(),
})

/** `GET /api/reference`: the lists every page needs to name and colour what Cube answers with codes. */
export interface ReferenceAnswer {
  provinces34: z.output<typeof province34>[]
  provinces63: z.output<typeof province63>[]
  indicators: z.output<typeof indicator>[]
  thresholds: z.output<typeof threshold>[]
  /** The day from which the 34 units hold (Resolution 202/2025/QH15). */
  mergeDate: '2025-07-01'
}

export async function readReference(
  warehouse: ReadableWarehouse,
  note: (cause: unknown) => void,
): Promise<ReferenceAnswer> {
  const rows = <Row extends z.ZodType>(row: Row, sql: string) => readRows(warehouse, row, sql, note)
  const [provinces34, provinces63, indicators, thresholds] = await Promise.all([
    rows(province34, 'SELECT code, name, type, region FROM ref_provinces34 ORDER BY code'),
    rows(province63, 'SELECT code, name, type, region, province34 FROM ref_provinces63 ORDER BY code'),
    rows(
      indicator,
      `SELECT code, name_vi, name_en, unit_vi, unit_en, objective, direction, rhythm, national, kind
       FROM ref_indicators ORDER BY objective, code`,
    ),
    rows(
      threshold,
      `SELECT metric, toString(effective_from) AS effective_from, green, amber, direction
       FROM ref_thresholds ORDER BY metric, ref_thresholds.effective_from`,
    ),
  ])
  return { provinces34, provinces63, indicators, thresholds, mergeDate: '2025-07-01' }
}
