import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '../../cube/source/grain.ts'
import { undoBatch } from '../../etl/load/undo.ts'
import { aDossier, codeOf, dossiersCsv, FIRST, LAST } from './metrics-dossiers.ts'
import { startMetrics, type Harness, type Row } from './metrics-harness.ts'
import {
  countByHand,
  daysBetween,
  eResultRate,
  procedureOf,
  type Counts,
  type Dossier,
  type ProcedureVersion,
} from './metrics-model.ts'

/*
 * Random histories: files of new dossiers and of corrections, procedures before and after them and with new versions,
 * loads taken back. After every step the figures that are read from the rollups and those read from the dossiers
 * themselves are set against the definitions applied to what should be there, dossier by dossier.
 */
const SEED = Number(process.env['METRICS_SEED'] ?? Date.now() % 1_000_000_000)
const STEPS = 8

const COUNTS = [
  ...([
    'received',
    'received_online',
    'carried_in',
    'resolved',
    'resolved_early',
    'resolved_on_time',
  ] as const),
  ...(['resolved_late', 'pending', 'pending_in_time', 'pending_overdue'] as const),
] satisfies (keyof Counts)[]
const RATES = [
  'on_time_rate',
  'on_time_rate_766',
  'e_result_rate',
  'processing_days_p50',
  'processing_days_p90',
]
/** Only the dossiers themselves have an agency, so this makes a question read them; all of them have one. */
const FROM_DOSSIERS = [{ member: 'dossiers.agency', operator: 'set' }]

type Content = { dossiers: Dossier[] } | { procedures: ProcedureVersion[] }
interface Load {
  step: number
  batch: string
  content: Content
}

