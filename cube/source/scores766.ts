import { asOfDataset, columns, scope, type Ask, type Source } from './ask.ts'
import { bucketsOf } from './buckets.ts'
import { withPlaces } from './places.ts'
import { previousOf } from './previous.ts'
import { scoredCells } from './scores766-cells.ts'
import { rankedCells, type Level } from './scores766-rank.ts'

/** Every column is the state of a period: none can be asked without one. */
const COLUMNS = [
  ...['province', 'province_name', 'region', 'province63', 'province63_name'],
  ...['criterion', 'criterion_name', 'criterion_key', 'group', 'group_name'],
  ...[
    'counted',
    'out_of',
    'given',
    'given_rows',
    'not_applicable',
    'most',
    'full_at',
    'scored',
    'flags',
    'computed',
  ],
  ...['bands', 'rank', 'before', 'compared'],
] as const

/**
 * The index of Quyết định 766/QĐ-TTg: a row for each place, criterion in force and bucket, with the parts of its ratio.
 * Points follow from the ratio of what a query adds up, so the measures work them out (model/cubes/score_points.js);
 * points of places are never added. For a change there are also the rows of the period before each bucket.
 */
export const scores766: Source = {
  stocks: new Set(COLUMNS),
  zeroes: false,
  sql(ask) {
    const { range, grain } = ask
    // The plan has refused a query of states without a period.
    if (range === null) throw new Error('scores are of a period')
    const of63 = ask.columns.has('province63') || ask.columns.has('province63_name')
    const buckets = bucketsOf(range, grain, 'last_day')
    const cells = scoredCells({
      reported: buckets,
      dossiers: bucketsOf(range, grain, 'last_day_of_dossiers'),
      shown: buckets,
      of63,
    })
    const current = `SELECT *, 0 AS before FROM (${
      ask.columns.has('rank') ? rankedCells(cells, levelOf(ask)) : `SELECT *, NULL AS rank FROM (${cells})`
    })`
    const days = `${scope(ask, 'greatest(as_of_scores, as_of_dossiers)')}, ${columns({
      as_of_scores: asOfDataset('scores766'),
      as_of_dossiers: asOfDataset('dossiers'),
      last_day_of_dossiers: 'least(last_day, as_of_dossiers)',
      all_bands:
        '(SELECT groupArray(tuple(effective_from, min_score, toString(code), min_assessed)) FROM ref_scores766_bands)',
    })}`
    if (!ask.columns.has('compared')) return withPlaces(ask).join(current, days)
    const previous = previousOf(range, grain)
    const before = scoredCells({
      reported: bucketsOf(previous.range, grain, 'last_day_before'),
      dossiers: bucketsOf(previous.range, grain, 'last_day_of_dossiers_before'),
      shown: buckets,
      of63,
    })
    return withPlaces(ask).join(
      `${current}\nUNION ALL\nSELECT *, NULL AS rank, 1 AS before FROM (${before})`,
      `${days}, ${columns({
        last_day_before: previous.to('last_day'),
        last_day_of_dossiers_before: 'least(last_day_before, as_of_dossiers)',
      })}`,
    )
  },
}

/** A place is ranked by what the query looks at: its criteria, its groups or the whole index. */
function levelOf({ columns: asked }: Ask): Level {
  if (asked.has('criterion') || asked.has('criterion_name')) return 'criterion'
  return asked.has('group') || asked.has('group_name') ? 'group' : 'index'
}
