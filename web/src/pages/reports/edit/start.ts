import { autocompletion } from '@codemirror/autocomplete'
import { Compartment } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import type { Definitions } from '../../../api/definitions.ts'
import { startEditor } from '../../../editor/start.ts'
import type { EditorParts, TextEditor } from '../../../editor/start.ts'
import { completionSource } from './completion.ts'
import { YAML } from './yaml.ts'

export interface YamlEditorParts extends Omit<EditorParts, 'extensions'> {
  label: string
  /** What the metrics have, in the language of the page. */
  members: () => Definitions
  onSave: () => void
}
export interface YamlEditor extends TextEditor {
  setLabel: (label: string) => void
}

/** Higher than a statement's: a definition is read as a whole. */
const HIGH = EditorView.theme({
  '&': { height: 'clamp(22rem, 68vh, 52rem)', maxHeight: 'none' },
  '.cm-scroller': { fontSize: '0.8125rem' },
  // On a phone what a member means would cover the list it is chosen from.
  '@media (max-width: 52rem)': { '.cm-tooltip.cm-completionInfo': { display: 'none' } },
})

/** Starts the editor of a definition within an element. */
export const startYamlEditor = (host: HTMLElement, parts: YamlEditorParts): YamlEditor => {
  const labelled = new Compartment()
  // A box that scrolls must be within reach of the keyboard; checkers look for the attribute.
  const labelOf = (label: string) =>
    EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' })
  const save = (): boolean => {
    parts.onSave()
    return true
  }
  const { editor, view } = startEditor(host, {
    text: parts.text,
    onChange: parts.onChange,
    extensions: [
      YAML,
      autocompletion({ override: [completionSource(parts.members)], icons: false }),
      keymap.of([{ key: 'Mod-s', run: save, preventDefault: true }]),
      HIGH,
      labelled.of(labelOf(parts.label)),
    ],
  })
  return {
    ...editor,
    setLabel: (label) => view.dispatch({ effects: labelled.reconfigure(labelOf(label)) }),
  }
}
