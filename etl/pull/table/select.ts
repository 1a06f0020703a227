import type { TableDefinition } from '../schema.ts'

/** Columns to ask for, in order: those of the definition, and the cursor's where it is none of them. */
export function askedColumns({ columns, since }: TableDefinition): string[] {
  const asked = [...columns.keys()]
  return since === undefined || columns.has(since.column) ? asked : [...asked, since.column]
}

/**
 * The one SELECT of a table source. `name` quotes an identifier, `value` is the parameter's place; columns are
 * listed, so no other is ever asked for.
 */
export function selectSql(
  definition: TableDefinition,
  from: string | undefined,
  name: (identifier: string) => string,
  value: string,
): string {
  const table = definition.table.split('.').map(name).join('.')
  const where =
    from === undefined || definition.since === undefined
      ? ''
      : ` WHERE ${name(definition.since.column)} >= ${value}`
  return `SELECT ${askedColumns(definition).map(name).join(', ')} FROM ${table}${where}`
}
