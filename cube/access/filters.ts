/** A filter of a Cube query: a condition, or conditions joined by and/or. */
export interface Filter {
  member?: string
  dimension?: string
  operator?: string
  values?: readonly string[]
  and?: readonly Filter[]
  or?: readonly Filter[]
}

/** The member a condition is on. */
export const memberOf = (filter: Filter): string => filter.member ?? filter.dimension ?? ''

/** The conditions of a filter tree. */
export function leaves(filters: readonly Filter[]): Filter[] {
  return filters.flatMap((filter) =>
    filter.and !== undefined ? leaves(filter.and) : filter.or !== undefined ? leaves(filter.or) : [filter],
  )
}

/** Whether the conditions that must all hold leave one value of a member. */
export function singled(filters: readonly Filter[], member: string): boolean {
  return filters.some((filter) =>
    filter.and !== undefined
      ? singled(filter.and, member)
      : memberOf(filter) === member && filter.operator === 'equals' && new Set(filter.values).size === 1,
  )
}
