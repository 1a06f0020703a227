/**
 * What stands in braces in a text of a report: `{period}`, `{place}`, a figure `{dossiers.received}`, of a part
 * `{identity.issued_total product=card}`, or its change against the comparison `{dossiers.received change}`.
 */
export type Placeholder =
  | { kind: 'period' }
  | { kind: 'place' }
  | {
      kind: 'figure'
      view: string
      measure: string
      filters: { member: string; operator: 'equals'; values: string[] }[]
      change: boolean
    }

export const PLACEHOLDERS = /\{([^}]*)\}/g
const FIGURE = /^(\w+)\.(\w+)((?: \w+=\S+)*)( change)?$/

/** null: not one of them. */
export function readPlaceholder(text: string): Placeholder | null {
  if (text === 'period' || text === 'place') return { kind: text }
  const match = FIGURE.exec(text)
  if (match === null) return null
  const [, view = '', name = '', conditions = '', change] = match
  return {
    kind: 'figure',
    view,
    measure: `${view}.${name}`,
    filters: [...conditions.matchAll(/(\w+)=(\S+)/g)].map(([, dimension = '', value = '']) => ({
      member: `${view}.${dimension}`,
      operator: 'equals',
      values: [value],
    })),
    change: change !== undefined,
  }
}

/** Measures that a text's placeholders name. */
export const measuresIn = (text: string): string[] =>
  [...text.matchAll(PLACEHOLDERS)].flatMap(([, inner = '']) => {
    const read = readPlaceholder(inner)
    return read?.kind === 'figure' ? [read.measure] : []
  })
