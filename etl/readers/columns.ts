import type { Dataset } from '../contracts/types.ts'
import { RefusedError } from '../load/errors.ts'

/**
 * The columns must be the contract's: nothing that is not contracted may enter the warehouse.
 *
 * @param where the file, with the line of its header where it has one: the refusal begins with it.
 * @throws RefusedError naming columns that are unknown, there twice, or missing.
 */
export function checkColumns(where: string, dataset: Dataset, columns: readonly string[]): void {
  const known = dataset.columns.map(({ name }) => name)
  const unknown = columns.filter((column) => !known.includes(column))
  if (unknown.length > 0) throw unknownColumns(where, dataset, unknown)
  const twice = columns.find((column, index) => columns.indexOf(column) !== index)
  if (twice !== undefined) throw new RefusedError(`${where}: column "${twice}" is there twice`)
  const missing = dataset.columns.filter(({ name, required }) => required === true && !columns.includes(name))
  if (missing.length > 0) {
    throw new RefusedError(
      `${where}: column${missing.length > 1 ? 's' : ''} ${missing.map(({ name }) => `"${name}"`).join(', ')} of dataset ${dataset.name} missing`,
    )
  }
}

export function unknownColumns(where: string, dataset: Dataset, columns: readonly string[]): RefusedError {
  return new RefusedError(
    `${where}: unknown column${columns.length > 1 ? 's' : ''} ${columns.map((name) => `"${name}"`).join(', ')}: dataset ${dataset.name} has ${dataset.columns.map(({ name }) => name).join(', ')}; nothing else may enter the warehouse (no personal data)`,
  )
}
