import type { Position } from './statement.ts'

/**
 * Where a name stands that the engine does not know. It names it in its message, in quotes or back quotes, and does not
 * say where; the first place in the text that is not part of a longer name is taken.
 */
export function positionOfName(message: string, sql: string): Position | null {
  for (const [, quoted, backQuoted] of message.matchAll(/'([^']+)'|`([^`]+)`/g)) {
    const name = quoted ?? backQuoted ?? ''
    const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    const at = new RegExp(`(?<![\\p{L}\\p{N}_.])${escaped}(?![\\p{L}\\p{N}_])`, 'u').exec(sql)?.index
    if (at === undefined) continue
    const before = sql.slice(0, at).split('\n')
    return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
  }
  return null
}
