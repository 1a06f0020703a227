import { readReference } from './reference.ts'
import { tuples } from './sql.ts'

/** The 63 provinces: code, code of the province that took it over, residents at the census of 1 April 2019. */
export function places(): [code63: string, code34: string, residents: number][] {
  const taken = new Map(readReference('provinces63.csv').map((row) => [row['code'], row['province34'] ?? '']))
  return readReference('census2019.csv').map((row) => [
    row['province63'] ?? '',
    taken.get(row['province63']) ?? '',
    Number(row['residents']),
  ])
}

/** Array(Tuple(code63, code34, residents)) as SQL text. */
export const placesSql = (): string => tuples(places())
