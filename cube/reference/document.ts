/**
 * The reference of the metrics, written from the model itself: `npm run docs` writes docs/metrics.md. A test holds the file to
 * what is written here.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readReference, type Measure, type View } from './read.ts'

export const DOCUMENT = join(import.meta.dirname, '..', '..', 'docs', 'metrics.md')

/** Where the rule of a measure is the product's own. */
export const OWN_RULE = 'định nghĩa của sản phẩm'

const UNITS: Record<Measure['unit'], string> = {
  count: 'number',
  people: 'people',
  ratio: 'ratio: 0.992 is 99.2 %',
  working_days: 'working days',
  points: 'points',
  score: 'score from 0 to 100',
  rank: 'rank, 1 is best',
  text: 'text',
}

const KINDS: Record<Measure['kind'], string> = {
  flow: 'what happened in the period',
  stock: 'the state at the end of the period, or of each bucket; never added up over time',
  ratio: 'worked out after adding up its parts; never averaged',
}

const INTRODUCTION = `# Metrics

Written by \`npm run docs\` from \`cube/model\`; change the model, not this file.

Each measure has one definition. The pages, the exports and the API (\`/cubejs-api/v1/load\`, \`/cubejs-api/v1/meta\`) use it under
the name given here. A period is two days, both included; days are of Asia/Ho_Chi_Minh. A ratio whose denominator is zero, and a
figure nobody reported, is null: no data is not zero.

"Rule" names the law or document a rule comes from; where none is named, the definition is the product's own. These documents were
read in copies, not in the Official Gazette: compare them before relying on an article. "Data" are the datasets
([data-contracts.md](data-contracts.md)) a measure is worked out of.
`

/** The whole document. */
export function documentation(views: readonly View[]): string {
  const contents = views.map(({ name, title, title_en }) => `- [${title_en}](#${name}) (${title})`)
  return `${INTRODUCTION}\n${contents.join('\n')}\n${views.map(section).join('')}`
}

function section({ name, title, title_en, description, description_en, measures }: View): string {
  return `
## ${name}

**${title_en}.** ${description_en}

**${title}.** ${description}
${measures.map(entry).join('')}`
}

function entry(measure: Measure): string {
  const { name, title, title_en, description, description_en, national } = measure
  const rows: [string, string | null][] = [
    ['numerator', measure.numerator],
    ['denominator', measure.denominator],
    ['not counted', measure.exclusions],
    ['unit', UNITS[measure.unit]],
    ['over time', KINDS[measure.kind]],
    ['rule', measure.source ?? OWN_RULE],
    ['owner', measure.owner],
    ['data', measure.datasets.join(', ')],
    ['whole country', national === null ? null : `\`${national}\``],
  ]
  const told = rows.flatMap(([label, text]) => (text === null ? [] : [`| ${label} | ${cell(text)} |`]))
  return `
### ${name}

**${title_en}**: ${description_en}

**${title}**: ${description}

| | |
|---|---|
${told.join('\n')}
`
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

if (import.meta.main) writeFileSync(DOCUMENT, documentation(await readReference()))
