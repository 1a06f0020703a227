/** A table's rows under what stands in their first column, each group with what the API answers for it. Pure. */
import type { RowSource, Sorting } from '../../components/virtual-rows.ts'
import type { Cell } from '../../format/table.ts'
import { orderOf } from '../../view/row-order.ts'

export interface GroupedRows extends RowSource {
  /** Of a row that stands for a group: its name in the first column, and how many rows are in it. */
  groupAt: (row: number) => { name: Cell; count: number } | null
}

/**
 * The first two columns become one: of groups it has their names, of rows what stands in the second.
 *
 * @param heads a row a group, its name first, in the order of the API's answer; what only one row can say is ''
 * @param label text of a value of the first two columns
 * @param open names of the groups whose rows are shown
 * @param sorting orders the groups, and the rows within each
 */
export const groupedRows = (
  rows: RowSource,
  heads: readonly Cell[][],
  open: ReadonlySet<Cell>,
  sorting: Sorting | null,
  label: (value: Cell, column: 0 | 1) => string,
): GroupedRows => {
  const within = new Map<Cell, number[]>()
  const order = sorting && orderOf(rows.count, (row) => rows.value(row, sorting.column), sorting.descending)
  for (let place = 0; place < rows.count; place++) {
    const row = order?.[place] ?? place
    const name = rows.value(row, 0)
    const known = within.get(name)
    if (known) known.push(row)
    else within.set(name, [row])
  }
  const known = new Map(heads.map((head) => [head[0] ?? null, head]))
  // A group of which the API says nothing has its rows all the same.
  const groups = [...new Set([...known.keys(), ...within.keys()])]
    .filter((name) => within.has(name))
    .map((name) => known.get(name) ?? [name, ...rows.columns.slice(1).map(() => '')])
  const places =
    sorting && groups.some((head) => head[sorting.column] !== '')
      ? orderOf(groups.length, (group) => groups[group]?.[sorting.column] ?? null, sorting.descending)
      : groups.keys()
  const lines: (Cell[] | number)[] = []
  for (const place of places) {
    const head = groups[place] ?? []
    lines.push(head)
    if (open.has(head[0] ?? null)) for (const row of within.get(head[0] ?? null) ?? []) lines.push(row)
  }
  const [first, second, ...others] = rows.columns
  if (!first || !second) throw new Error('a group has a column beside its own')
  return {
    ...rows,
    columns: [{ ...first, label: `${first.label} › ${second.label}`, kind: 'text' }, ...others],
    count: lines.length,
    value: (row, column) => {
      const line = lines[row] ?? 0
      if (Array.isArray(line)) return column === 0 ? label(line[0] ?? null, 0) : (line[column + 1] ?? null)
      return column === 0 ? label(rows.value(line, 1), 1) : rows.value(line, column + 1)
    },
    groupAt: (row) => {
      const line = lines[row]
      if (!Array.isArray(line)) return null
      const name = line[0] ?? null
      return { name, count: within.get(name)?.length ?? 0 }
    },
  }
}
