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

const scoreGroup = z.object({
  code: z.string(),
  effective_from: z.iso.date(),
  position: z.coerce.number().int(),
  name_vi: z.string(),
  name_en: z.string(),
  max_points: z.coerce.number(),
  source: z.string(),
  verified: z.coerce.boolean(),
})

const scoreCriterion = z.object({
  criterion: z.string(),
  effective_from: z.iso.date(),
  effective_to: z.iso.date().nullable(),
  group: z.string(),
  name_vi: z.string(),
  name_en: z.string(),
  /** Null while not known. */
  max_points: z.coerce.number().nullable(),
  /** No source settles `max_points`. */
  provisional: z.coerce.boolean(),
  threshold: z.coerce.number().nullable(),
  numerator_vi: z.string(),
  numerator_en: z.string(),
  denominator_vi: z.string(),
  denominator_en: z.string(),
  source: z.string(),
  verified: z.coerce.boolean(),
})

const scoreBand = z.object({
  code: z.string(),
  effective_from: z.iso.date(),
  name_vi: z.string(),
  name_en: z.string(),
  min_score: z.coerce.number(),
  min_assessed: z.coerce.number(),
  source: z.string(),
  verified: z.coerce.boolean(),
})

/** `GET /api/reference`: the lists every page needs to name and colour what Cube answers with codes. */
export interface ReferenceAnswer {
  provinces34: z.output<typeof province34>[]
  provinces63: z.output<typeof province63>[]
  indicators: z.output<typeof indicator>[]
  thresholds: z.output<typeof threshold>[]
  /** Index 766: every version of its groups, criteria and bands. */
  scores766: {
    groups: z.output<typeof scoreGroup>[]
    criteria: z.output<typeof scoreCriterion>[]
    bands: z.output<typeof scoreBand>[]
  }
  /** The day from which the 34 units hold (Resolution 202/2025/QH15). */
  mergeDate: '2025-07-01'
}

export async function readReference(
  warehouse: ReadableWarehouse,
  note: (cause: unknown) => void,
): Promise<ReferenceAnswer> {
  const rows = <Row extends z.ZodType>(row: Row, sql: string) => readRows(warehouse, row, sql, note)
  const [provinces34, provinces63, indicators, thresholds, groups, criteria, bands] = await Promise.all([
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
    rows(
      scoreGroup,
      `SELECT * REPLACE (toString(effective_from) AS effective_from)
       FROM ref_scores766_groups ORDER BY position, ref_scores766_groups.effective_from`,
    ),
    rows(
      scoreCriterion,
      `SELECT * EXCEPT (direction, over_time, dossiers)
         REPLACE (toString(effective_from) AS effective_from, toString(effective_to) AS effective_to)
       FROM ref_scores766_criteria ORDER BY criterion, ref_scores766_criteria.effective_from`,
    ),
    rows(
      scoreBand,
      `SELECT * REPLACE (toString(effective_from) AS effective_from)
       FROM ref_scores766_bands ORDER BY ref_scores766_bands.effective_from, min_score DESC`,
    ),
  ])
  const scores766 = { groups, criteria, bands }
  return { provinces34, provinces63, indicators, thresholds, scores766, mergeDate: '2025-07-01' }
}
