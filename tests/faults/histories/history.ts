/** What a random history is made of. */

/** A row as a file has it: text by column, '' for nothing. */
export type Row = Readonly<Record<string, string>>

export interface HistoryFile {
  dataset: string
  rows: readonly Row[]
  /** Optional columns that the file does not have at all. */
  without: readonly string[]
  /** It has a column that no contract has. */
  unknownColumn: boolean
}

export type Step =
  /** Loads files with one command; a number stands for the bytes of an earlier file, counted round. */
  | { kind: 'load'; files: readonly (HistoryFile | number)[]; acceptChange: boolean }
  /** Takes a live load back, counted round. */
  | { kind: 'undo'; which: number }
  /** Takes back a load that is none, or was taken back before: refused. */
  | { kind: 'undo of nothing'; which: number }

export type History = readonly Step[]

/** The text of a file. The unknown column is a name, which is what must never get in. */
export function textOf({ rows, without, unknownColumn }: HistoryFile, columns: readonly string[]): string {
  const given = columns.filter((column) => !without.includes(column))
  const line = (fields: readonly string[]) => [...fields, ...(unknownColumn ? ['x'] : [])].join(',')
  const header = unknownColumn ? [...given, 'ho_ten'].join(',') : given.join(',')
  return [header, ...rows.map((row) => line(given.map((column) => row[column] ?? '')))].join('\n')
}
