import { ClickHouseQuery } from '@cubejs-backend/schema-compiler/dist/src/adapter/ClickHouseQuery.js'
import { leaves, memberOf, type Filter } from '../access/filters.ts'
import { refused } from '../access/refused.ts'
import { NO_PROVINCE } from '../access/rewrite.ts'
import type { Source } from './ask.ts'
import { catalogue } from './catalogue.ts'
import { dossiers } from './dossiers.ts'
import { bucketStartSql, GRAINS, isGrain } from './grain.ts'
import { identity } from './identity.ts'
import { indicators, population, published } from './latest.ts'
import { plan, type AskedTime } from './plan.ts'
import { scores766 } from './scores766.ts'
import { tasks } from './tasks.ts'

/** The sources by the name of the cube that reads them (model/cubes). */
const SOURCES: Record<string, Source> = {
  dossier_counts: dossiers,
  identity_counts: identity,
  population_counts: population,
  indicator_values: indicators,
  task_counts: tasks,
  catalogue_counts: catalogue,
  published_figures: published,
  score_points: scores766,
}

/** The parts of a Cube query that are read here. */
interface Asked {
  measures?: string[]
  dimensions?: string[]
  timeDimensions?: (AskedTime & { dimension: string })[]
  filters?: Filter[]
  /** Of the request: gateway/cube.ts. */
  contextSymbols?: { securityContext?: { ledgerVersion?: string | null; pin?: (sql: string) => string } }
}
const isDate = (member: string) => /(?:\.|_)date$/.test(member)
/**
 * Cube's ClickHouse dialect for this model. Business dates are Dates, so nothing is converted between zones; and the
 * relation of a cube is written for each query, from the columns its SQL turned out to use and its one period, so
 * that states at a bucket's end are counted exactly and only what is asked is read.
 */
export class MetricsQuery extends ClickHouseQuery {
  declare options: Asked

  constructor(compilers: unknown, options: object) {
    // Told here, not left to the environment: Cube prints a warning where it has to look there.
    super(compilers, { ...options, useNativeSqlPlanner: false })
  }

  /** The model has no pre-aggregations, the warehouse's rollups are its own: looking for some takes half of the writing of a question's SQL. */
  override newPreAggregations(): ReturnType<ClickHouseQuery['newPreAggregations']> {
    return Object.assign(super.newPreAggregations(), { rollupMatchResults: () => [] })
  }

  override convertTz(field: string): string {
    return field
  }

  /**
   * Bounds are days too. A Date is compared with a time in the engine's own zone: east of Greenwich the first day of
   * every period would be left out.
   */
  override timeStampCast(value: string): string {
    return `toDate(substring(${value}, 1, 10))`
  }

  override timeGroupedColumn(granularity: string, date: string): string {
    // Any other granularity is refused by the plan, which names those there are.
    return isGrain(granularity) ? bucketStartSql(GRAINS[granularity], date) : date
  }

  /** Cube's own way to cut by 15→14 counts month boundaries, not months from the 15th. */
  override dimensionTimeGroupedColumn(date: string, granularity: { granularity: string }): string {
    return this.timeGroupedColumn(granularity.granularity, date)
  }

  override cubeSql(cube: string): string {
    return Object.hasOwn(SOURCES, cube) ? marker(cube) : String(super.cubeSql(cube))
  }

  /** Conditions on dimensions do not remove the empty row a bucket, or "none" would read as "no data". */
  override baseWhere(filters: unknown[]): string {
    const where: string = super.baseWhere(filters)
    const cube = this.zeroCube()
    if (cube === null || !where.startsWith(' WHERE ')) return where
    return ` WHERE (${where.slice(' WHERE '.length)}) OR ${this.cubeAlias(cube)}.presence = 1`
  }

  /** The cube whose empty buckets mean 0, for queries that are cut by nothing else than the date. */
  private zeroCube(): string | null {
    const cube = Object.keys(SOURCES).find((name) => this.allCubeNames.includes(name))
    const { dimensions = [], measures = [] } = this.options
    if (cube === undefined || !SOURCES[cube]?.zeroes) return null
    const conditions = leaves(this.options.filters ?? [])
    const shown = dimensions.length === 0 && measures.length > 0 && !conditions.map(memberOf).some(isDate)
    return shown && !grantedNothing(conditions) ? cube : null
  }

  override buildParamAnnotatedSql(): string {
    const sql: string = super.buildParamAnnotatedSql()
    const { ledgerVersion, pin } = this.options.contextSymbols?.securityContext ?? {}
    const read = ledgerVersion == null ? '' : `\n/* ledger version ${Number(ledgerVersion)} */`
    const whole = this.withSources(sql)
    return `${pin === undefined ? whole : pin(whole)}${read}`
  }

  private withSources(sql: string): string {
    return Object.entries(SOURCES).reduce(
      (text, [cube, source]) =>
        text.includes(marker(cube))
          ? text.replaceAll(marker(cube), () => this.sourceSql(cube, source, text))
          : text,
      sql,
    )
  }

  private sourceSql(cube: string, source: Source, text: string): string {
    const columns = new Set(
      [...text.matchAll(new RegExp(`\`?\\b${cube}\`?\\.\`?(\\w+)`, 'g'))].map((match) => match[1] ?? ''),
    )
    const { timeDimensions = [], dimensions = [], filters = [] } = this.options
    const planned = plan({
      stock: [...columns].some((column) => source.stocks.has(column)),
      times: timeDimensions,
      dateElsewhere: [...dimensions, ...leaves(filters).map(memberOf)].some(isDate),
    })
    if ('refusal' in planned) throw refused(planned.refusal)
    return source.sql({ ...planned, columns, presence: columns.has('presence') })
  }
}

const marker = (cube: string) => `/* source of ${cube} */`

/** Whether the row filter lets nothing through (access/rewrite.ts). */
const grantedNothing = (filters: Filter[]) =>
  filters.some(({ values }) => values?.length === 1 && values[0] === NO_PROVINCE)
