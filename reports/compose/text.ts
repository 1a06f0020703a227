import type { DayRange } from '../../web/src/view/day.ts'
import { PLACEHOLDERS, readPlaceholder } from '../definitions/placeholders.ts'
import type { Paragraph } from '../document.ts'
import { changeText, NO_DATA, sentenceText } from '../values.ts'
import { comparedRange, rangeOf, valuesIn, type Composing, type SectionOf } from './composing.ts'
import { comparedName, periodName } from './period-words.ts'

/** Paragraphs, with the figures that their placeholders ask for. */
export async function paragraphs(composing: Composing, section: SectionOf<'text'>): Promise<Paragraph[]> {
  const found = await Promise.all(section.paragraphs.map((text) => filled(composing, text)))
  const texts = found.filter((text) => text !== null)
  // What there is no figure for is said once, and not in every sentence.
  const said = texts.length > 0 ? texts : [`${periodName(composing.period)}: ${NO_DATA}.`]
  return said.map((text) => ({ kind: 'paragraph', text: text.charAt(0).toUpperCase() + text.slice(1) }))
}

/** null: the paragraph is about figures, and there is none of them. */
async function filled(composing: Composing, text: string): Promise<string | null> {
  const placeholders = [...text.matchAll(PLACEHOLDERS)].map(([, inner = '']) => inner)
  const values = await Promise.all(placeholders.map((inner) => valueOf(composing, inner)))
  const figures = values.filter(({ figure }) => figure)
  if (figures.length > 0 && figures.every(({ known }) => !known)) return null
  let next = 0
  return text.replace(PLACEHOLDERS, () => values[next++]?.text ?? '')
}

interface Value {
  text: string
  /** It is a figure and not what the period or the place is called … */
  figure: boolean
  /** … and there is one. */
  known: boolean
}

async function valueOf(composing: Composing, inner: string): Promise<Value> {
  const asked = readPlaceholder(inner)
  if (asked === null) throw new Error(`{${inner}} is not a placeholder: the schema lets none such through`)
  const name = (text: string): Value => ({ text, figure: false, known: true })
  if (asked.kind === 'period') return name(periodName(composing.period))
  if (asked.kind === 'place') return name(composing.place?.name ?? 'Cả nước')
  const { measure, view, filters, change } = asked
  const kind = composing.model.kind(measure)
  const at = async (range: DayRange | null) =>
    (await valuesIn(composing.ask, [measure], filters, range))[measure] ?? null
  const now = await at(rangeOf(composing, view))
  const told = (text: string): Value => ({ text, figure: true, known: now !== null })
  if (!change) return told(sentenceText(now, kind))
  const before = await at(comparedRange(composing, view))
  if (composing.compared === null || typeof now !== 'number' || typeof before !== 'number') {
    return told(`${NO_DATA} kỳ so sánh`)
  }
  return told(`${changeText(now, before, kind)} ${comparedName(composing.period, composing.compared)}`)
}
