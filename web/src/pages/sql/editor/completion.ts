import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import type { SchemaView } from '../../../api/sql.ts'
import { innerType } from '../result.ts'
import { FUNCTIONS, KEYWORD_LIST } from './dialect.ts'

/** Names the engine would read as something else are quoted. */
const nameOf = (name: string): string => (KEYWORD_LIST.includes(name) ? `\`${name}\`` : name)

/** What may follow `name.`: columns of the view of that name, or of the one that has it as its alias. */
const viewCalled = (name: string, text: string, views: readonly SchemaView[]): SchemaView | undefined => {
  const alias = new RegExp(`\\b(\\w+)\\s+(?:as\\s+)?${name}\\b`, 'gi')
  const named = [...text.matchAll(alias)].map(([, view]) => view?.toLowerCase())
  return views.find((view) => view.name === name || named.includes(view.name))
}

/**
 * What the editor offers at the end of `before`: columns of a view after its name or alias, else the columns of the views
 * the text names, the views, functions and keywords.
 */
export const offersFor = (
  before: string,
  text: string,
  views: readonly SchemaView[],
  language: 'vi' | 'en',
): Completion[] => {
  const columnsOf = (view: SchemaView, boost: number): Completion[] =>
    view.columns.map(({ name, type, about }) => ({
      label: name,
      apply: nameOf(name),
      type: 'property',
      detail: innerType(type),
      info: `${view.name}. ${about[language]}`,
      boost,
    }))
  const owner = /(\w+)\.\w*$/.exec(before)?.[1]
  if (owner !== undefined) {
    const view = viewCalled(owner.toLowerCase(), text, views)
    return view ? columnsOf(view, 0) : []
  }
  const used = views.filter(({ name }) => new RegExp(`\\b${name}\\b`, 'i').test(text))
  const afterFrom = /\b(?:from|join)\s+\w*$/i.test(before)
  return [
    ...views.map(({ name, about }) => ({
      label: name,
      type: 'class',
      info: about[language],
      boost: afterFrom ? 50 : 0,
    })),
    ...(afterFrom ? [] : used.flatMap((view) => columnsOf(view, 20))),
    ...(afterFrom ? [] : FUNCTIONS.map((name) => ({ label: name, apply: `${name}(`, type: 'function' }))),
    ...KEYWORD_LIST.map((name) => ({ label: name.toUpperCase(), type: 'keyword', boost: -20 })),
  ]
}

/** The editor's source of completions, over the schema as it is when asked. */
export const completionSource =
  (views: () => readonly SchemaView[], language: () => 'vi' | 'en') =>
  (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/\w*/)
    if (!word) return null
    const text = context.state.doc.toString()
    const before = text.slice(0, context.pos)
    const afterDot = before.slice(0, word.from).endsWith('.')
    if (word.from === word.to && !context.explicit && !afterDot) return null
    const options = offersFor(before, text, views(), language())
    return options.length > 0 ? { from: word.from, options, validFor: /^\w*$/ } : null
  }
