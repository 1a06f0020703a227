import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import { formatDay } from '../format/number.ts'
import { useBase } from '../stores/base.ts'
import { useNotes } from '../stores/notes.ts'
import { useView } from '../stores/view.ts'
import type { Bucket } from '../view/buckets.ts'
import type { DayRange } from '../view/day.ts'
import { flaggedOf, flagsOf } from '../view/flags.ts'
import type { Flag, Flagged } from '../view/flags.ts'

/** The dated notes of a chart over time. */
export interface ChartNotes {
  /** For the drawing. */
  flags: Flag[]
  /** For the list beneath it. */
  flagged: Flagged[]
  members: readonly string[]
  /** The province shown, of the 34 of today; null: none. */
  province: string | null
  /** Days that the chart has; null: none. */
  days: DayRange | null
}

/** The notes as lines of text, for pictures. */
export const linesOf = (notes: ChartNotes | null): string[] =>
  (notes?.flagged ?? []).map(
    ({ number, note }) => `${number}. ${formatDay(note.day)}: ${note.text} (${note.author})`,
  )

/** Notes about any of the members, in the buckets of a chart. */
export const useChartNotes = (
  members: () => readonly string[],
  buckets: () => readonly Bucket[],
): ComputedRef<ChartNotes> => {
  const base = useBase()
  const view = useView()
  const notes = useNotes()
  notes.want()
  const province = computed(() => {
    const { place, units } = view.state
    if (place.kind !== 'province') return null
    if (units === '34') return place.code
    return base.reference?.provinces63.find(({ code }) => code === place.code)?.province34 ?? null
  })
  return computed(() => {
    const shown = buckets()
    const flagged = flaggedOf(notes.all, shown, members(), province.value)
    const [first, last] = [shown[0], shown.at(-1)]
    return {
      flagged,
      flags: flagsOf(flagged),
      members: members(),
      province: province.value,
      days: first && last ? { from: first.range.from, to: last.range.to } : null,
    }
  })
}
