import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import { formatDay } from '../format/number.ts'
import { useBase } from '../stores/base.ts'
import { useView } from '../stores/view.ts'
import { useFormat } from './useFormat.ts'
import { usePlaces } from './usePlaces.ts'

/** What an exported figure must say about itself: place, period, how new the data is, and that it is simulated. */
export const useCardNotes = (): ComputedRef<string[]> => {
  const base = useBase()
  const view = useView()
  const format = useFormat()
  const places = usePlaces()
  return computed(() => {
    const { t } = format.value
    const { period, place, units } = view.state
    const asOf = base.asOf('dossiers')
    return [
      [places.label(place), period ? format.value.period(period) : '', t(`units.${units}`)]
        .filter(Boolean)
        .join(' · '),
      ...(asOf ? [t('fresh.asOf', { day: formatDay(asOf) })] : []),
      ...(base.status?.simulated ? [t('simulated.text')] : []),
    ]
  })
}
