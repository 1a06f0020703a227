import type { AnswerRow } from '../../cube/gateway/rows.ts'
import { byName } from '../../web/src/format/text.ts'
import type { FormBlock, FormRow } from '../document.ts'
import { rangeOf, rowsIn, valuesIn, type Composing, type SectionOf } from './composing.ts'
import { nameOf } from './names.ts'

/** Columns 4 to 13 of Biểu II.06a. Column 3 is the sum of 4, 5 and 6. */
export const FORM_MEMBERS = [
  'dossiers.received_online',
  'dossiers.received_other',
  'dossiers.carried_in',
  'dossiers.resolved',
  'dossiers.resolved_early',
  'dossiers.resolved_on_time',
  'dossiers.resolved_late',
  'dossiers.pending',
  'dossiers.pending_in_time',
  'dossiers.pending_overdue',
]

/** A form whose columns or rows do not add up. */
export class UnsoundFormError extends Error {
  override name = 'UnsoundFormError'
}

/**
 * Biểu II.06a (Thông tư 01/2020/TT-VPCP) of the period.
 * @throws UnsoundFormError when a row does not add up: such a form must not leave the house.
 */
export async function formBlock(composing: Composing, section: SectionOf<'form'>): Promise<FormBlock> {
  const by = section.by.member
  const range = rangeOf(composing, 'dossiers')
  const found = await rowsIn(
    composing.ask,
    { measures: FORM_MEMBERS, dimensions: [by], order: { [by]: 'asc' }, limit: 5000 },
    range,
  )
  const rows = found
    .map((row) => formRow(String(nameOf(row, by, composing.provinces) ?? 'Không rõ'), row))
    .sort((a, b) => byName(a.name, b.name))
  const total = formRow('Tổng số', await valuesIn(composing.ask, FORM_MEMBERS, [], range))
  total.counts.forEach((count, index) => {
    const sum = rows.reduce((all, row) => all + (row.counts[index] ?? 0), 0)
    if (sum !== count)
      throw new UnsoundFormError(`II.06a: column ${index + 3} is ${count}, its rows are ${sum}`)
  })
  return {
    kind: 'form',
    form: 'II.06a',
    rowTitle: section.by.title ?? composing.model.of(by).title.vi,
    rows,
    total,
  }
}

function formRow(name: string, row: AnswerRow): FormRow {
  const [c4 = 0, c5 = 0, c6 = 0, c7 = 0, c8 = 0, c9 = 0, c10 = 0, c11 = 0, c12 = 0, c13 = 0] =
    FORM_MEMBERS.map((member) => Number(row[member] ?? 0))
  const c3 = c4 + c5 + c6
  const sums: [string, boolean][] = [
    ['3 = 7 + 11', c3 === c7 + c11],
    ['7 = 8 + 9 + 10', c7 === c8 + c9 + c10],
    ['11 = 12 + 13', c11 === c12 + c13],
  ]
  const broken = sums.filter(([, holds]) => !holds).map(([sum]) => sum)
  if (broken.length > 0) throw new UnsoundFormError(`II.06a: "${name}" breaks ${broken.join(' and ')}`)
  return { name, counts: [c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13] }
}
