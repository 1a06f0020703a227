import type { Figure, FiguresBlock } from '../document.ts'
import { changeText, isBetter } from '../values.ts'
import { asNational, comparedRange, rangeOf, valuesIn, type Composing, type SectionOf } from './composing.ts'

/** What only places have. */
const WITHOUT_NATIONAL = new Set(['scores766.rank'])
/** Kinds that can stand beside another place's: a count of the whole country says nothing about a province's. */
const COMPARABLE = new Set(['ratio', 'points'])

export async function figuresBlock(
  composing: Composing,
  section: SectionOf<'figures'>,
): Promise<FiguresBlock> {
  return {
    kind: 'figures',
    figures: await Promise.all(section.figures.map((asked) => figureOf(composing, asked))),
  }
}

async function figureOf(
  composing: Composing,
  { measure, title, good, filters }: SectionOf<'figures'>['figures'][number],
): Promise<Figure> {
  const { ask, model } = composing
  const unit = model.kind(measure)
  const view = measure.split('.')[0] ?? ''
  const [now, then, national] = await Promise.all([
    valuesIn(ask, [measure], filters, rangeOf(composing, view)),
    valuesIn(ask, [measure], filters, comparedRange(composing, view)),
    nationalOf(composing, measure, filters),
  ])
  const [value, before] = [now[measure] ?? null, then[measure] ?? null]
  return {
    title: title ?? model.of(measure).title.vi,
    value,
    unit,
    change:
      typeof value === 'number' && typeof before === 'number'
        ? { text: changeText(value, before, unit), better: isBetter(value, before, unit, good) }
        : null,
    national,
  }
}

/** undefined: nothing to stand beside. */
async function nationalOf(
  composing: Composing,
  measure: string,
  filters: SectionOf<'table'>['filters'],
): Promise<Figure['national']> {
  const { place, model, askNational } = composing
  if (place === null || WITHOUT_NATIONAL.has(measure) || !COMPARABLE.has(model.kind(measure)))
    return undefined
  const range = rangeOf(composing, measure.split('.')[0] ?? '')
  const row = await valuesIn((query) => askNational(asNational(query)), [measure], filters, range)
  return row[`national.${measure.replace('.', '_')}`] ?? null
}
