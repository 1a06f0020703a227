import { expect, test } from 'vitest'
import type { SchemaView } from '../../../api/sql.ts'
import { offersFor } from './completion.ts'

const column = (name: string, type = 'String') => ({
  name,
  type,
  about: { vi: `${name} vi`, en: `${name} en` },
})
const VIEWS: SchemaView[] = [
  {
    name: 'dossiers',
    about: { vi: 'Hồ sơ', en: 'Dossiers' },
    columns: [column('province'), column('channel')],
  },
  { name: 'identity', about: { vi: 'Định danh', en: 'Identity' }, columns: [column('group')] },
]
const labels = (before: string, after = ''): string[] =>
  offersFor(before, before + after, VIEWS, 'vi').map(({ label }) => label)

test('after FROM come the views and no columns', () => {
  const offered = labels('SELECT province FROM d')
  expect(offered).toContain('dossiers')
  expect(offered).not.toContain('province')
})

test('columns are those of the views the statement names, before or after the cursor', () => {
  expect(labels('SELECT pro', ' FROM dossiers')).toContain('province')
  expect(labels('SELECT pro', ' FROM dossiers')).not.toContain('group')
})

test('after a name and a dot come that view’s columns alone, by alias too', () => {
  expect(labels('SELECT dossiers.', ' FROM dossiers')).toEqual(['province', 'channel'])
  expect(labels('SELECT d.pr', ' FROM dossiers AS d JOIN identity i ON 1')).toEqual(['province', 'channel'])
  expect(labels('SELECT i.', ' FROM dossiers d JOIN identity i ON 1')).toEqual(['group'])
  expect(labels('SELECT x.', ' FROM dossiers d')).toEqual([])
})

test('a column named like a keyword is quoted, and says what it means in the reader’s language', () => {
  const [group] = offersFor('SELECT i.', 'SELECT i. FROM identity i', VIEWS, 'en')
  expect(group).toMatchObject({ label: 'group', apply: '`group`', info: 'identity. group en' })
})
