import { useI18n } from 'vue-i18n'
import type { Provinces } from '../api/admin.ts'
import { useBase } from '../stores/base.ts'

/** Says which places an account sees, by their names. */
export const useRights = (): { placesOf: (provinces: Provinces) => string } => {
  const base = useBase()
  const { t } = useI18n()
  const nameOf = (code: string): string =>
    base.reference?.provinces34.find((province) => province.code === code)?.name ?? code
  const placesOf = (provinces: Provinces): string => {
    if (provinces === 'all') return t('place.country')
    return provinces.length === 0 ? t('action.nowhere') : provinces.map(nameOf).join(', ')
  }
  return { placesOf }
}
