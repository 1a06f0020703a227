import { rows } from '../../../etl/warehouse/client.ts'
import type { Warehouse } from '../../../etl/warehouse/warehouse.ts'
import { countByHand, type Counts as Measures } from '../../integration/metrics-model.ts'
import { released } from '../../released.ts'
import { addDays } from '../../../cube/source/grain.ts'
import { CONTRACTS } from './contracts.ts'
import { valueOf, type Contract } from './datasets.ts'
import { cleaned, counted, dossierDays, summed, type Counted, type Counts } from './dossier-days.ts'
import { lineage, winners, type Model } from './model.ts'

type Values = Record<string, unknown>

/** All that readers see, read by one query and so as of one moment. */
export async function readAll(warehouse: Warehouse): Promise<Map<string, Values[]>> {
  const views = [
    ...CONTRACTS.map(({ name }) => name),
    ...['dossier_days_by_place', 'dossier_days_by_procedure'],
    ...['lineage', 'dataset_state', 'live_loads'],
  ]
  const found = await rows<{ view: string; lines: string[] }>(
    warehouse.client('reader'),
    views
      .map(
        (view) => `SELECT '${view}' AS view, groupArray(formatRow('JSONEachRow', *)) AS lines FROM ${view}`,
      )
      .join(' UNION ALL '),
  )
  return new Map(found.map(({ view, lines }) => [view, lines.map((line) => JSON.parse(line) as Values)]))
}

/** What the warehouse and the model differ in, in words; nothing where they agree. */
export function differences(seen: Map<string, Values[]>, model: Model): string[] {
  const of = (view: string) => seen.get(view) ?? []
  const dossiers = counted(model)
  const days = dossierDays(dossiers)
  const rollups: [string, Map<string, Counts>, string[]][] = [
    ['dossier_days_by_place', summed(days, [0, 1, 2, 5]), ['date', 'province', 'province63', 'channel']],
    [
      'dossier_days_by_procedure',
      summed(days, [0, 3, 4, 5]),
      ['date', 'procedure_code', 'valid_from', 'channel'],
    ],
  ]
  return [
    ...CONTRACTS.flatMap((contract) => {
      const published = publishedRows(contract, model)
      return differ(
        contract.name,
        contract.name === 'identity' ? releasedIdentity(published) : published,
        of(contract.name),
      )
    }),
    ...rollups.flatMap(([name, expected, key]) =>
      differ(name, [...expected].sort().map(flat), [...countsOf(of(name), key)].sort().map(flat)),
    ),
    ...differ('outcomes', outcomes(dossiers), of('dossiers').map(outcomeOf)),
    ...differ(
      'lineage',
      [...lineage(model)].map((line) => ({ line })),
      of('lineage')
        .filter(
          ({ table }) => !['dossier_days', 'dossier_years', 'identity_released'].includes(String(table)),
        )
        .map(({ table, part, file }) => ({ line: `${String(table)} ${String(part)} ${String(file)}` })),
    ),
    ...differ(
      'live_loads',
      model.loads.map(({ batch }) => ({ batch })),
      of('live_loads').map(({ batch }) => ({ batch })),
    ),
    ...differ('dataset_state', states(model), of('dataset_state')),
    ...identities(dossiers, countsOf(of('dossier_days_by_place'), ['date', 'province'])),
  ]
}

const flat = ([key, counts]: [string, Counts]): Values => ({ key, ...counts })

/** Rows of a dataset as they must be published. */
function publishedRows(contract: Contract, model: Model): Values[] {
  const hidden = contract.name === 'procedures' ? [] : ['province_code', 'province_era']
  return [...winners(model, contract.name).values()]
    .filter(({ row }) => contract.name !== 'dossiers' || !['1', '3'].includes(row['status'] ?? ''))
    .map(({ row, place }) => ({
      ...Object.fromEntries(
        Object.entries(contract.columns)
          .filter(([name]) => !hidden.includes(name))
          .map(([name, kind]) => [name, valueOf(kind, row[name] ?? '')]),
      ),
      ...('province_code' in contract.columns ? { ...place } : {}),
    }))
}

const IDENTITY_COUNTS = ['received', 'approved', 'issued', 'reissued', 'activated', 'rejected']

/** Identity counts as they may be seen: blocks of days, a count at a time. */
function releasedIdentity(published: readonly Values[]): Values[] {
  const series = Map.groupBy(published, (row) =>
    ['province', 'province63', 'product', 'group'].map((column) => String(row[column])).join('|'),
  )
  return [...series.values()].flatMap((days) => {
    days.sort((a, b) => (String(a['date']) < String(b['date']) ? -1 : 1))
    const counts = IDENTITY_COUNTS.map((count) => released(days.map((day) => day[count] as number | null)))
    return days.map(({ updated_at: _, ...day }, at) => ({
      ...day,
      ...Object.fromEntries(IDENTITY_COUNTS.map((count, n) => [count, counts[n]?.[at]?.count ?? null])),
      withheld: counts.reduce((bits, count, n) => bits + (count[at]?.withheld === true ? 2 ** n : 0), 0),
    }))
  })
}

const outcomes = (dossiers: readonly Counted[]): Values[] =>
  dossiers.map(({ dossier, outcome, processingDays, endedOn }) => ({
    code: dossier.code,
    ...{ outcome, processingDays, endedOn: endedOn ?? '2149-06-06' },
  }))
