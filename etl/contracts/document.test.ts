import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { DOCUMENT, documentation } from './document.ts'
import { EXAMPLES } from './examples.ts'
import { DATASETS } from './registry.ts'

test('docs/data-contracts.md is what the contracts say; "npm run docs" writes it', () => {
  expect(readFileSync(DOCUMENT, 'utf8')).toBe(documentation())
})

test('every dataset, column and rule is in the document', () => {
  const text = documentation()
  for (const { name, title, columns, rules } of DATASETS) {
    const section = text.slice(text.indexOf(`## ${name} (${title})`)).split('\n## ')[0] ?? ''
    for (const column of columns) expect(section, name).toContain(`| \`${column.name}\` |`)
    for (const { column, reason } of rules) expect(section).toContain(`- \`${column}\` ${reason}`)
  }
})

test('every dataset has an example with its required columns and no others than its own', () => {
  expect(Object.keys(EXAMPLES)).toEqual(DATASETS.map(({ name }) => name))
  for (const { name, columns } of DATASETS) {
    const given = Object.keys(EXAMPLES[name] ?? {})
    for (const column of columns.filter(({ required }) => required)) expect(given).toContain(column.name)
    for (const column of given) expect(columns.map((known) => known.name)).toContain(column)
  }
})
