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
