import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
import type { Extension } from '@codemirror/state'
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view'
import { appearance } from './appearance.ts'
import { errorMark, offsetOf, setErrors } from './error-mark.ts'
import type { Position } from './position.ts'

export interface EditorParts {
  text: string
  onChange: (text: string) => void
  /** The language of the text and what else this editor has; comes before what all editors have. */
  extensions: Extension
}
/** What every editor of a text can do. */
export interface TextEditor {
  setText: (text: string) => void
  showErrors: (positions: readonly Position[]) => void
  /** Puts the cursor at a place, in the middle of what is seen. */
  goTo: (position: Position) => void
  focus: () => void
  destroy: () => void
}

/**
 * Starts an editor within an element. It lives in a shadow tree: there its styles are sheets made by script, which the
 * product's content security policy lets through; style elements in the page it does not.
 *
 * @returns the editor, and the view it is, for what only one kind of editor does
 */
export const startEditor = (
  host: HTMLElement,
  { text, onChange, extensions }: EditorParts,
): { editor: TextEditor; view: EditorView } => {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        extensions,
        lineNumbers(),
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        EditorView.lineWrapping,
        // Tab leaves the editor, as everywhere else on the page.
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap]),
        errorMark,
        appearance,
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString())
        }),
      ],
    }),
  })
  const editor: TextEditor = {
    setText: (written) => {
      const { doc } = view.state
      if (doc.toString() !== written) view.dispatch({ changes: { from: 0, to: doc.length, insert: written } })
    },
    showErrors: (positions) => view.dispatch({ effects: setErrors.of(positions) }),
    goTo: (position) => {
      const anchor = offsetOf(view.state.doc, position)
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
      view.focus()
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  }
  return { editor, view }
}
