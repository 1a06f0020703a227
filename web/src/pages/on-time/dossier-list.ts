/** The statement that lists dossiers by their codes, from the views that may be asked by SQL. Pure. */
import type { DayRange } from '../../view/day.ts'
import type { Narrowed } from './queries.ts'

/** As many as are listed on the page. */
export const LISTED = 200
export type Listed = 'overdue' | 'received'

const text = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

export interface ListAsked extends Narrowed {
  /** Of the 34 of today, or where `old` of the 63. */
  province: string
  old: boolean
  listed: Listed
  range: DayRange
}

/** @param limit null: all of them. */
export const dossierList = (asked: ListAsked, limit: number | null): string => {
  const { province, old, procedure, commune, listed, range } = asked
  const where = [
    `${old ? 'province63' : 'province'} = ${text(province)}`,
    ...(commune ? [`commune_code = ${text(commune)}`] : []),
    ...(procedure ? [`procedure_code = ${text(procedure)}`] : []),
    listed === 'overdue' ? 'overdue = 1' : `received_date BETWEEN ${text(range.from)} AND ${text(range.to)}`,
  ]
  return [
    'SELECT dossier_code, procedure_code, commune_code, received_date, due_date, ended_date, outcome, overdue',
    'FROM dossiers',
    `WHERE ${where.join('\n  AND ')}`,
    'ORDER BY received_date DESC, dossier_code',
    ...(limit === null ? [] : [`LIMIT ${limit}`]),
  ].join('\n')
}
