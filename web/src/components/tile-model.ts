import type { ValueKind } from '../composables/useFormat.ts'
import type { Light } from '../format/light.ts'
import type { Change } from '../view/change.ts'

/** What a headline tile shows. */
export interface TileModel {
  key: string
  label: string
  /** Null where there is no data. */
  value: string | null
  unit?: string
  kind: ValueKind
  note: string
  change: Change | null
  changeNote: string
  /** True while the comparison is on its way: until then nothing is said about a change. */
  comparing: boolean
  light: Light | null
  trend: (number | null)[]
  trendLabel: string
  members: string[]
  state: 'waiting' | 'failed' | 'ready' | 'stale'
}
