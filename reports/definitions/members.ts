import { isPair, isScalar, LineCounter, parseDocument, visit, type Node, type Pair } from 'yaml'
import type { Problem } from '../../etl/definitions/yaml.ts'
import type { Described } from '../../cube/gateway/rows.ts'
import { PLACEHOLDERS, readPlaceholder } from './placeholders.ts'
import { member as memberName } from './schema.ts'

type Role = 'measure' | 'dimension'

/** A member of the metrics where a definition's text names it. */
export interface NamedMember {
  member: string
  /** What it has to be there; null: either. */
  role: Role | null
  line: number
  column: number
}

const ROLE: Record<string, Role> = {
  measures: 'measure',
  measure: 'measure',
  reading: 'measure',
  by: 'dimension',
  apart_by: 'dimension',
}

/** Every member that a text names, in its order, also those in paragraphs. The text is that of a sound definition. */
export function membersNamed(text: string): NamedMember[] {
  const lines = new LineCounter()
  const found: NamedMember[] = []
  const add = (member: string, role: Role | null, offset: number): void => {
    const { line, col } = lines.linePos(offset)
    found.push({ member, role, line, column: col })
  }
  visit(parseDocument(text, { lineCounter: lines }), {
    Scalar(key, node, path) {
      if (typeof node.value !== 'string' || !node.range) return
      const [from, to] = node.range
      const keys = path.filter((step) => isPair(step)).map(keyOf)
      if (keys.includes('paragraphs')) {
        for (const [shown, inner = ''] of node.value.matchAll(PLACEHOLDERS)) {
          const read = readPlaceholder(inner)
          if (read?.kind !== 'figure') continue
          // A folded text may break a placeholder over two lines: then its paragraph is the place.
          const at = text.slice(from, to).indexOf(shown)
          const offset = at < 0 ? from : from + at + 1
          add(read.measure, 'measure', offset)
          for (const { member } of read.filters) add(member, 'dimension', offset)
        }
      } else if (keys.includes('sections') && memberName.safeParse(node.value).success) {
        const around = keys.findLast((name) => name !== 'member')
        add(node.value, key === 'key' ? null : (ROLE[around ?? ''] ?? null), from)
      }
    },
  })
  return found
}

const keyOf = ({ key }: Pair<unknown, unknown>): string =>
  isScalar(key as Node) ? String((key as { value: unknown }).value) : ''

/** What is wrong with members, by what the model says of them. */
export function memberProblems(
  named: readonly NamedMember[],
  described: readonly Described[],
  file: string,
): Problem[] {
  const known = new Map(described.map((one) => [one.member, one]))
  return named.flatMap(({ member, role, line, column }): Problem[] => {
    const model = known.get(member)
    const told = (message: string) => [{ file, line, column, message: `${member} ${message}` }]
    // Every member of the model has its definition, and every measure its unit.
    if (model === undefined || model.description.vi === '')
      return told('is not a measure or dimension of the model')
    const is = model.meta['unit'] === undefined ? 'dimension' : 'measure'
    return role === null || role === is ? [] : told(`is a ${is}; here stands a ${role}`)
  })
}
