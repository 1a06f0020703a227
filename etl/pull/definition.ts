import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml'
import { definition, type Definition } from './schema.ts'

/** Something wrong in a file, where, and how to put it right. */
export interface Problem {
  file: string
  line: number
  column: number
  message: string
}

export const problemText = ({ file, line, column, message }: Problem) =>
  `${file}:${line}:${column}: ${message}`

export interface Definitions {
  /** Sound ones, by name. */
  sources: Definition[]
  problems: Problem[]
}

/**
 * Every `*.yaml` of a folder. A faulty file is reported and leaves the others alone; a folder that is not there
 * has no sources.
 */
export function readDefinitions(folder: string): Definitions {
  const found: Definitions = { sources: [], problems: [] }
  if (!existsSync(folder)) return found
  const files = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('.'))
  const places = new Map<string, string>()
  for (const name of files.sort()) {
    const file = join(folder, name)
    const read = parseDefinition(readFileSync(file, 'utf8'), file)
    found.problems.push(...read.problems)
    if (read.source === undefined) continue
    const earlier = places.get(read.source.name)
    if (earlier !== undefined) {
      found.problems.push({
        ...read.nameAt,
        file,
        message: `name: "${read.source.name}" is also the name in ${earlier}; every source has a name of its own`,
      })
      continue
    }
    places.set(read.source.name, file)
    found.sources.push(read.source)
  }
  found.sources.sort((a, b) => (a.name < b.name ? -1 : 1))
  return found
}

interface Parsed {
  source?: Definition
  problems: Problem[]
  nameAt: { line: number; column: number }
}

/** One definition from its text; `file` is for messages. */
export function parseDefinition(text: string, file: string): Parsed {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const nameAt = at(offsetOf(document, ['name']))
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
  const result = definition.safeParse(document.toJS() ?? {})
  if (result.success) return { source: result.data, problems: [], nameAt }
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
