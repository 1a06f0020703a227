import { askedBuckets, columns, scope, TODAY, type Source } from './ask.ts'
import { heldInBuckets, untilNext } from './latest.ts'

/** Procedures as they are at each bucket's end, one row each (one a programme, where programmes are asked for). */
export const catalogue: Source = {
  stocks: new Set([
    ...['procedure', 'procedure_name', 'field', 'force', 'service_level', 'programme'],
    ...['member', 'published', 'online', 'full_online'],
  ]),
  zeroes: false,
  sql(ask) {
    const buckets = askedBuckets(ask)
    const programmes = ask.columns.has('programme')
    const end = buckets.end('k')
    const versions = `(SELECT *, valid_from AS since, ${untilNext('procedure_code', 'valid_from')} AS until FROM procedures)`
    return `(${scope(ask, TODAY)}
SELECT ${columns({
      procedure: 'd.procedure_code',
      procedure_name: 'd.name',
      field: 'd.field',
      force: 'd.force',
      service_level: 'd.service_level',
      ...(programmes ? { programme: "nullIf(programme_code, '')" } : {}),
      date: buckets.start('k'),
      // Planned procedures belong to a programme before they are published.
      member: `ifNull(d.withdrawn_on > ${end}, 1)`,
      published: `member AND ifNull(d.published_on <= ${end}, 0)`,
      online: "published AND d.service_level IN ('3', '4', 'partial', 'full')",
      full_online: "published AND d.service_level IN ('4', 'full')",
    })}
FROM ${heldInBuckets(buckets, versions)}${programmes ? '\nLEFT ARRAY JOIN d.programmes AS programme_code' : ''})`
  },
}