const aVersion: fc.Arbitrary<ProcedureVersion> = fc.record({
  code: fc.constantFrom('1.1', '1.2', '1.3'),
  validFrom: fc.constantFrom('2020-01-01', '2025-06-05', '2025-06-20', '2025-07-05'),
  field: fc.constantFrom('Cư trú', 'Căn cước', 'Xuất nhập cảnh'),
  needsResult: fc.boolean(),
})
const aStep = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('new' as const),
      dossiers: fc.array(aDossier, { minLength: 1, maxLength: 60 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('correct' as const),
      dossiers: fc.array(aDossier, { minLength: 1, maxLength: 30 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('procedures' as const),
      versions: fc.uniqueArray(aVersion, {
        minLength: 1,
        maxLength: 6,
        selector: (v) => v.code + v.validFrom,
      }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo' as const), which: fc.nat() }) },
)
const aDay = fc.constantFrom(...daysBetween(FIRST, addDays(LAST, STEPS)))
const aPeriod = fc.tuple(aDay, aDay).map((days) => days.sort())
const aHistory = fc.tuple(
  fc.array(aDossier, { minLength: 60, maxLength: 60 }),
  fc.array(fc.tuple(aStep, aPeriod, fc.constantFrom('week', 'month', 'reporting_month')), {
    minLength: STEPS,
    maxLength: STEPS,
  }),
)

/** What should be there: per dossier the newest statement, per version of a procedure the last. */
function stateOf(loads: readonly Load[]) {
  const dossiers = new Map<string, Dossier>()
  const versions = new Map<string, ProcedureVersion>()
  let asOf: string | null = null
  for (const { step, content } of loads) {
    if ('dossiers' in content) {
      for (const dossier of content.dossiers) dossiers.set(dossier.code, dossier)
      asOf = addDays(LAST, step)
    } else {
      for (const version of content.procedures) versions.set(version.code + version.validFrom, version)
    }
  }
  return { dossiers: [...dossiers.values()], versions: [...versions.values()], asOf }
}

/** Loads or takes back what a step says, and gives the loads that count after it. */
async function take(
  metrics: Harness,
  loads: readonly Load[],
  step: number,
  what: { kind: 'undo'; which: number } | Content,
): Promise<Load[]> {
  if ('kind' in what) {
    const undone = loads[what.which % Math.max(loads.length, 1)]
    if (undone === undefined) return []
    await undoBatch(undone.batch, { warehouse: metrics.warehouse, dataDir: join(metrics.dir, 'data') })
    return loads.filter((load) => load !== undone)
  }
  const dataset = 'dossiers' in what ? 'dossiers' : 'procedures'
  const text =
    'dossiers' in what
      ? dossiersCsv(what.dossiers, `${addDays(LAST, step)} 12:00:00`)
      : [
          'procedure_code,valid_from,name,field,force,service_level,needs_result',
          ...what.procedures.map((v) =>
            [v.code, v.validFrom, `Thủ tục ${step}`, v.field, 'QLHC', 'full', Number(v.needsResult)].join(
              ',',
            ),
          ),
          '',
        ].join('\n')
  mkdirSync(join(metrics.dir, dataset), { recursive: true })
  const file = join(metrics.dir, dataset, `${step}.csv`)
  writeFileSync(file, text)
  const [result] = await metrics.load(file)
  expect(result).toMatchObject({ status: 'published', quarantined: 0 })
  return [...loads, { step, batch: result?.batch ?? '', content: what }]
}

const number = (value: Row[string] | undefined) => (value == null ? null : Number(value))
const countsOf = (row: Row | undefined) =>
  Object.fromEntries(COUNTS.map((count) => [count, number(row?.[`dossiers.${count}`])])) as unknown as Counts

async function check(
  metrics: Harness,
  loads: readonly Load[],
  [a, b]: [string, string],
  granularity: string,
) {
  const { dossiers, versions, asOf } = stateOf(loads)
  const ask = (dimensions: string[], more: object = {}, time: object = {}) =>
    metrics.rows({
      measures: [...COUNTS, ...RATES].map((measure) => `dossiers.${measure}`),
      dimensions: dimensions.map((name) => `dossiers.${name}`),
      timeDimensions: [{ dimension: 'dossiers.date', dateRange: [a, b], ...time }],
      ...more,
    })
  const [whole] = await ask([])
  if (asOf === null || a > asOf) {
    expect(Object.values(countsOf(whole)).every((count) => count === null)).toBe(true)
    return
  }
  const expected = countByHand(dossiers, a, b, asOf)
  expect(countsOf(whole)).toEqual(expected)
  expect(number(whole?.['dossiers.e_result_rate'])).toBe(
    eResultRate(dossiers, versions, a, b < asOf ? b : asOf),
  )

  const cut = async (dimensions: string[], of: (dossier: Dossier) => string | null) => {
    const groups = [...Map.groupBy(dossiers, of)]
      .map(([key, group]) => [key, countByHand(group, a, b, asOf)] as const)
      .filter(([, counts]) => counts.carried_in + counts.received > 0)
    const rows = await ask(dimensions)
    const found = rows.map(
      (row) => [dimensions.map((name) => row[`dossiers.${name}`] ?? '').join(), countsOf(row)] as const,
    )
    expect(new Map(found)).toEqual(new Map(groups.map(([key, counts]) => [key ?? '', counts])))
    const total = (count: keyof Counts) => found.reduce((sum, [, counts]) => sum + counts[count], 0)
    for (const [, c] of found) {
      expect(c.carried_in + c.received).toBe(c.resolved + c.pending)
      expect(c.resolved_early + c.resolved_on_time + c.resolved_late).toBe(c.resolved)
      expect(c.pending_in_time + c.pending_overdue).toBe(c.pending)
    }
    expect(Object.fromEntries(COUNTS.map((count) => [count, total(count)]))).toEqual(expected)
  }
  const field = (dossier: Dossier) => procedureOf(dossier, versions)?.field ?? ''
  await cut(['province'], ({ province }) => province)
  await cut(['field'], field)
  await cut(['procedure', 'channel'], ({ procedure, channel }) => `${procedure},${channel}`)
  await cut(['agency'], ({ agency }) => agency)
  await cut(['province', 'field'], (dossier) => `${dossier.province},${field(dossier)}`)

  const sorted = (rows: Row[]) => rows.map((row) => JSON.stringify(row)).sort()
  for (const dimensions of [[], ['province'], ['field']]) {
    const [rolledUp, counted] = await Promise.all([
      ask(dimensions, {}, { granularity }),
      ask(dimensions, { filters: FROM_DOSSIERS }, { granularity }),
    ])
    expect(sorted(rolledUp), dimensions.join()).toEqual(sorted(counted))
  }
}

test('after every load, correction and undo, rollups and dossiers give what the definitions give', async () => {
  await fc.assert(
    fc.asyncProperty(aHistory, async ([first, steps]) => {
      const metrics = await startMetrics('2025-12-31')
      try {
        let codes = 0
        const named = (list: readonly Omit<Dossier, 'code'>[]) =>
          list.map((dossier): Dossier => ({ ...dossier, code: codeOf(dossier, (codes += 1)) }))
        let loads = await take(metrics, [], 0, { dossiers: named(first) })
        for (const [n, [step, period, granularity]] of steps.entries()) {
          const known = stateOf(loads).dossiers
          // The same code with another content; a key never changes its province.
          const corrected = (list: readonly Omit<Dossier, 'code'>[]) =>
            known
              .slice(0, list.length)
              .map((old, i): Dossier => ({ ...old, ...list[i], code: old.code, province: old.province }))
          const what =
            step.kind === 'undo'
              ? step
              : step.kind === 'procedures'
                ? { procedures: step.versions }
                : step.kind === 'new' || known.length === 0
                  ? { dossiers: named(step.dossiers) }
                  : { dossiers: corrected(step.dossiers) }
          loads = await take(metrics, loads, n + 1, what)
          await check(metrics, loads, period, granularity)
        }
      } finally {
        await metrics.close()
      }
    }),
    { seed: SEED, numRuns: Number(process.env['METRICS_HISTORIES'] ?? 1), endOnFailure: true },
  )
})
