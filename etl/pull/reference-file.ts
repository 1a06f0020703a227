import type { Problem } from '../definitions/yaml.ts'

/** A field of a reference file and where it begins, counted from 1. */
export interface Field {
  text: string
  column: number
}

export interface ReferenceRow {
  line: number
  fields: ReadonlyMap<string, Field>
}

/** What a field must be: undefined where it is, else what is wrong with it, in words. */
export type Rule = (text: string) => string | undefined

/**
 * The rows of a reference file (comma-separated, no line breaks within fields) whose header is exactly the
 * columns of `rules`, in that order, and a problem for every field that breaks its rule.
 */
export function referenceRows(
  file: string,
  content: string,
  rules: Readonly<Record<string, Rule>>,
): { rows: ReferenceRow[]; problems: Problem[] } {
  const problems: Problem[] = []
  const names = Object.keys(rules)
  const lines = content.replace(/\r?\n$/, '').split(/\r?\n/)
  const header = fieldsOf(lines[0] ?? '').map(({ text }) => text)
  if (header.join() !== names.join()) {
    return {
      rows: [],
      problems: [{ file, line: 1, column: 1, message: `the header must be ${names.join(',')}` }],
    }
  }
  const rows: ReferenceRow[] = []
  for (const [index, text] of lines.entries()) {
    if (index === 0) continue
    const line = index + 1
    const fields = fieldsOf(text)
    if (fields.length !== names.length) {
      problems.push({ file, line, column: 1, message: `has ${fields.length} fields, not ${names.length}` })
      continue
    }
    const row = new Map(names.map((name, at) => [name, fields[at] ?? { text: '', column: 1 }]))
    rows.push({ line, fields: row })
    for (const [name, { text: value, column }] of row) {
      const fault = rules[name]?.(value)
      if (fault !== undefined) problems.push({ file, line, column, message: `${name} "${value}" ${fault}` })
    }
  }
  return { rows, problems }
}

function fieldsOf(line: string): Field[] {
  const fields: Field[] = []
  let text = ''
  let column = 1
  let quoted = false
  for (let index = 0; index < line.length; index += 1) {
    const character = line[index] ?? ''
    if (character === '"') {
      if (quoted && line[index + 1] === '"') {
        text += '"'
        index += 1
      } else quoted = !quoted
    } else if (character === ',' && !quoted) {
      fields.push({ text, column })
      text = ''
      column = index + 2
    } else text += character
  }
  return [...fields, { text, column }]
}
