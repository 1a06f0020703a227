import type { Paragraph } from '../document.ts'
import { changeText, NO_DATA, sentenceText } from '../values.ts'
import {
  comparedRange,
  rangeOf,
  valuesIn,
  type Composing,
  type Filters,
  type SectionOf,
} from './composing.ts'
import { comparedName, periodName } from './period-words.ts'

/**
 * Paragraphs whose figures are asked for: `{dossiers.received}`, `{dossiers.received change}` (against the comparison),
 * `{identity.issued_total product=card}`, `{period}`, `{place}`.
 */
export async function paragraphs(composing: Composing, section: SectionOf<'text'>): Promise<Paragraph[]> {
  const texts = await Promise.all(section.paragraphs.map((text) => filled(composing, text)))
  return texts.map((text) => ({ kind: 'paragraph', text: text.charAt(0).toUpperCase() + text.slice(1) }))
}

const PLACEHOLDER = /\{([^}]*)\}/g
const FIGURE = /^(\w+)\.(\w+)((?: \w+=\S+)*)( change)?$/

async function filled(composing: Composing, text: string): Promise<string> {
  const matches = [...text.matchAll(PLACEHOLDER)]
  const values = await Promise.all(matches.map(([, placeholder = '']) => valueOf(composing, placeholder)))
  let filledIn = 0
  return text.replace(PLACEHOLDER, () => values[filledIn++] ?? '')
}

async function valueOf(composing: Composing, placeholder: string): Promise<string> {
  if (placeholder === 'period') return periodName(composing.period)
  if (placeholder === 'place') return composing.place?.name ?? 'Cả nước'
  const match = FIGURE.exec(placeholder)
  if (match === null) throw new Error(`{${placeholder}} is not a figure such as {dossiers.received}`)
  const [, view = '', name = '', conditions = '', change] = match
  const measure = `${view}.${name}`
  const filters: Filters = [...conditions.matchAll(/(\w+)=(\S+)/g)].map(([, dimension = '', value = '']) => ({
    member: `${view}.${dimension}`,
    operator: 'equals',
    values: [value],
  }))
  const kind = composing.model.of(measure) && composing.model.kind(measure)
  const at = async (range: ReturnType<typeof rangeOf>) =>
    (await valuesIn(composing.ask, [measure], filters, range))[measure] ?? null
  const now = await at(rangeOf(composing, view))
  if (change === undefined) return sentenceText(now, kind)
  const before = await at(comparedRange(composing, view))
  if (composing.compared === null || typeof now !== 'number' || typeof before !== 'number') {
    return `${NO_DATA} kỳ so sánh`
  }
  return `${changeText(now, before, kind)} ${comparedName(composing.period, composing.compared)}`
}

/** Members that a text's placeholders name. */
export const membersIn = (text: string): string[] =>
  [...text.matchAll(PLACEHOLDER)].flatMap(
    ([, placeholder = '']) => FIGURE.exec(placeholder)?.slice(1, 3).join('.') ?? [],
  )
