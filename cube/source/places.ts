import type { Ask } from './ask.ts'

export interface Places {
  /** Codes the rows must carry for the names that are asked for. */
  keys: ReadonlySet<string>
  /** The rows with the names joined, as a parenthesised relation in the scope of a WITH clause. */
  join: (rows: string, scope: string) => string
}

const PLACE_COLUMNS = ['province', 'province_name', 'region', 'province63', 'province63_name']

/** Whether a query looks at single places at all. */
export const usesPlaces = (ask: Ask): boolean => PLACE_COLUMNS.some((column) => ask.columns.has(column))

/** Names and regions of provinces, joined to rows that are counted already. */
export function withPlaces(ask: Ask): Places {
  const has = (column: string) => ask.columns.has(column)
  const of34 = has('province_name') || has('region')
  const of63 = has('province63_name')
  const names = [
    ...(has('province_name') ? ['r.name AS province_name'] : []),
    ...(has('region') ? ['r.region AS region'] : []),
    ...(of63 ? ['u.name AS province63_name'] : []),
  ]
  return {
    keys: new Set([...(of34 ? ['province'] : []), ...(of63 ? ['province63'] : [])]),
    join: (rows, scope) =>
      names.length === 0
        ? `(${scope}\nSELECT * FROM (${rows}))`
        : `(${scope}
SELECT f.*, ${names.join(', ')}
FROM (${rows}) AS f${of34 ? '\nLEFT ANY JOIN ref_provinces34 AS r ON r.code = f.province' : ''}${of63 ? '\nLEFT ANY JOIN ref_provinces63 AS u ON u.code = f.province63' : ''})`,
  }
}
