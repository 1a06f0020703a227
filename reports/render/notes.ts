import { formatDay } from '../../web/src/format/number.ts'
import type { ReportNotes } from '../document.ts'
import { NO_DATA } from '../values.ts'

export interface Note {
  label: string
  text: string
  /** Says what a figure means, rather than how far the data goes. */
  definition: boolean
}

/** What stands below a report in every format: how far the data goes, what to know of it, what the figures mean. */
export function noteLines({ asOf, remarks, definitions }: ReportNotes): Note[] {
  const days = asOf.map(({ dataset, day }) => `${dataset}: ${day === null ? NO_DATA : formatDay(day)}`)
  return [
    ...(days.length === 0
      ? []
      : [{ label: 'Số liệu đến ngày', text: `${days.join('; ')}.`, definition: false }]),
    ...remarks.map((text) => ({ label: 'Lưu ý', text, definition: false })),
    ...definitions.map(({ title, text }) => ({ label: title, text, definition: true })),
  ]
}
