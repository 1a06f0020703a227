import type { DayRange } from '../../web/src/view/day.ts'
import { PLACEHOLDERS, readPlaceholder } from '../definitions/placeholders.ts'
import type { Paragraph } from '../document.ts'
import { changeText, NO_DATA, sentenceText } from '../values.ts'
import { comparedRange, rangeOf, valuesIn, type Composing, type SectionOf } from './composing.ts'
import { comparedName, periodName } from './period-words.ts'

/** Paragraphs, with the figures that their placeholders ask for. */
export async function paragraphs(composing: Composing, section: SectionOf<'text'>): Promise<Paragraph[]> {
  const texts = await Promise.all(section.paragraphs.map((text) => filled(composing, text)))
  return texts.map((text) => ({ kind: 'paragraph', text: text.charAt(0).toUpperCase() + text.slice(1) }))
}

async function filled(composing: Composing, text: string): Promise<string> {
  const placeholders = [...text.matchAll(PLACEHOLDERS)].map(([, inner = '']) => inner)
  const values = await Promise.all(placeholders.map((inner) => valueOf(composing, inner)))
  let next = 0
  return text.replace(PLACEHOLDERS, () => values[next++] ?? '')
}

async function valueOf(composing: Composing, inner: string): Promise<string> {
  const asked = readPlaceholder(inner)
  if (asked === null) throw new Error(`{${inner}} is not a placeholder: the schema lets none such through`)
  if (asked.kind === 'period') return periodName(composing.period)
  if (asked.kind === 'place') return composing.place?.name ?? 'Cả nước'
  const { measure, view, filters, change } = asked
  const kind = composing.model.kind(measure)
  const at = async (range: DayRange | null) =>
    (await valuesIn(composing.ask, [measure], filters, range))[measure] ?? null
  const now = await at(rangeOf(composing, view))
  if (!change) return sentenceText(now, kind)
  const before = await at(comparedRange(composing, view))
  if (composing.compared === null || typeof now !== 'number' || typeof before !== 'number') {
    return `${NO_DATA} kỳ so sánh`
  }
  return `${changeText(now, before, kind)} ${comparedName(composing.period, composing.compared)}`
}
