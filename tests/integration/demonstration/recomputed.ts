import { expect, test } from 'vitest'
import type { Demonstration } from './loaded.ts'
import type { RecomputedDatabase } from './recomputed-database.ts'
import { DOSSIER_MEASURES, dossiersSql } from './recomputed-dossiers.ts'
import { IDENTITY_MEASURES, identitySql } from './recomputed-identity.ts'
import { RANDOM_DOSSIER_SLICES, RANDOM_IDENTITY_SLICES } from './random-slices.ts'
import { AFTER_THE_63, bucketsOf, DOSSIER_SLICES, IDENTITY_SLICES, type Slice } from './slices.ts'

/** Values of every measure by the slice's bucket and dimensions. */
type Values = Record<string, Record<string, number | null>>

/** Every measure of two views on ten slices each and some at random, recomputed by DuckDB from the generated files. */
export function recomputedTests(
  demonstration: () => Demonstration,
  database: () => RecomputedDatabase,
): void {
  const one = async (text: string) => (await database().rows(text))[0]

  async function recomputed(
    slice: Slice,
    asOf: string,
    measures: string[],
    sqlOf: typeof dossiersSql,
  ): Promise<Values> {
    const found: Values = {}
    const buckets = bucketsOf(slice, asOf)
    // Of a period without a day to count, what is neither cut nor divided is one row all the same: it says nothing of anything.
    if (buckets.length === 0 && slice.granularity === undefined && (slice.by ?? []).length === 0)
      found[JSON.stringify([''])] = pick(measures, () => null)
    for (const bucket of buckets) {
      for (const row of await database().rows(sqlOf(slice, bucket))) {
        const key = [bucket.start, ...(slice.by ?? []).map((name) => row[name] ?? null)]
        found[JSON.stringify(key)] = pick(measures, (name) => row[name] ?? null)
      }
    }
    return found
  }

  async function asked(view: string, slice: Slice, measures: string[]): Promise<Values> {
    const { period, granularity, by = [], where = {} } = slice
    const rows = await demonstration().rows({
      measures: measures.map((name) => `${view}.${name}`),
      dimensions: by.map((name) => `${view}.${name}`),
      timeDimensions: [
        {
          dimension: `${view}.date`,
          dateRange: period,
          ...(granularity === undefined ? {} : { granularity }),
        },
      ],
      filters: Object.entries(where).map(([name, values]) => ({
        member: `${view}.${name}`,
        operator: 'equals',
        values,
      })),
      limit: 50_000,
    })
    return Object.fromEntries(
      rows.map((row) => {
        const start = granularity === undefined ? '' : String(row[`${view}.date.${granularity}`]).slice(0, 10)
        const key = [start, ...by.map((name) => row[`${view}.${name}`] ?? null)]
        return [JSON.stringify(key), pick(measures, (name) => row[`${view}.${name}`] ?? null)]
      }),
    )
  }

  test('the files keep the contract but for six rows, and no two versions of a dossier are of one moment', async () => {
    expect(
      await one(`SELECT (SELECT count(*) FROM dossier_rows)::INT - (SELECT count(*) FROM kept_rows)::INT AS refused,
        (SELECT count(*) FROM (SELECT 1 FROM kept_rows GROUP BY dossier_code, updated_at HAVING count(*) > 1))::INT AS tied,
        (SELECT count(*) FROM kept_rows)::INT - (SELECT count(DISTINCT dossier_code) FROM kept_rows)::INT AS earlier`),
    ).toEqual({
      refused: demonstration().loads.reduce((sum, { quarantined }) => sum + quarantined, 0),
      tied: 0,
      earlier: 303,
    })
  })

  test('every measure of the two views is recomputed', async () => {
    expect((await demonstration().measures('dossiers')).sort()).toEqual(Object.keys(DOSSIER_MEASURES).sort())
    // How many counts wait for their release is recomputed in small-cells.test.ts.
    const identity = (await demonstration().measures('identity')).filter((name) => !name.endsWith('_waiting'))
    expect(identity.sort()).toEqual(Object.keys(IDENTITY_MEASURES).sort())
  })

  test.each([...DOSSIER_SLICES, AFTER_THE_63, ...RANDOM_DOSSIER_SLICES])('dossiers: $name', async (slice) => {
    const day = await one('SELECT max(updated_at)::DATE::VARCHAR AS day FROM kept_rows')
    const measures = Object.keys(DOSSIER_MEASURES)
    const [expected, found] = await Promise.all([
      recomputed(slice, String(day?.['day']), measures, dossiersSql),
      asked('dossiers', slice, measures),
    ])
    if (DOSSIER_SLICES.includes(slice))
      expect(Object.values(expected).some(({ resolved }) => (resolved ?? 0) > 0)).toBe(true)
    expect(differences(expected, found)).toEqual([])
  })

  const afterThe63 = { ...AFTER_THE_63, where: { ...AFTER_THE_63.where, product: ['eid_1'] } }
  test.each([...IDENTITY_SLICES, afterThe63, ...RANDOM_IDENTITY_SLICES])('identity: $name', async (slice) => {
    const day = await one('SELECT max(updated_at)::DATE::VARCHAR AS day FROM identity_rows')
    const measures = Object.keys(IDENTITY_MEASURES)
    const [expected, found] = await Promise.all([
      recomputed(slice, String(day?.['day']), measures, identitySql),
      asked('identity', slice, measures),
    ])
    if (IDENTITY_SLICES.includes(slice))
      expect(Object.values(expected).some(({ received }) => (received ?? 0) > 0)).toBe(true)
    expect(differences(expected, found)).toEqual([])
  })
}

const pick = (names: string[], value: (name: string) => string | number | null) =>
  Object.fromEntries(names.map((name) => [name, value(name) === null ? null : Number(value(name))]))

/** What the two do not agree on, one line each: counts exactly, ratios to 1e-9, null only with null. */
function differences(expected: Values, found: Values): string[] {
  const lines: string[] = []
  for (const key of new Set([...Object.keys(expected), ...Object.keys(found)])) {
    const [right, shown] = [expected[key], found[key]]
    if (right === undefined || shown === undefined) {
      lines.push(`${key}: ${right === undefined ? 'only' : 'not'} in Cube's answer`)
      continue
    }
    for (const [name, value] of Object.entries(right)) {
      const other = shown[name] ?? null
      const tolerance = /rate|coverage/.test(name) ? 1e-9 : 0
      const same = value === null || other === null ? value === other : Math.abs(value - other) <= tolerance
      if (!same) lines.push(`${key} ${name}: ${value} from the files, ${other} from Cube`)
    }
  }
  return lines
}