const outcomeOf = (row: Values): Values => ({
  code: row['dossier_code'],
  outcome: row['outcome'],
  processingDays: row['processing_days'],
  endedOn: row['ended_date'],
})

/** Per dataset how many rows it has, and the days it tells of. */
function states(model: Model): Values[] {
  return CONTRACTS.map((contract) => {
    const rows = [...winners(model, contract.name).values()]
    const latest = (days: readonly string[]) =>
      days
        .filter((day) => day !== '')
        .sort()
        .at(-1) ?? null
    const business = latest(
      rows
        .filter(({ row }) => contract.name !== 'dossiers' || !['1', '3'].includes(row['status'] ?? ''))
        .map(({ row }) => contract.businessDate(row)),
    )
    const updated = latest(rows.map((row) => row.updated.slice(0, 10)))
    return {
      dataset: contract.name,
      rows: rows.length,
      as_of: contract.versioned ? (updated ?? business) : business,
      newest_business_date: contract.name === 'tasks' ? updated : business,
    }
  })
}

/** Counts of a rollup by the columns of its key. */
function countsOf(seen: readonly Values[], key: readonly string[]): Map<string, Counts> {
  const found = new Map<string, Counts>()
  for (const row of seen) {
    const name = key.map((column) => String(row[column])).join('|')
    const counts = found.get(name) ?? {}
    const { days, dossiers } = row['durations'] as { days: number[]; dossiers: number[] }
    const numbers = Object.entries(row).filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number',
    )
    for (const [column, n] of [
      ...numbers,
      ...days.map((day, at) => [`days ${day}`, dossiers[at] ?? 0] as const),
    ])
      counts[column] = (counts[column] ?? 0) + n
    found.set(name, counts)
  }
  return cleaned(found)
}

const PERIODS: [string, string][] = [
  ['2022-01-01', '2022-01-31'],
  ['2022-01-10', '2022-02-20'],
  ['2022-02-15', '2022-02-15'],
  ['2025-06-01', '2025-07-31'],
  ['2021-01-01', '2025-12-31'],
]

/**
 * The measures of several periods, in every province and the whole country, from the rollup and dossier by dossier; and
 * the identities of the metrics' definitions among them.
 */
function identities(dossiers: readonly Counted[], places: Map<string, Counts>): string[] {
  const provinces = ['', ...new Set(dossiers.map(({ dossier }) => dossier.province))]
  return PERIODS.flatMap(([a, b]) =>
    provinces.flatMap((province) => {
      const days = [...places].filter(([key]) => province === '' || key.endsWith(`|${province}`))
      const sum = (from: string, to: string, ...columns: string[]) =>
        days
          .filter(([key]) => key.slice(0, 10) >= from && key.slice(0, 10) <= to)
          .reduce((n, [, counts]) => n + columns.reduce((m, column) => m + (counts[column] ?? 0), 0), 0)
      const resolved = ['resolved_early', 'resolved_on_time', 'resolved_late']
      const pendingAt = (day: string) => sum('', day, 'received') - sum('', day, ...resolved)
      const found = {
        received: sum(a, b, 'received'),
        carried_in: pendingAt(addDays(a, -1)),
        resolved: sum(a, b, ...resolved),
        resolved_early: sum(a, b, 'resolved_early'),
        resolved_on_time: sum(a, b, 'resolved_on_time'),
        resolved_late: sum(a, b, 'resolved_late'),
        pending: pendingAt(b),
        pending_overdue: sum('', b, 'overdue'),
        pending_in_time: pendingAt(b) - sum('', b, 'overdue'),
      }
      const own = dossiers
        .map(({ dossier }) => dossier)
        .filter((one) => province === '' || one.province === province)
      const { received_online: _, ...expected }: Measures = countByHand(own, a, b, b)
      const holds =
        found.carried_in + found.received === found.resolved + found.pending &&
        found.resolved === found.resolved_early + found.resolved_on_time + found.resolved_late &&
        found.pending_in_time >= 0
      const where = `${a} to ${b}${province === '' ? '' : ` in ${province}`}`
      return [
        ...(holds ? [] : [`measures of ${where}: identities do not hold: ${JSON.stringify(found)}`]),
        ...differ(`measures of ${where}`, [expected], [found]),
      ]
    }),
  )
}

/**
 * Rows expected and not seen, and the other way round. Views have columns besides those the model knows; rows of
 * which the expected ones differ in their columns are compared whole.
 */
function differ(what: string, expected: readonly object[], seen: readonly object[]): string[] {
  const known = Object.keys(expected[0] ?? {})
  const same = expected.every((row) => Object.keys(row).join() === known.join())
  const text = (row: object) =>
    JSON.stringify(
      Object.entries(row)
        .filter(([column]) => !same || 'key' in row || known.includes(column))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    )
  const left = seen.map(text)
  const missing = expected.map(text).filter((row) => {
    const at = left.indexOf(row)
    if (at !== -1) left.splice(at, 1)
    return at === -1
  })
  return [
    ...missing.map((row) => `${what}: expected and not there: ${row}`),
    ...left.map((row) => `${what}: there and not expected: ${row}`),
  ]
}
