import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml'
import type { z } from 'zod'

/** Something wrong in a file, where, and how to put it right. */
export interface Problem {
  file: string
  line: number
  column: number
  message: string
}

export const problemText = ({ file, line, column, message }: Problem) =>
  `${file}:${line}:${column}: ${message}`

/** What the definitions of one kind are: their schema, and the key that names each. */
export interface Kind<Schema extends z.ZodType<Record<string, unknown>>> {
  schema: Schema
  key: keyof z.output<Schema> & string
}

/**
 * Every `*.yaml` of a folder, by name. A faulty file is reported and leaves the others alone; a folder that is not there
 * has none.
 */
export function readYamlFolder<Schema extends z.ZodType<Record<string, unknown>>>(
  folder: string,
  kind: Kind<Schema>,
): { sound: z.output<Schema>[]; problems: Problem[] } {
  const sound: z.output<Schema>[] = []
  const problems: Problem[] = []
  if (!existsSync(folder)) return { sound, problems }
  const files = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('.'))
  const places = new Map<string, string>()
  for (const fileName of files.sort()) {
    const file = join(folder, fileName)
    const read = parseYaml(readFileSync(file, 'utf8'), file, kind)
    problems.push(...read.problems)
    if (read.value === undefined) continue
    const name = String(read.value[kind.key])
    const earlier = places.get(name)
    if (earlier !== undefined) {
      problems.push({
        ...read.nameAt,
        file,
        message: `${kind.key}: "${name}" is also the ${kind.key} in ${earlier}; each has a ${kind.key} of its own`,
      })
      continue
    }
    places.set(name, file)
    sound.push(read.value)
  }
  sound.sort((a, b) => (String(a[kind.key]) < String(b[kind.key]) ? -1 : 1))
  return { sound, problems }
}

interface Parsed<T> {
  value?: T
  problems: Problem[]
  nameAt: { line: number; column: number }
}

/** One definition from its text; `file` is for messages. */
export function parseYaml<Schema extends z.ZodType<Record<string, unknown>>>(
  text: string,
  file: string,
  { schema, key }: Kind<Schema>,
): Parsed<z.output<Schema>> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const nameAt = at(offsetOf(document, [key]))
  if (document.errors.length > 0) {
    return {
      nameAt,
      problems: document.errors.map(({ message, pos }) => ({
        file,
        ...at(pos[0]),
        message: `is not YAML: ${message}`,
      })),
    }
  }
  const result = schema.safeParse(document.toJS() ?? {})
  if (result.success) return { value: result.data, problems: [], nameAt }
  const problems = result.error.issues.map((issue) => {
    // An unknown key is named by the issue, not by its path.
    const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path
    const shown = issue.path.map(String).join('.')
    return {
      file,
      ...at(offsetOf(document, path)),
      message: shown === '' ? issue.message : `${shown}: ${issue.message}`,
    }
  })
  return { problems, nameAt }
}

/** Where the innermost part of `path` that is written down begins: its key, else its value. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents
  let offset = document.contents?.range?.[0] ?? 0
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      if (pair === undefined) break
      offset = (pair.key as { range?: [number, number, number] }).range?.[0] ?? offset
      node = pair.value
    } else {
      const item = (node as { items?: { range?: [number, number, number] }[] } | null)?.items?.[Number(step)]
      if (item === undefined) break
      offset = item.range?.[0] ?? offset
      node = item
    }
  }
  return offset
}
