import { autocompletion, closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching } from '@codemirror/language'
import { Compartment, EditorState } from '@codemirror/state'
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view'
import type { Definitions } from '../../../api/definitions.ts'
import { appearance } from '../../sql/editor/appearance.ts'
import { errorMark, offsetOf, setErrors } from '../../sql/editor/error-mark.ts'
import type { Position } from '../../sql/position.ts'
import { completionSource } from './completion.ts'
import { YAML } from './yaml.ts'

export interface YamlEditorParts {
  text: string
  label: string
  /** What the metrics have, in the language of the page. */
  members: () => Definitions
  onChange: (text: string) => void
  onSave: () => void
}
export interface YamlEditor {
  setText: (text: string) => void
  setLabel: (label: string) => void
  showProblems: (positions: readonly Position[]) => void
  goTo: (position: Position) => void
  destroy: () => void
}

/** Higher than a statement's: a definition is read as a whole. */
const HIGH = EditorView.theme({
  '&': { height: 'clamp(22rem, 68vh, 52rem)', maxHeight: 'none' },
  '.cm-scroller': { fontSize: '0.8125rem' },
})

/** Starts the editor of a definition within an element; in a shadow tree for the reason that the editor of SQL is. */
export const startYamlEditor = (host: HTMLElement, parts: YamlEditorParts): YamlEditor => {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  const labelled = new Compartment()
  // A box that scrolls must be within reach of the keyboard; checkers look for the attribute.
  const labelOf = (label: string) =>
    EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' })
  const save = (): boolean => {
    parts.onSave()
    return true
  }
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: parts.text,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        EditorView.lineWrapping,
        YAML,
        autocompletion({ override: [completionSource(parts.members)], icons: false }),
        // Tab leaves the editor, as everywhere else on the page.
        keymap.of([
          { key: 'Mod-s', run: save, preventDefault: true },
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...historyKeymap,
        ]),
        errorMark,
        HIGH,
        appearance,
        labelled.of(labelOf(parts.label)),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) parts.onChange(update.state.doc.toString())
        }),
      ],
    }),
  })
  return {
    setText: (text) => {
      const { doc } = view.state
      if (doc.toString() !== text) view.dispatch({ changes: { from: 0, to: doc.length, insert: text } })
    },
    setLabel: (label) => view.dispatch({ effects: labelled.reconfigure(labelOf(label)) }),
    showProblems: (positions) => view.dispatch({ effects: setErrors.of(positions) }),
    goTo: (position) => {
      const anchor = offsetOf(view.state.doc, position)
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
      view.focus()
    },
    destroy: () => view.destroy(),
  }
}
