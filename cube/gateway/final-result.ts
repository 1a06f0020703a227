/** What Cube hands over for one query: rows by SQL alias, and what they are to become. */
export interface QueryResult {
  getTransformData(): {
    aliasToMemberNameMap: Record<string, string>
    queryType: string
    resType: string
    query: AskedQuery
  }[]
  getRootResultObject(): Record<string, unknown>[]
  getResults(): Iterable<Row>[]
}

/** Several results of one request. */
export interface QueryResults {
  results: QueryResult[]
  rootResultObject: { queryType: string; slowQuery: boolean }
}

type Row = Record<string, unknown>
interface AskedQuery {
  measures?: string[]
  dimensions?: string[]
  timeDimensions?: { dimension: string; granularity?: string; dateRange?: string[] }[]
}

const COMPARE = 'compareDateRangeQuery'
const BLENDING = 'blendingQuery'

/** The REST answer of one query: rows by member name, in the asked format (`default`, `compact`, `columnar`). */
export function finalResult(result: QueryResult): Record<string, unknown> {
  const [transform] = result.getTransformData()
  const [root] = result.getRootResultObject()
  const [rows = []] = result.getResults()
  if (transform === undefined) throw new Error('Cube gave a result without its transformation')
  const rename = renaming(transform.aliasToMemberNameMap, transform.query, transform.queryType)
  const data = Array.from(rows, rename)
  if (transform.resType === 'default') return { ...root, data }
  const members = Object.keys(data[0] ?? {})
  return transform.resType === 'compact'
    ? { ...root, data: { members, dataset: data.map((row) => members.map((member) => row[member])) } }
    : { ...root, data: { members, columns: members.map((member) => data.map((row) => row[member])) } }
}

/** The REST answer of a request with several queries (`queryType=multi`). */
export function finalResults({ results, rootResultObject }: QueryResults): Record<string, unknown> {
  const { queryType, slowQuery } = rootResultObject
  const queries = results.map((result) => result.getTransformData()[0]?.query ?? {})
  return {
    queryType,
    results: results.map(finalResult),
    pivotQuery: pivotQuery(queryType, queries),
    slowQuery,
  }
}

function renaming(aliases: Record<string, string>, query: AskedQuery, queryType: string): (row: Row) => Row {
  const cut = (query.timeDimensions ?? []).filter(({ granularity }) => granularity !== undefined)
  const range = (query.timeDimensions ?? []).find(({ dateRange }) => dateRange !== undefined)?.dateRange
  return (row) => {
    const renamed: Row = {}
    for (const [alias, value] of Object.entries(row)) renamed[aliases[alias] ?? alias] = value
    for (const { dimension, granularity } of cut) {
      const value = renamed[`${dimension}.${granularity}`]
      // Cube's clients also read the date without its granularity.
      renamed[dimension] ??= value
      if (queryType === BLENDING) {
        renamed[`time.${granularity}`] = value
        renamed['time'] ??= value
      }
    }
    if (queryType === COMPARE && range !== undefined) renamed['compareDateRange'] = range.join(' - ')
    return renamed
  }
}

function pivotQuery(queryType: string, queries: AskedQuery[]): Record<string, unknown> {
  const [first = {}] = queries
  const all = (key: 'measures' | 'dimensions') => [...new Set(queries.flatMap((query) => query[key] ?? []))]
  if (queryType === BLENDING) {
    const granularity = first.timeDimensions?.find((time) => time.granularity !== undefined)?.granularity
    return {
      queryType,
      measures: all('measures'),
      dimensions: all('dimensions'),
      timeDimensions: [{ dimension: 'time', granularity }],
    }
  }
  if (queryType === COMPARE) {
    return { ...first, queryType, dimensions: ['compareDateRange', ...(first.dimensions ?? [])] }
  }
  return { ...first, queryType }
}
