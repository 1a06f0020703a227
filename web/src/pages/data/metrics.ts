/** The metrics by view, as the reference lists them. Pure. */
import { definitionOf, said } from '../../api/definitions.ts'
import type { Definition, MetaView } from '../../api/definitions.ts'
import { matches } from '../../format/text.ts'
import type { Language } from '../../format/number.ts'

export interface Metric extends Definition {
  name: string
  /** The other language's title, for whoever searches by it. */
  also: string
  unit: string
  kind: string
  datasets: string[]
  /** The same of the whole country. */
  national: string | null
}
export interface MetricView {
  name: string
  title: string
  description: string
  metrics: Metric[]
}

const texts = (value: unknown): string[] | null =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : null

/** The measures by view. The view `national` has none of its own: it is told with the measures it repeats. */
export const metricsOf = (views: readonly MetaView[], language: Language): MetricView[] => {
  const other = language === 'vi' ? 'en' : 'vi'
  const national = new Map(
    views
      .filter(({ name }) => name === 'national')
      .flatMap(({ measures }) => measures.map(({ aliasMember, name }) => [aliasMember, name])),
  )
  return views
    .filter(({ name }) => name !== 'national')
    .map((view) => {
      const { title, description } = definitionOf(view, language)
      return {
        ...{ name: view.name, title, description },
        metrics: view.measures.map((measure) => ({
          ...definitionOf(measure, language),
          name: measure.name,
          also: definitionOf(measure, other).title,
          unit: said(measure.meta, 'unit') ?? '',
          kind: said(measure.meta, 'kind') ?? '',
          datasets: texts(measure.meta?.['datasets']) ?? texts(view.meta?.['datasets']) ?? [],
          national: national.get(measure.aliasMember) ?? null,
        })),
      }
    })
}

/** The views with the metrics that a search finds, by name, title in either language or words of the definition. */
export const findMetrics = (views: readonly MetricView[], search: string, dataset: string): MetricView[] =>
  views
    .map((view) => ({
      ...view,
      metrics: view.metrics.filter(
        (metric) =>
          (dataset === '' || metric.datasets.includes(dataset)) &&
          matches([metric.name, metric.title, metric.also, metric.description].join(' '), search.trim()),
      ),
    }))
    .filter(({ metrics }) => metrics.length > 0)
