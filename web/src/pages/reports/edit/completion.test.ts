import { CompletionContext } from '@codemirror/autocomplete'
import { EditorState } from '@codemirror/state'
import { expect, test } from 'vitest'
import { completionSource } from './completion.ts'

const about = (title: string) => ({ title, description: `${title} là…`, details: [] })
const DEFINITIONS = {
  'dossiers.received': about('Tiếp nhận'),
  'dossiers.resolved': about('Giải quyết'),
  'national.dossiers_received': about('Tiếp nhận cả nước'),
  'tasks.open': about('Đang làm'),
}
const offered = (text: string, explicit = false) => {
  const context = new CompletionContext(EditorState.create({ doc: text }), text.length, explicit)
  const result = completionSource(() => DEFINITIONS)(context)
  return result && { from: result.from, labels: result.options.map(({ label }) => label) }
}

test('members are offered once it is plain that one is being written', () => {
  expect(offered('measures: [do')).toBeNull()
  expect(offered('measures: [dos')).toEqual({ from: 11, labels: ['dossiers.received', 'dossiers.resolved'] })
  expect(offered('by: [a.b, dossiers.res')).toEqual({ from: 10, labels: ['dossiers.resolved'] })
  expect(offered('Tiếp nhận {dossiers.rec')).toEqual({ from: 11, labels: ['dossiers.received'] })
})

test('keys are no members, and those of the whole country are not offered', () => {
  expect(offered('schedule')).toBeNull()
  expect(offered('by: [national.')).toBeNull()
  expect(offered('by: [', true)?.labels).toEqual(['dossiers.received', 'dossiers.resolved', 'tasks.open'])
})
