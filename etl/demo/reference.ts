import { readFileSync } from 'node:fs'

/** Rows of a file of the reference data (`etl/reference/NAME`) by column name. None of the columns read here is quoted. */
export function readReference(name: string): Record<string, string>[] {
  const [header = '', ...lines] = readFileSync(new URL(`../reference/${name}`, import.meta.url), 'utf8')
    .trim()
    .split(/\r?\n/)
  const columns = header.split(',')
  return lines.map((line) => {
    const cells = line.split(',')
    return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']))
  })
}
