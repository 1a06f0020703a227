import { asOfDataset, askedBuckets, columns, scope, showsEmpty, type Source } from './ask.ts'
import { askedCounts, columnsOf, STOCKS } from './dossier-counts.ts'
import { countedByDay } from './dossier-days.ts'
import { countedByRow } from './dossier-rows.ts'
import { withPlaces } from './places.ts'

const OF_PLACE = ['province', 'province63']
const OF_PROCEDURE = ['procedure', 'procedure_name', 'field', 'force', 'service_level', 'programme']
/** Keys that only the dossiers themselves have. */
const OF_DOSSIER = ['commune', 'agency']

/**
 * Dossiers as counts by the asked dimensions and buckets: received, resolved, and standing at each bucket's start
 * and end. They are read from the rollup of days by place or by procedure, so they cost the same whatever the number of
 * dossiers; questions of both, of communes or of agencies read the dossiers themselves.
 */
export const dossiers: Source = {
  stocks: new Set(STOCKS),
  zeroes: true,
  sql(ask) {
    const places = withPlaces(ask)
    const buckets = askedBuckets(ask)
    const counts = askedCounts(ask, [...OF_PLACE, ...OF_PROCEDURE, ...OF_DOSSIER, 'channel'], places.keys)
    const of = (keys: string[]) => counts.keys.some((key) => keys.includes(key))
    const byRow = of(OF_DOSSIER) || (of(OF_PLACE) && of(OF_PROCEDURE))
    // Where nothing but the period cuts them, a bucket's row is there anyhow.
    const zero =
      showsEmpty(ask) &&
      !byRow &&
      counts.keys.length === 0 &&
      !counts.days &&
      (buckets.single || counts.stocks.length > 0)
    const rows = byRow
      ? countedByRow(counts, buckets)
      : countedByDay(counts, buckets, of(OF_PROCEDURE) ? 'procedure' : 'place', zero)
    const values = columnsOf(counts)
    const presence = ask.presence ? [`${zero ? 1 : 0} AS presence`] : []
    const counted = `SELECT ${[...counts.keys, `${buckets.start('k')} AS date`, ...values, ...presence].join(', ')}
FROM (${rows})`
    const empty = `SELECT ${columns({ ...each(counts.keys, "''"), date: buckets.start('k'), ...each(values, '0'), presence: '1' })}
FROM (SELECT arrayJoin(range(toUInt32(${buckets.last} + 1))) AS k)`
    return places.join(
      showsEmpty(ask) && !zero ? `${counted}\nUNION ALL\n${empty}` : counted,
      scope(ask, asOfDataset('dossiers')),
    )
  },
}

const each = (names: readonly string[], sql: string): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, sql]))
