import type { Contract } from './datasets.ts'
import type { Row } from './history.ts'

const after = (a: string | undefined, b: string | undefined) => !!a && !!b && a > b

const procedures: Contract = {
  name: 'procedures',
  columns: {
    ...{ procedure_code: 'text', valid_from: 'date', name: 'text', field: 'text', force: 'text' },
    ...{ service_level: 'choice', published_on: 'date', withdrawn_on: 'date', processing_days: 'count' },
    ...{ has_fee: 'flag', needs_result: 'flag', programmes: 'list' },
  },
  required: ['procedure_code', 'valid_from', 'name', 'field', 'force', 'service_level'],
  key: ['procedure_code', 'valid_from'],
  versioned: false,
  part: () => 'all',
  businessDate: (row) => row['valid_from'] ?? '',
  broken: (row) => after(row['published_on'], row['withdrawn_on']),
}

const population: Contract = {
  name: 'population',
  columns: {
    ...{ as_of: 'date', province_code: 'text', province_era: 'choice', residents: 'count' },
    ...{ eligible_card: 'count', eligible_eid: 'count', source: 'text' },
  },
  required: ['as_of', 'province_code', 'source'],
  key: ['as_of', 'province_code'],
  versioned: false,
  part: () => 'all',
  businessDate: (row) => row['as_of'] ?? '',
}

const published: Contract = {
  name: 'published',
  columns: {
    ...{
      figure: 'text',
      as_of: 'date',
      province_code: 'text',
      value: 'number',
      unit: 'text',
      source: 'text',
    },
  },
  required: ['figure', 'as_of', 'province_code', 'value', 'unit', 'source'],
  key: ['figure', 'as_of', 'province_code'],
  versioned: false,
  part: () => 'all',
  businessDate: (row) => row['as_of'] ?? '',
  nationwide: true,
}

const identity: Contract = {
  name: 'identity',
  columns: {
    ...{ date: 'date', province_code: 'text', province_era: 'choice', product: 'choice', group: 'choice' },
    ...{ received: 'count', approved: 'count', issued: 'count', reissued: 'count', activated: 'count' },
    ...{ rejected: 'count', updated_at: 'time' },
  },
  required: ['date', 'province_code', 'product', 'group'],
  key: ['date', 'province_code', 'product', 'group'],
  versioned: true,
  part: (row) => (row['date'] ?? '').slice(0, 4),
  businessDate: (row) => row['date'] ?? '',
}

const indicators: Contract = {
  name: 'indicators',
  columns: {
    ...{ indicator_code: 'text', as_of: 'date', province_code: 'text', province_era: 'choice', unit: 'text' },
    ...{ numerator: 'number', denominator: 'number', target: 'number', source: 'text', updated_at: 'time' },
  },
  required: ['indicator_code', 'as_of', 'province_code', 'numerator', 'source'],
  key: ['indicator_code', 'as_of', 'province_code', 'unit'],
  versioned: true,
  part: () => 'all',
  businessDate: (row) => row['as_of'] ?? '',
  nationwide: true,
}

const tasks: Contract = {
  name: 'tasks',
  columns: {
    ...{ task_code: 'text', name: 'text', objective: 'count', source_document: 'text', lead_agency: 'text' },
    ...{ co_agencies: 'list', province_code: 'text', assigned_on: 'date', due_on: 'date', done_on: 'date' },
    ...{ updated_at: 'time' },
  },
  required: [
    ...['task_code', 'name', 'objective', 'source_document', 'lead_agency', 'province_code'],
    ...['assigned_on', 'due_on', 'updated_at'],
  ],
  key: ['task_code'],
  versioned: true,
  part: () => 'all',
  businessDate: (row) => row['assigned_on'] ?? '',
  nationwide: true,
  broken: (row) =>
    after(row['assigned_on'], row['due_on']) ||
    after(row['assigned_on'], row['done_on']) ||
    after(row['done_on'], row['updated_at']?.slice(0, 10)),
}

const scores766: Contract = {
  name: 'scores766',
  columns: {
    ...{ criterion: 'text', period_type: 'choice', period: 'text', province_code: 'text' },
    ...{ province_era: 'choice', numerator: 'number', denominator: 'number', points: 'number', flag: 'text' },
  },
  required: ['criterion', 'period_type', 'period', 'province_code'],
  key: ['criterion', 'period_type', 'period', 'province_code'],
  versioned: false,
  part: (row) => (row['period'] ?? '').slice(0, 4),
  businessDate: (row) => PERIOD_ENDS[`${row['period_type']} ${row['period']}`] ?? '',
  broken: (row) => !(`${row['period_type']} ${row['period']}` in PERIOD_ENDS),
}

/** Every period the histories use; others are none. */
export const PERIOD_ENDS: Record<string, string> = {
  'month 2025-06': '2025-06-30',
  'month 2025-07': '2025-07-31',
  'quarter 2024-Q4': '2024-12-31',
  'half 2025-H1': '2025-06-30',
  'year 2024': '2024-12-31',
}

const isReceived = (row: Row) => row['status'] !== '1' && row['status'] !== '3'
const ends = (row: Row) => ['7', '8', '9', '10'].includes(row['status'] ?? '')

const dossiers: Contract = {
  name: 'dossiers',
  columns: {
    ...{ dossier_code: 'text', procedure_code: 'text', agency_code: 'text', province_code: 'text' },
    ...{ province_era: 'choice', commune_code: 'text', channel: 'choice', status: 'count' },
    ...{ received_at: 'time', due_at: 'time', ended_at: 'time', returned_at: 'time' },
    ...{ supplement_requested_at: 'time', supplement_completed_at: 'time', supplement_requests: 'count' },
    ...{ fee_vnd: 'count', paid_online: 'flag', digitised: 'flag', e_result: 'flag', reused_data: 'flag' },
    ...{ satisfaction: 'count', updated_at: 'time' },
  },
  required: ['dossier_code', 'procedure_code', 'agency_code', 'province_code', 'status', 'updated_at'],
  key: ['dossier_code'],
  versioned: true,
  // The month in the code.
  part: (row) => /-(\d{4})\d\d-\d+$/.exec(row['dossier_code'] ?? '')?.[1] ?? '',
  businessDate: (row) => (row['received_at'] ?? '').slice(0, 10),
  eraDate: (row) =>
    (row['received_at'] ?? '').slice(0, 10) ||
    (/-(\d\d)(\d\d)(\d\d)-\d+$/.exec(row['dossier_code'] ?? '') ?? []).slice(1).join('-').replace(/^/, '20'),
  broken: (row) => {
    const { received_at: received, supplement_requested_at: asked, supplement_completed_at: completed } = row
    const { ended_at: ended, updated_at: updated } = row
    return (
      !/^[0-9A-Z.]+-\d{6}-\d{4,}$/.test(row['dossier_code'] ?? '') ||
      (isReceived(row) && (received === '' || row['due_at'] === '')) ||
      ends(row) !== (ended !== '') ||
      after(received, asked) ||
      after(asked, completed) ||
      (completed !== '' && asked === '') ||
      after(received, ended) ||
      after(asked, ended) ||
      after(completed, ended) ||
      [received, asked, completed, ended].some((time) => after(time, updated))
    )
  },
}

/** In the order they are loaded from one folder. */
export const CONTRACTS: readonly Contract[] = [
  ...[procedures, population, published, identity, indicators, tasks, scores766, dossiers],
]

export function contractOf(name: string): Contract {
  const contract = CONTRACTS.find((one) => one.name === name)
  if (contract === undefined) throw new Error(`no dataset ${name}`)
  return contract
}
