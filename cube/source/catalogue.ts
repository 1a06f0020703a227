import type { Source } from './ask.ts'
import { bucketsToToday, heldInBuckets } from './latest.ts'

const ONLINE = "('3', '4', 'partial', 'full')"
const FULL_ONLINE = "('4', 'full')"

/** Procedures as they are at each bucket's end, one row each (one a programme, where programmes are asked for). */
export const catalogue: Source = {
  stocks: new Set(['procedure', 'published', 'online', 'full_online', 'member', 'field', 'force', 'programme', 'service_level', 'procedure_name']),
  zeroes: false,
  sql(ask) {
    const buckets = bucketsToToday(ask)
    if (buckets === null) return "(SELECT '' AS procedure WHERE 0)"
    const programmes = ask.columns.has('programme')
    const end = buckets.end('k')
    return `(SELECT d.procedure_code AS procedure, d.name AS procedure_name, d.field AS field, d.force AS force, d.service_level AS service_level,
${programmes ? "nullIf(programme_code, '') AS programme," : ''}
${buckets.start('k')} AS date, ifNull(d.withdrawn_on > ${end}, 1) AS member, member AND ifNull(d.published_on <= ${end}, 0) AS published,
published AND d.service_level IN ${ONLINE} AS online, published AND d.service_level IN ${FULL_ONLINE} AS full_online
FROM ${heldInBuckets(
      buckets,
      `(SELECT *, valid_from AS since, leadInFrame(valid_from, 1, toDate('2149-06-06')) OVER (PARTITION BY procedure_code ORDER BY valid_from ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS until FROM procedures)`,
    )}${programmes ? '\nLEFT ARRAY JOIN d.programmes AS programme_code' : ''})`
  },
}
