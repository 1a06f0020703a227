/** A value as a ClickHouse literal. Only for this folder's own constants, never for input. */
export function literal(value: string | number | null): string {
  if (value === null) return 'NULL'
  if (typeof value === 'number') return String(value)
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

/** Rows as `[(…), (…)]`: an Array(Tuple(…)) to ARRAY JOIN, so that no table function has to be granted. */
export function tuples(rows: readonly (readonly (string | number | null)[])[]): string {
  return `[${rows.map((row) => `(${row.map(literal).join(', ')})`).join(',\n    ')}]`
}

export function list(values: readonly (string | number)[]): string {
  return `[${values.map(literal).join(', ')}]`
}

/**
 * Whole parts of `total` in the proportion of the array `weights`, adding up to `total` exactly (cumulative rounding).
 * Only integers are used, so the result is the same on every machine.
 */
export function shares(total: string, weights: string): string {
  const sums = `arrayCumSum(${weights})`
  return `arrayMap((c, w) -> intDiv(toUInt64(${total}) * c, arraySum(${weights})) - intDiv(toUInt64(${total}) * (c - w), arraySum(${weights})), ${sums}, ${weights})`
}
