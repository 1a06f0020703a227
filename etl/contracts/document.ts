/**
 * The reference of the datasets, written from the contracts themselves: `npm run docs` writes docs/data-contracts.md.
 * A test holds the file to what is written here.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EXAMPLES } from './examples.ts'
import { DATASETS } from './registry.ts'
import type { Column, Dataset } from './types.ts'

export const DOCUMENT = join(import.meta.dirname, '..', '..', 'docs', 'data-contracts.md')

const INTRODUCTION = `# Data contracts

Written by \`npm run docs\` from \`etl/contracts\`; change the contracts, not this file.

Every file belongs to one dataset: the one named by \`--dataset\`, else by the folder it lies in, else by the beginning
of its own name (\`dossiers-2022-04.csv\`).

## Files

- CSV (\`.csv\`, \`.tsv\`, \`.txt\`) with \`,\` \`;\` or tab between fields, and NDJSON (\`.ndjson\`, \`.jsonl\`), each plain or
  gzipped (\`.gz\`). UTF-8, with or without byte order mark; a file in UTF-16 is refused with the byte that shows it.
- The first row of a CSV file names the columns, in any order. Optional columns may be missing. **A column that is not
  in the contract refuses the whole file**: the warehouse takes no personal data, so nothing that is not contracted may
  slip in. The same goes for a field of an NDJSON row.
- Times without an offset are of the zone \`Asia/Ho_Chi_Minh\`. A decimal comma is read in CSV files with \`;\`.

| a field that holds | is written |
|---|---|
| text | as it is; stored in Unicode NFC |
| a date | \`2022-04-18\` or \`18/04/2022\` |
| a time | \`2022-04-18T09:30:00\`, with or without offset (\`Z\`, \`+07:00\`), seconds may be missing; \`18/04/2022 09:30\`, \`18/04/2022 09:30:00\`; a date alone is its first second |
| a province | two digits of the General Statistics Office; \`00\`, where allowed, is the whole country |
| yes or no | \`1\` \`true\` \`yes\` \`có\`, \`0\` \`false\` \`no\` \`không\` |
| several values | separated by \`;\` (in NDJSON a list) |
| nothing | empty: not known or not reported, which is never zero |

## Provinces and their two eras

Codes of the 63 provinces up to 30 June 2025 were given again, some with another meaning, to the 34 of 1 July 2025. A
row's code is read by its \`province_era\` (\`63\` or \`34\`) where the dataset has that column and the row gives it, else by
the business date: before 2025-07-01 it is one of the 63. Every row is counted for one of the 34; a 63-era row for its
old province as well. A dossier updated since the merger that gives no era keeps the old province of its last earlier
version; without one it has none where its code could be either.

## Loading

- Rows that break their contract are put in quarantine (\`npm run etl -- quarantine\`), the others are loaded. A row whose
  business date lies after today is put there too.
- Per key the row with the latest \`updated_at\` counts; at equal \`updated_at\`, or without that column, see each dataset.
  Where a province is in the key, so is the era. Files may come again, late, out of order or overlapping.
- Always \`read = loaded + quarantined + superseded\`; a row equal to what is stored, or older, is superseded.
- A file is refused whole, and readers go on seeing what was there, when its columns are not the contract's, when it
  cannot be read as its format, when two different rows of one key have the same \`updated_at\`, or when too many of its
  rows are faulty (see each dataset; \`--accept-change\` lets these through and is recorded).
- Loading the very same file again is \`unchanged\`.
`

/** The whole document. */
export function documentation(): string {
  return `${INTRODUCTION}${DATASETS.map(section).join('')}`
}

function section(dataset: Dataset): string {
  const { name, title, key, rules, versioned, rhythmDays, quarantineLimit, columns } = dataset
  const example = EXAMPLES[name] ?? {}
  const rows = columns.map((column) => {
    const { required, about } = column
    return `| \`${column.name}\` | ${holds(column)} | ${required === true ? 'yes' : ''} | ${about} |`
  })
  const ruled = rules.map(({ column, reason }) => `- \`${column}\` ${reason}`)
  const keys = key.map((column) => `\`${column}\``).join(', ')
  return `
## ${name} (${title})

- Key: ${keys}${key.includes('province_code') ? ' and the era' : ''}.
- Business date: ${businessDate(dataset)}.
- Of two rows of one key ${versioned ? 'the one with the later `updated_at` counts; at equal `updated_at` the one with the greater hash, and without any the later load' : 'the later load counts'}.
- Expected at least every ${rhythmDays} days; older than that the dataset is called late.
- Refused when 20 rows or more and over ${quarantineLimit * 100} % of the file are faulty.

| column | holds | required | |
|---|---|---|---|
${rows.join('\n')}
${ruled.length === 0 ? '' : `\nA row is faulty where\n\n${ruled.join('\n')}\n`}
Example

\`\`\`csv
${exampleOf(dataset)}
\`\`\`

\`\`\`json
${JSON.stringify(example)}
\`\`\`
`
}

/** What a column may hold, in words. */
function holds(column: Column): string {
  switch (column.kind) {
    case 'text':
      return 'text'
    case 'code':
      return `text of the form ${column.form}`
    case 'province':
      return column.nationwide === true ? 'province or `00`' : 'province'
    case 'era':
      return '`63` or `34`'
    case 'date':
    case 'time':
      return column.kind
    case 'count': {
      const { min = 0, max } = column
      return max === undefined ? `whole number, ${min} or more` : `whole number from ${min} to ${max}`
    }
    case 'number':
      return 'number'
    case 'flag':
      return 'yes or no'
    case 'choice': {
      const values = column.values.map((value) => `\`${value}\``).join(', ')
      const also = Object.entries(column.also ?? {}).map(([text, value]) => `\`${text}\` is \`${value}\``)
      if (column.empty !== undefined) also.push(`empty is \`${column.empty}\``)
      return `one of ${values}${also.length === 0 ? '' : `; ${also.join(', ')}`}`
    }
    case 'list':
      return 'several values'
  }
}

function businessDate({ columns, businessDate, derived }: Dataset): string {
  if (derived.some(({ name }) => name === 'period_end')) return 'the last day of `period`'
  const column = columns.find(({ name }) => new RegExp(`\\b${name}\\b`).test(businessDate))
  return column?.kind === 'time' ? `the day of \`${column.name}\`` : `\`${column?.name ?? ''}\``
}

/** The example's header and row as CSV: required columns and those it gives, in the contract's order. */
export function exampleOf({ name, columns }: Dataset): string {
  const example = EXAMPLES[name] ?? {}
  const given = columns.filter((column) => column.name in example)
  const row = given.map((column) => {
    const text = String(example[column.name])
    return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  })
  return `${given.map((column) => column.name).join(',')}\n${row.join(',')}`
}

if (import.meta.main) writeFileSync(DOCUMENT, documentation())
