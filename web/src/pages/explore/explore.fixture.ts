/** A small description of metrics and a scope, for tests. */
import { DEFAULT_STATE } from '../../view/address.ts'
import type { ViewState } from '../../view/address.ts'
import { scopeOf } from '../../view/scope.ts'
import type { Scope } from '../../view/scope.ts'
import { subjectsOf } from './subjects.ts'
import type { Meta, Subject } from './subjects.ts'

const measure = (name: string, kind: string, unit: string): Meta['cubes'][number]['measures'][number] => ({
  name,
  shortTitle: `vi ${name.split('.')[1]}`,
  meta: { title_en: `en ${name.split('.')[1]}`, kind, unit },
})
const dimension = (name: string): Meta['cubes'][number]['dimensions'][number] => ({
  name,
  shortTitle: `vi ${name}`,
})

const META: Meta = {
  cubes: [
    {
      name: 'dossiers',
      title: 'Hồ sơ',
      measures: [
        measure('dossiers.received', 'flow', 'count'),
        measure('dossiers.pending', 'stock', 'count'),
        measure('dossiers.on_time_rate', 'ratio', 'ratio'),
      ],
      dimensions: [
        'province',
        'province_name',
        'province63',
        'province63_name',
        'region',
        'date',
        'field',
      ].map((name) => dimension(`dossiers.${name}`)),
    },
    {
      name: 'identity',
      title: 'Định danh',
      measures: [
        measure('identity.received', 'flow', 'count'),
        measure('identity.coverage', 'ratio', 'ratio'),
      ],
      dimensions: ['province', 'province_name', 'region', 'date', 'product', 'group'].map((name) =>
        dimension(`identity.${name}`),
      ),
    },
    {
      name: 'national',
      title: 'Toàn quốc',
      measures: [
        measure('national.dossiers_received', 'flow', 'count'),
        measure('national.identity_coverage', 'ratio', 'ratio'),
      ],
      dimensions: ['dossiers_date', 'dossiers_field', 'identity_date', 'identity_product'].map((name) =>
        dimension(`national.${name}`),
      ),
    },
  ],
}
export const SUBJECTS = subjectsOf(META)
export const subjectAt = (key: string): Subject => {
  const found = SUBJECTS.find((one) => one.key === key)
  if (!found) throw new Error(`no subject ${key}`)
  return found
}
export const scopeFor = (patch: Partial<ViewState> = {}, asOf = '2026-10-31'): Scope => {
  const state: ViewState = {
    ...DEFAULT_STATE,
    compare: 'none',
    period: { kind: 'month', year: 2026, month: 10 },
    ...patch,
  }
  const scope = scopeOf(state, asOf, 'Đông Nam Bộ', state.place.kind === 'province' ? state.place.code : null)
  if (!scope) throw new Error('the period is known')
  return scope
}
