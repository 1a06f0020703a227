import fc from 'fast-check'
import { CONTRACTS } from './contracts.ts'
import type { History, HistoryFile, Step } from './history.ts'
import { ROWS } from './rows.ts'

/** Optional columns that a file may do without. Of dossiers the times stay: they hang together. */
const SPARE: Record<string, string[]> = {
  identity: ['province_era', 'updated_at', 'reissued', 'rejected'],
  indicators: ['province_era', 'updated_at', 'target', 'unit'],
  population: ['province_era', 'eligible_eid'],
  procedures: ['needs_result', 'programmes'],
  scores766: ['province_era', 'flag'],
  tasks: ['co_agencies'],
  dossiers: ['province_era', 'channel', 'satisfaction', 'returned_at', 'supplement_requests'],
}

function fileOf(dataset: string): fc.Arbitrary<HistoryFile> {
  const row = ROWS[dataset]
  const contract = CONTRACTS.find(({ name }) => name === dataset)
  if (row === undefined || contract === undefined) throw new Error(`no rows of ${dataset}`)
  const [required = ''] = contract.required
  return fc
    .record({
      rows: fc.array(row, { maxLength: 6 }),
      // Enough faulty rows to refuse a file for them.
      faulty: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 19, 20),
      without: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.subarray(SPARE[dataset] ?? []) },
      ),
      repeat: fc.boolean(),
      unknown: fc.constantFrom(...Array.from({ length: 14 }, () => false), true),
    })
    .map(({ rows, faulty, without, repeat, unknown }) => {
      const all = repeat ? [...rows, ...rows.slice(0, 1)] : rows
      const some = all[0]
      const bad =
        some === undefined ? [] : Array.from({ length: faulty }, () => ({ ...some, [required]: '' }))
      return { dataset, rows: [...bad, ...all], without, unknownColumn: unknown }
    })
}

const WEIGHTS: Record<string, number> = { dossiers: 5, procedures: 3, identity: 2, indicators: 2 }
const file = fc.oneof(
  ...CONTRACTS.map(({ name }) => ({ weight: WEIGHTS[name] ?? 1, arbitrary: fileOf(name) })),
)
const earlier = fc.nat({ max: 7 })

const load: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('load' as const),
  files: fc.array(fc.oneof({ weight: 5, arbitrary: file }, { weight: 1, arbitrary: earlier }), {
    minLength: 1,
    maxLength: 3,
  }),
  acceptChange: fc.constantFrom(false, false, false, true),
})

/** Files are sent, sent again, late, overlapping, corrected, refused, taken back, several at once. */
export const history: fc.Arbitrary<History> = fc.array(
  fc.oneof<fc.WeightedArbitrary<Step>[]>(
    { weight: 9, arbitrary: load },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('undo' as const), which: earlier }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('undo of nothing' as const), which: earlier }) },
  ),
  { minLength: 1, maxLength: 7 },
)
