import { readReference } from './reference.ts'
import { list } from './sql.ts'

/** Codes of the communes by province (34 units). */
export function communes(): [province: string, codes: string[]][] {
  return [...Map.groupBy(readReference('communes.csv'), (row) => row['province'] ?? '')].map(
    ([province, rows]) => [province, rows.map((row) => row['code'] ?? '')],
  )
}

/** Constants and a function for a query's WITH: `commune_of(province, n)`, the province's n-th commune, round and round. */
export function communesSql(): string {
  const all = communes()
  const from = all.map((_, at) => all.slice(0, at).reduce((sum, [, codes]) => sum + codes.length, 1))
  return `
  ${list(all.map(([province]) => province))} AS commune_provinces,
  ${list(from)} AS commune_from,
  ${list(all.map(([, codes]) => codes.length))} AS commune_counts,
  ${list(all.flatMap(([, codes]) => codes))} AS commune_codes,
  (province, n) -> commune_codes[
    commune_from[indexOf(commune_provinces, province)]
    + n % greatest(1, commune_counts[indexOf(commune_provinces, province)])
  ] AS commune_of`
}
