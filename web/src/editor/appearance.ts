import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** The editor in the product's own colours; both themes, since these are the tokens' names. */
export const appearance: Extension = [
  EditorView.theme({
    '&': {
      minHeight: '9rem',
      maxHeight: 'min(28rem, 60vh)',
      backgroundColor: 'var(--surface)',
      color: 'var(--ink)',
      fontSize: '0.875rem',
    },
    '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-1px' },
    '.cm-scroller': {
      fontFamily: "ui-monospace, 'Cascadia Code', 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
      lineHeight: '1.6',
      overflow: 'auto',
    },
    '.cm-content': { minHeight: '9rem', padding: '0.625rem 0', caretColor: 'var(--ink)' },
    '.cm-line': { padding: '0 0.75rem 0 0.375rem' },
    '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--ink-3)', border: '0' },
    '.cm-lineNumbers .cm-gutterElement': { minWidth: '2.25rem', padding: '0 0.375rem 0 0.5rem' },
    '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
    '.cm-cursor': { borderLeftColor: 'var(--ink)' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
      backgroundColor: 'var(--accent-soft)',
    },
    '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
      backgroundColor: 'var(--accent-soft)',
      outline: '1px solid var(--accent)',
    },
    '.cm-placeholder': { color: 'var(--ink-3)' },
    '.cm-error': { textDecoration: 'underline wavy var(--bad)', textUnderlineOffset: '0.25em' },
    '.cm-errorLine': { backgroundColor: 'var(--bad-soft)' },
    '.cm-tooltip': {
      border: '1px solid var(--line)',
      borderRadius: '8px',
      backgroundColor: 'var(--surface)',
      color: 'var(--ink)',
      boxShadow: 'var(--shadow-float)',
      overflow: 'hidden',
    },
    '.cm-tooltip.cm-tooltip-autocomplete > ul': { maxHeight: '16rem', fontFamily: 'inherit' },
    '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.25rem 0.625rem', lineHeight: '1.5' },
    '.cm-tooltip-autocomplete ul li[aria-selected]': {
      backgroundColor: 'var(--accent-soft)',
      color: 'var(--ink)',
    },
    '.cm-completionMatchedText': { color: 'var(--accent-strong)', textDecoration: 'none', fontWeight: '650' },
    '.cm-completionDetail': { color: 'var(--ink-3)', fontStyle: 'normal' },
    '.cm-tooltip.cm-completionInfo': {
      maxWidth: '20rem',
      padding: '0.5rem 0.75rem',
      fontFamily: 'var(--font)',
    },
  }),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: tags.keyword, color: 'var(--c-main)', fontWeight: '600' },
      { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
      { tag: [tags.number, tags.bool, tags.null], color: 'var(--c-third)' },
      { tag: [tags.standard(tags.name), tags.typeName], color: 'var(--warn)' },
      { tag: [tags.lineComment, tags.blockComment], color: 'var(--ink-3)', fontStyle: 'italic' },
    ]),
  ),
]
