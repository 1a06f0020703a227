import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import type { Definitions } from '../../../api/definitions.ts'

/** Of what is asked for, and not of the keys around it: so much of a view's name has to be written. */
const LEAST = 3
/** Reports name their members by the views of the provinces; those of the whole country follow from them. */
const isNamed = (member: string): boolean => !member.startsWith('national.')

/** Members of the metrics that begin with what has been written. */
export const membersFor = (written: string, definitions: Definitions): Completion[] =>
  Object.entries(definitions)
    .filter(([member]) => isNamed(member) && member.startsWith(written))
    .map(([member, { title, description }]) => ({
      label: member,
      type: 'property',
      detail: title,
      info: description,
    }))

/** Offers members while one is being written, and all of them when asked for (Ctrl+Space). */
export const completionSource =
  (definitions: () => Definitions) =>
  (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[a-z][\w.]*/)
    const written = word?.text ?? ''
    if (!context.explicit && written.length < LEAST) return null
    const options = membersFor(written, definitions())
    return options.length > 0 ? { from: word?.from ?? context.pos, options, validFor: /^[\w.]*$/ } : null
  }
