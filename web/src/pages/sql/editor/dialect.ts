/** ClickHouse's SQL as far as reading goes: what the editor colours and offers. */
import { SQLDialect } from '@codemirror/lang-sql'

/** Functions analysts reach for first; the engine knows many more. */
export const FUNCTIONS = [
  ...[
    'count',
    'countIf',
    'sum',
    'sumIf',
    'avg',
    'avgIf',
    'min',
    'max',
    'any',
    'argMax',
    'argMin',
    'uniqExact',
  ],
  ...['quantileExact', 'quantileExactIf', 'median', 'stddevPop', 'corr', 'groupArray', 'topK'],
  ...[
    'toStartOfMonth',
    'toStartOfQuarter',
    'toStartOfWeek',
    'toStartOfYear',
    'toYear',
    'toMonth',
    'toISOWeek',
  ],
  ...[
    'toDayOfWeek',
    'toHour',
    'toDate',
    'toString',
    'toFloat64',
    'toUInt32',
    'dateDiff',
    'addDays',
    'addMonths',
  ],
  ...['formatDateTime', 'today', 'if', 'multiIf', 'coalesce', 'ifNull', 'nullIf', 'round', 'floor', 'least'],
  ...[
    'greatest',
    'abs',
    'substring',
    'splitByChar',
    'concat',
    'lower',
    'upper',
    'like',
    'match',
    'startsWith',
  ],
  ...[
    'length',
    'has',
    'arrayJoin',
    'arrayMap',
    'arrayFilter',
    'row_number',
    'rank',
    'dense_rank',
    'lagInFrame',
  ],
  ...['leadInFrame', 'first_value', 'last_value'],
]

const KEYWORDS =
  'select distinct from prewhere where group by with totals rollup cube having order asc desc nulls first last limit offset ' +
  'union all intersect except as on using inner left right full outer cross join asof any semi anti array final sample ' +
  'and or not in global between like ilike is null case when then else end over partition rows range preceding following ' +
  'current row unbounded window qualify interval second minute hour day week month quarter year cast exists true false ties fill'

const TYPES =
  'UInt8 UInt16 UInt32 UInt64 Int8 Int16 Int32 Int64 Float32 Float64 Decimal String Date Date32 DateTime DateTime64 Bool Nullable Array'

export const CLICKHOUSE = SQLDialect.define({
  keywords: KEYWORDS,
  types: TYPES.toLowerCase(),
  builtin: FUNCTIONS.map((name) => name.toLowerCase()).join(' '),
  backslashEscapes: true,
  identifierQuotes: '`"',
  caseInsensitiveIdentifiers: true,
})
export const KEYWORD_LIST = KEYWORDS.split(' ')
