import { z } from 'zod'
import { readRows, type ReadableWarehouse } from '../api/warehouse-rows.ts'
import { LIMITS } from './limits.ts'

/** `GET /api/sql/schema`: what can be read, and within which limits. */
export interface SchemaAnswer {
  database: string
  limits: typeof LIMITS
  views: SchemaView[]
}
interface Words {
  vi: string
  en: string
}
interface SchemaView {
  name: string
  about: Words
  columns: { name: string; type: string; about: Words }[]
}

/** The warehouse keeps both languages in a comment: `vi | en` (etl/warehouse/public-database.ts). */
const words = z.string().transform((text): Words => {
  const [vi = '', en = vi] = text.split(' | ')
  return { vi, en }
})
const row = z.object({ view: z.string(), about: words, column: z.string(), type: z.string(), meaning: words })

const sql = (database: string) => `
SELECT c.table AS view, t.comment AS about, c.name AS column, c.type AS type, c.comment AS meaning
FROM system.columns AS c
INNER JOIN system.tables AS t ON t.database = c.database AND t.name = c.table
WHERE c.database = '${database}'
ORDER BY view, c.position`

export async function readSchema(
  warehouse: ReadableWarehouse,
  database: string,
  note: (cause: unknown) => void,
): Promise<SchemaAnswer> {
  const views = new Map<string, SchemaView>()
  for (const { view, about, column, type, meaning } of await readRows(warehouse, row, sql(database), note)) {
    const known = views.get(view) ?? { name: view, about, columns: [] }
    known.columns.push({ name: column, type, about: meaning })
    views.set(view, known)
  }
  return { database, limits: LIMITS, views: [...views.values()] }
}
