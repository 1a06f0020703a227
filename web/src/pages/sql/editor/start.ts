import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching } from '@codemirror/language'
import { Compartment, EditorState, Prec } from '@codemirror/state'
import { drawSelection, EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view'
import type { SchemaView } from '../../../api/sql.ts'
import { appearance } from './appearance.ts'
import { completionSource } from './completion.ts'
import { CLICKHOUSE } from './dialect.ts'
import { errorMark, offsetOf, setErrors } from './error-mark.ts'
import type { Position } from '../position.ts'

export interface EditorWords {
  label: string
  placeholder: string
  language: 'vi' | 'en'
}
export interface EditorParts {
  text: string
  words: EditorWords
  views: () => readonly SchemaView[]
  onChange: (text: string) => void
  onRun: () => void
}
export interface Editor {
  setText: (text: string) => void
  setWords: (words: EditorWords) => void
  /** Puts a name where the cursor is. */
  insert: (text: string) => void
  showError: (position: Position | null) => void
  goTo: (position: Position) => void
  focus: () => void
  destroy: () => void
}

/**
 * Starts the editor within an element. It lives in a shadow tree: there its styles are sheets made by script, which the
 * product's content security policy lets through; style elements in the page it does not.
 */
export const startEditor = (host: HTMLElement, parts: EditorParts): Editor => {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  const worded = new Compartment()
  let language = parts.words.language
  const wordsOf = (words: EditorWords) => [
    EditorView.contentAttributes.of({ 'aria-label': words.label, lang: 'en', spellcheck: 'false' }),
    placeholder(words.placeholder),
  ]
  const run = (): boolean => {
    parts.onRun()
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
        CLICKHOUSE.extension,
        autocompletion({
          override: [completionSource(parts.views, () => language)],
          icons: false,
          defaultKeymap: false,
        }),
        // Tab takes what is offered, and with nothing offered leaves the editor, as everywhere else on the page; Enter
        // always begins a line.
        Prec.highest(
          keymap.of([
            { key: 'Mod-Enter', run },
            { key: 'Tab', run: acceptCompletion },
            ...completionKeymap.filter(({ key }) => key !== 'Enter'),
          ]),
        ),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap]),
        errorMark,
        appearance,
        worded.of(wordsOf(parts.words)),
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
    setWords: (words) => {
      language = words.language
      view.dispatch({ effects: worded.reconfigure(wordsOf(words)) })
    },
    insert: (text) => {
      view.dispatch(view.state.replaceSelection(text))
      view.focus()
    },
    showError: (position) => view.dispatch({ effects: setErrors.of(position === null ? [] : [position]) }),
    goTo: (position) => {
      const anchor = offsetOf(view.state.doc, position)
      view.dispatch({ selection: { anchor }, scrollIntoView: true })
      view.focus()
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  }
}
