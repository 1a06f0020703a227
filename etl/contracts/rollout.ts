import { PROVINCE_ERA, QUARANTINE_LIMIT, UPDATED_AT } from './columns.ts'
import type { Dataset } from './types.ts'

/** Administrative procedures and their state from `valid_from` on. */
export const procedures: Dataset = {
  name: 'procedures',
  title: 'Thủ tục hành chính',
  columns: [
    { name: 'procedure_code', kind: 'text', required: true, about: 'Code of the procedure.' },
    { name: 'valid_from', kind: 'date', required: true, about: 'The first day of this state.' },
    { name: 'name', kind: 'text', required: true, about: 'Name.' },
    { name: 'field', kind: 'text', required: true, about: 'Field (lĩnh vực).' },
    { name: 'force', kind: 'text', required: true, about: 'Police force in charge.' },
    {
      name: 'service_level',
      kind: 'choice',
      values: ['1', '2', '3', '4', 'partial', 'full'],
      required: true,
      about: 'Level of online service: 1 to 4 before NĐ 42/2022, `partial` or `full` since.',
    },
    { name: 'published_on', kind: 'date', about: 'Day of publication; empty: planned.' },
    { name: 'withdrawn_on', kind: 'date', about: 'Day of withdrawal.' },
    { name: 'processing_days', kind: 'count', about: 'Statutory limit in working days.' },
    { name: 'has_fee', kind: 'flag', about: 'A fee is due.' },
    { name: 'needs_result', kind: 'flag', about: 'It ends with a document.' },
    { name: 'programmes', kind: 'list', about: 'Plans it belongs to, e.g. `QD10695;DA06-25`.' },
  ],
  key: ['procedure_code', 'valid_from'],
  rules: [
    { column: 'withdrawn_on', broken: 'withdrawn_on < published_on', reason: 'is before published_on' },
  ],
  part: "'all'",
  businessDate: 'valid_from',
  dateColumn: 'valid_from',
  versioned: false,
  rhythmDays: 370,
  quarantineLimit: QUARANTINE_LIMIT,
  newest: 'max(valid_from)',
  asOf: 'max(valid_from)',
  derived: [],
  sharded: false,
}

/** Anything counted towards the rollout; the catalogue of codes is reference data. */
export const indicators: Dataset = {
  name: 'indicators',
  title: 'Chỉ tiêu triển khai Đề án 06',
  columns: [
    { name: 'indicator_code', kind: 'text', required: true, about: 'Code in the indicator catalogue.' },
    { name: 'as_of', kind: 'date', required: true, about: 'The day of the figure.' },
    {
      name: 'province_code',
      kind: 'province',
      nationwide: true,
      required: true,
      about: 'Where; `00` is nationwide.',
    },
    PROVINCE_ERA,
    { name: 'unit', kind: 'text', about: 'Which body, bank or facility group; empty for none.' },
    { name: 'numerator', kind: 'number', required: true, about: 'The figure.' },
    { name: 'denominator', kind: 'number', about: 'Out of how many.' },
    { name: 'target', kind: 'number', about: 'What is to be reached.' },
    { name: 'source', kind: 'text', required: true, about: 'Who reported it.' },
    UPDATED_AT,
  ],
  key: ['indicator_code', 'as_of', 'province_code', 'unit'],
  rules: [],
  part: "'all'",
  businessDate: 'as_of',
  dateColumn: 'as_of',
  versioned: true,
  rhythmDays: 45,
  quarantineLimit: QUARANTINE_LIMIT,
  newest: 'max(as_of)',
  asOf: 'ifNull(toDate(max(updated_at)), max(as_of))',
  derived: [],
  sharded: false,
}

/** Tasks of Đề án 06. */
export const tasks: Dataset = {
  name: 'tasks',
  title: 'Nhiệm vụ Đề án 06',
  columns: [
    { name: 'task_code', kind: 'text', required: true, about: 'Code of the task.' },
    { name: 'name', kind: 'text', required: true, about: 'What is to be done.' },
    {
      name: 'objective',
      kind: 'count',
      min: 1,
      max: 5,
      small: true,
      required: true,
      about: 'Objective of Đề án 06, 1 to 5.',
    },
    { name: 'source_document', kind: 'text', required: true, about: 'The document that set it.' },
    { name: 'lead_agency', kind: 'text', required: true, about: 'Agency in charge.' },
    { name: 'co_agencies', kind: 'list', about: 'Agencies that take part.' },
    {
      name: 'province_code',
      kind: 'province',
      nationwide: true,
      required: true,
      about: 'Where; `00` is nationwide.',
    },
    { name: 'assigned_on', kind: 'date', required: true, about: 'Day it was set.' },
    { name: 'due_on', kind: 'date', required: true, about: 'Deadline.' },
    { name: 'done_on', kind: 'date', about: 'Day it was done; empty: open.' },
    { ...UPDATED_AT, required: true },
  ],
  key: ['task_code'],
  rules: [
    { column: 'due_on', broken: 'due_on < assigned_on', reason: 'is before assigned_on' },
    { column: 'done_on', broken: 'done_on < assigned_on', reason: 'is before assigned_on' },
    { column: 'done_on', broken: 'done_on > toDate(updated_at)', reason: 'is after updated_at' },
  ],
  part: "'all'",
  businessDate: 'assigned_on',
  dateColumn: 'assigned_on',
  versioned: true,
  rhythmDays: 45,
  quarantineLimit: QUARANTINE_LIMIT,
  newest: 'toDate(max(updated_at))',
  asOf: 'toDate(max(updated_at))',
  derived: [],
  sharded: false,
}

