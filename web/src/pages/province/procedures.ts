/** A province's procedures by on-time rate: the best and the worst of those done often enough to tell. Pure. */
import { numberOf, textOf } from '../../api/cube.ts'
import type { CubeRow } from '../../api/cube.ts'
import { byName } from '../../format/text.ts'

/** Fewer dossiers than these say little of a procedure. */
export const ENOUGH = 30
const SHOWN = 5

export interface ProcedureRate {
  code: string
  name: string
  resolved: number
  late: number
  rate: number
  national: number | null
}

export const proceduresOf = (
  rows: readonly CubeRow[],
  national: readonly CubeRow[],
): { best: ProcedureRate[]; worst: ProcedureRate[]; few: number } => {
  const whole = new Map(
    national.map((row) => [
      textOf(row, 'national.dossiers_procedure'),
      numberOf(row, 'national.dossiers_on_time_rate'),
    ]),
  )
  const all = rows.flatMap((row) => {
    const code = textOf(row, 'dossiers.procedure')
    const rate = numberOf(row, 'dossiers.on_time_rate')
    const resolved = numberOf(row, 'dossiers.resolved')
    const late = numberOf(row, 'dossiers.resolved_late')
    return rate === null || resolved === null || late === null
      ? []
      : [
          {
            code,
            name: textOf(row, 'dossiers.procedure_name') || code,
            resolved,
            late,
            rate,
            national: whole.get(code) ?? null,
          },
        ]
  })
  const telling = all
    .filter((one) => one.resolved >= ENOUGH)
    .sort((a, b) => a.rate - b.rate || b.late - a.late || b.resolved - a.resolved || byName(a.name, b.name))
  // Never the same procedure in both lists: of few, each list gets half.
  const each = Math.min(SHOWN, Math.ceil(telling.length / 2))
  return {
    worst: telling.slice(0, each),
    best: telling.slice(each).slice(-SHOWN).reverse(),
    few: all.length - telling.length,
  }
}
