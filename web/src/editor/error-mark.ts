import { StateEffect, StateField } from '@codemirror/state'
import type { Range, Text } from '@codemirror/state'
import { Decoration, EditorView } from '@codemirror/view'
import type { DecorationSet } from '@codemirror/view'
import type { Position } from './position.ts'

/** Marks where something is wrong; none takes the marks away, and so does any change of the text. */
export const setErrors = StateEffect.define<readonly Position[]>()

/** Offset of a place; places beyond the text are at its end. */
export const offsetOf = (doc: Text, { line, column }: Position): number => {
  const found = doc.line(Math.min(Math.max(line, 1), doc.lines))
  return Math.min(found.from + column - 1, found.to)
}

const marksAt = (doc: Text, position: Position): Range<Decoration>[] => {
  const at = offsetOf(doc, position)
  const line = doc.lineAt(at)
  const word = /^(?:[\p{L}\p{N}_]+|.)/u.exec(line.text.slice(at - line.from))?.[0] ?? ''
  const here = Decoration.line({ class: 'cm-errorLine' }).range(line.from)
  return word === '' ? [here] : [here, Decoration.mark({ class: 'cm-error' }).range(at, at + word.length)]
}

export const errorMark = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    const told = transaction.effects.findLast((effect) => effect.is(setErrors))
    const { doc } = transaction.state
    if (told)
      return Decoration.set(
        told.value.flatMap((position) => marksAt(doc, position)),
        true,
      )
    return transaction.docChanged ? Decoration.none : marks
  },
  provide: (field) => EditorView.decorations.from(field),
})
