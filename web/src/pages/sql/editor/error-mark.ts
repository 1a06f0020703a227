import { StateEffect, StateField } from '@codemirror/state'
import type { Text } from '@codemirror/state'
import { Decoration, EditorView } from '@codemirror/view'
import type { DecorationSet } from '@codemirror/view'
import type { Position } from '../position.ts'

/** Marks where the engine stopped reading; null takes the mark away, and so does any change of the text. */
export const setError = StateEffect.define<Position | null>()

/** Offset of a place; places beyond the text are at its end. */
export const offsetOf = (doc: Text, { line, column }: Position): number => {
  const found = doc.line(Math.min(Math.max(line, 1), doc.lines))
  return Math.min(found.from + column - 1, found.to)
}

const mark = (doc: Text, position: Position): DecorationSet => {
  const at = offsetOf(doc, position)
  const line = doc.lineAt(at)
  const word = /^(?:[\p{L}\p{N}_]+|.)/u.exec(line.text.slice(at - line.from))?.[0] ?? ''
  const here = Decoration.line({ class: 'cm-errorLine' }).range(line.from)
  return word === ''
    ? Decoration.set([here])
    : Decoration.set([here, Decoration.mark({ class: 'cm-error' }).range(at, at + word.length)])
}

export const errorMark = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    const told = transaction.effects.findLast((effect) => effect.is(setError))
    if (told) return told.value === null ? Decoration.none : mark(transaction.state.doc, told.value)
    return transaction.docChanged ? Decoration.none : marks
  },
  provide: (field) => EditorView.decorations.from(field),
})
