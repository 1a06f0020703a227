import { useI18n } from 'vue-i18n'
import { useBase } from '../../stores/base.ts'

/** What a place of a report is called: a province by its code, `00` the whole country. */
export const usePlaceName = (): ((place: string) => string) => {
  const { t } = useI18n()
  const base = useBase()
  return (place) =>
    place === '00'
      ? t('place.country')
      : (base.reference?.provinces34.find(({ code }) => code === place)?.name ?? place)
}
