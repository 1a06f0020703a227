import '../gateway/settings.ts'
import { ClickHouseDriver } from '@cubejs-backend/clickhouse-driver'
import { z } from 'zod'
import project from '../cube.ts'
import { Core } from '../gateway/core.ts'

/** What a measure says about itself in the model; a measure that leaves one of these out does not pass. */
const said = z.strictObject({
  title_en: z.string().min(1),
  description_en: z.string().min(1),
  numerator: z.string().min(1),
  denominator: z.string().min(1).nullable(),
  exclusions: z.string().min(1).nullable(),
  unit: z.enum(['count', 'people', 'ratio', 'working_days', 'points', 'score', 'rank', 'text']),
  owner: z.string().min(1),
  kind: z.enum(['flow', 'stock', 'ratio']),
  /** The law or document the rule is of; none where it is the product's own. */
  source: z.string().min(1).optional(),
  /** Where it is worked out of others than the view's. */
  datasets: z.array(z.string()).nonempty().optional(),
})

const measure = z.object({
  name: z.string(),
  shortTitle: z.string().min(1),
  description: z.string().min(1),
  aliasMember: z.string(),
  meta: said,
})

const view = z.object({
  name: z.string(),
  title: z.string().min(1),
  description: z.string().min(1),
  meta: z.strictObject({
    title_en: z.string().min(1),
    description_en: z.string().min(1),
    datasets: z.array(z.string()).nonempty().optional(),
  }),
  measures: z.array(measure),
})

export interface Measure extends Omit<z.output<typeof said>, 'datasets'> {
  /** As it is asked for: `dossiers.received`. */
  name: string
  title: string
  description: string
  datasets: string[]
  /** The same measure of the whole country, where there is one: `national.dossiers_received`. */
  national: string | null
}

export interface View {
  name: string
  title: string
  title_en: string
  description: string
  description_en: string
  measures: Measure[]
}

/**
 * The measures of the model, by view, as Cube has compiled it. The view `national` has no measures of its own: it is told with
 * the measures it repeats.
 *
 * @throws where a measure lacks part of its definition, or its view names no datasets.
 */
export async function readReference(): Promise<View[]> {
  const core = new Core({
    ...project,
    apiSecret: 'none: nothing is served',
    devServer: false,
    cacheAndQueueDriver: 'memory',
    logger: () => undefined,
    driverFactory: () => new ClickHouseDriver({ readOnly: true }),
  } as never)
  const compiler = await core.getCompilerApi({} as never)
  const compiled: unknown = await compiler.metaConfig(
    { securityContext: {} },
    {
      skipVisibilityPatch: true,
    },
  )
  const configs = z.array(z.object({ config: z.looseObject({ type: z.string() }) })).parse(compiled)
  const views = configs.filter(({ config }) => config.type === 'view').map(({ config }) => view.parse(config))
  const national = new Map(
    views
      .filter(({ name }) => name === 'national')
      .flatMap(({ measures }) => measures.map(({ aliasMember, name }) => [aliasMember, name])),
  )
  return views
    .filter(({ name }) => name !== 'national')
    .map((one) => ({
      name: one.name,
      title: one.title,
      title_en: one.meta.title_en,
      description: one.description,
      description_en: one.meta.description_en,
      measures: one.measures.map(({ name, shortTitle, description, aliasMember, meta }) => {
        const datasets = meta.datasets ?? one.meta.datasets
        if (datasets === undefined) throw new Error(`the view ${one.name} names no datasets in its meta`)
        return {
          ...meta,
          ...{ name, title: shortTitle, description, datasets },
          national: national.get(aliasMember) ?? null,
        }
      }),
    }))
}
