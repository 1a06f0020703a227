import { acceptCompletion, autocompletion, closeCompletion, completionKeymap } from '@codemirror/autocomplete'
import { Compartment } from '@codemirror/state'
import { EditorView, keymap, placeholder } from '@codemirror/view'
import type { SchemaView } from '../../../api/sql.ts'
import { startEditor } from '../../../editor/start.ts'
import type { EditorParts, TextEditor } from '../../../editor/start.ts'
import { completionSource } from './completion.ts'
import { CLICKHOUSE } from './dialect.ts'

export interface EditorWords {
  label: string
  placeholder: string
  language: 'vi' | 'en'
}
export interface SqlEditorParts extends Omit<EditorParts, 'extensions'> {
  words: EditorWords
  views: () => readonly SchemaView[]
  onRun: () => void
}
export interface SqlEditor extends TextEditor {
  setWords: (words: EditorWords) => void
  /** Puts a name where the cursor is. */
  insert: (text: string) => void
}

/** Starts the editor of a statement within an element. */
export const startSqlEditor = (host: HTMLElement, parts: SqlEditorParts): SqlEditor => {
  const worded = new Compartment()
  let language = parts.words.language
  const wordsOf = (words: EditorWords) => [
    EditorView.contentAttributes.of({ 'aria-label': words.label, lang: 'en', spellcheck: 'false' }),
    placeholder(words.placeholder),
  ]
  const run = (view: EditorView): boolean => {
    closeCompletion(view)
    parts.onRun()
    return true
  }
  const { editor, view } = startEditor(host, {
    text: parts.text,
    onChange: parts.onChange,
    extensions: [
      CLICKHOUSE.extension,
      autocompletion({
        override: [completionSource(parts.views, () => language)],
        icons: false,
        defaultKeymap: false,
      }),
      // Tab takes what is offered, and with nothing offered leaves the editor; Enter always begins a line.
      keymap.of([
        { key: 'Mod-Enter', run },
        { key: 'Tab', run: acceptCompletion },
        ...completionKeymap.filter(({ key }) => key !== 'Enter'),
      ]),
      worded.of(wordsOf(parts.words)),
    ],
  })
  return {
    ...editor,
    setWords: (words) => {
      language = words.language
      view.dispatch({ effects: worded.reconfigure(wordsOf(words)) })
    },
    insert: (text) => {
      view.dispatch(view.state.replaceSelection(text))
      view.focus()
    },
  }
}