/** Figures from public sources, shown beside ours and never mixed with them. */
export const published: Dataset = {
  name: 'published',
  title: 'Số liệu đã công bố',
  columns: [
    { name: 'figure', kind: 'text', required: true, about: 'What the figure is.' },
    { name: 'as_of', kind: 'date', required: true, about: 'The day of the figure.' },
    {
      name: 'province_code',
      kind: 'province',
      nationwide: true,
      required: true,
      about: 'Where; `00` is nationwide.',
    },
    { name: 'value', kind: 'number', required: true, about: 'The figure.' },
    { name: 'unit', kind: 'text', required: true, about: 'What it counts.' },
    { name: 'source', kind: 'text', required: true, about: 'Where it was published.' },
  ],
  key: ['figure', 'as_of', 'province_code'],
  rules: [],
  part: "'all'",
  businessDate: 'as_of',
  dateColumn: 'as_of',
  versioned: false,
  rhythmDays: 400,
  quarantineLimit: QUARANTINE_LIMIT,
  newest: 'max(as_of)',
  asOf: 'max(as_of)',
  derived: [],
  sharded: false,
}

/** 1970-01-01 where the period does not fit its type: such a row is faulty, and must not end the reading of its file. */
const monthOf = (text: string) => `ifNull(toDateOrNull(${text}), toDate(0))`
const PERIOD_END = `toDate(multiIf(
  period_type = 'month', toLastDayOfMonth(${monthOf("concat(period, '-01')")}),
  period_type = 'quarter', addMonths(${monthOf("concat(substring(period, 1, 4), '-01-01')")}, 3 * toUInt8OrZero(substring(period, 7, 1))) - 1,
  period_type = 'half', addMonths(${monthOf("concat(substring(period, 1, 4), '-01-01')")}, 6 * toUInt8OrZero(substring(period, 7, 1))) - 1,
  ${monthOf("concat(substring(period, 1, 4), '-12-31')")}))`

/** Scores of the index of Quyết định 766/QĐ-TTg. */
export const scores766: Dataset = {
  name: 'scores766',
  title: 'Bộ chỉ số 766',
  columns: [
    {
      name: 'criterion',
      kind: 'text',
      required: true,
      about:
        'Criterion of Quyết định 766, as in etl/reference/scores766_criteria.csv; others are kept, and have no points. Criteria that the dossiers give are used only where a province has none.',
    },
    {
      name: 'period_type',
      kind: 'choice',
      values: ['month', 'quarter', 'half', 'year'],
      required: true,
      about: 'Kind of period.',
    },
    {
      name: 'period',
      kind: 'code',
      pattern: '[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4]|-H[12])?',
      form: '2025-03, 2025-Q1, 2025-H1 or 2025',
      required: true,
      about: 'The period; the business date is its end.',
    },
    { name: 'province_code', kind: 'province', required: true, about: 'Where.' },
    PROVINCE_ERA,
    { name: 'numerator', kind: 'number', about: 'Counted.' },
    { name: 'denominator', kind: 'number', about: 'Out of.' },
    { name: 'points', kind: 'number', about: 'Points given; used only without numerator and denominator.' },
    { name: 'flag', kind: 'text', about: 'Quality flag of the source.' },
  ],
  key: ['criterion', 'period_type', 'period', 'province_code'],
  rules: [
    {
      column: 'period',
      broken: `period != '' AND NOT multiIf(
        period_type = 'month', match(period, '^[0-9]{4}-[0-9]{2}$'),
        period_type = 'quarter', match(period, '^[0-9]{4}-Q[1-4]$'),
        period_type = 'half', match(period, '^[0-9]{4}-H[12]$'),
        match(period, '^[0-9]{4}$'))`,
      reason: 'does not fit period_type',
    },
  ],
  part: "if(length(period) >= 4, substring(period, 1, 4), 'none')",
  businessDate: `if(match(period, '^[0-9]{4}'), ${PERIOD_END}, toDate(0))`,
  dateColumn: 'period',
  versioned: false,
  rhythmDays: 45,
  quarantineLimit: QUARANTINE_LIMIT,
  newest: 'max(period_end)',
  asOf: 'max(period_end)',
  derived: [{ name: 'period_end', sql: PERIOD_END }],
  sharded: false,
}
