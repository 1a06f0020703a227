import { PROVINCE_ERA, QUARANTINE_LIMIT, UPDATED_AT } from './columns.ts'
import { DOSSIER_STATE } from './dossier-state.ts'
import type { Dataset } from './types.ts'

const RECEIVED = 'status NOT IN (1, 3)'

/** Dossiers (hồ sơ): one row a dossier, its latest state. No personal data. */
export const dossiers: Dataset = {
  name: 'dossiers',
  title: 'Hồ sơ thủ tục hành chính',
  columns: [
    {
      name: 'dossier_code',
      kind: 'code',
      pattern: '[0-9A-Z.]+-[0-9]{6}-[0-9]{4,}',
      form: 'AGENCY-YYMMDD-SERIAL',
      required: true,
      about: 'National dossier code; its six digits are the day it was given.',
    },
    {
      name: 'procedure_code',
      kind: 'text',
      required: true,
      about: 'Code in `procedures`; an unknown one is kept and listed.',
    },
    { name: 'agency_code', kind: 'text', required: true, about: 'The agency that handles it.' },
    { name: 'province_code', kind: 'province', required: true, about: 'Where it is handled.' },
    PROVINCE_ERA,
    { name: 'commune_code', kind: 'code', pattern: '[0-9]{5}', form: '5 digits', about: 'Commune.' },
    {
      name: 'channel',
      kind: 'choice',
      values: ['online', 'counter', 'postal'],
      also: { '2': 'online', '1': 'counter', '3': 'postal' },
      empty: 'counter',
      about: 'How it was submitted.',
    },
    {
      name: 'status',
      kind: 'count',
      min: 1,
      max: 10,
      small: true,
      required: true,
      about: 'National status list, 1 to 10.',
    },
    { name: 'received_at', kind: 'time', about: 'Required, except for status 1 and 3.' },
    { name: 'due_at', kind: 'time', about: 'Required once received.' },
    { name: 'ended_at', kind: 'time', about: 'Required for, and only for, status 7, 8, 9 and 10.' },
    { name: 'returned_at', kind: 'time', about: 'When the result was handed over.' },
    { name: 'supplement_requested_at', kind: 'time', about: 'When the citizen was asked for more.' },
    { name: 'supplement_completed_at', kind: 'time', about: 'When it was complete.' },
    { name: 'supplement_requests', kind: 'count', about: 'How many times more was asked for.' },
    { name: 'fee_vnd', kind: 'count', about: 'Fee in đồng.' },
    { name: 'paid_online', kind: 'flag', about: 'The fee was paid online.' },
    { name: 'digitised', kind: 'flag', about: 'Its papers are digitised.' },
    { name: 'e_result', kind: 'flag', about: 'The result is electronic.' },
    { name: 'reused_data', kind: 'flag', about: 'Data already held were used again.' },
    { name: 'satisfaction', kind: 'count', min: 1, max: 5, small: true, about: 'Rating, 1 to 5.' },
    { ...UPDATED_AT, required: true },
  ],
  key: ['dossier_code'],
  rules: [
    {
      column: 'received_at',
      broken: `${RECEIVED} AND isNull(received_at)`,
      reason: 'is required once the dossier is received',
    },
    {
      column: 'due_at',
      broken: `${RECEIVED} AND isNull(due_at)`,
      reason: 'is required once the dossier is received',
    },
    {
      column: 'ended_at',
      broken: 'status IN (7, 8, 9, 10) AND isNull(ended_at)',
      reason: 'is required for status 7, 8, 9 and 10',
    },
    {
      column: 'ended_at',
      broken: 'status NOT IN (0, 7, 8, 9, 10) AND isNotNull(ended_at)',
      reason: 'is only for status 7, 8, 9 and 10',
    },
    { column: 'ended_at', broken: 'ended_at < received_at', reason: 'is before received_at' },
    { column: 'ended_at', broken: 'ended_at > updated_at', reason: 'is after updated_at' },
    { column: 'received_at', broken: 'received_at > updated_at', reason: 'is after updated_at' },
    {
      column: 'supplement_requested_at',
      broken: 'supplement_requested_at < received_at',
      reason: 'is before received_at',
    },
    {
      column: 'supplement_requested_at',
      broken: 'supplement_requested_at > ended_at',
      reason: 'is after ended_at',
    },
    {
      column: 'supplement_requested_at',
      broken: 'supplement_requested_at > updated_at',
      reason: 'is after updated_at',
    },
    {
      column: 'supplement_completed_at',
      broken: 'isNotNull(supplement_completed_at) AND isNull(supplement_requested_at)',
      reason: 'is given without supplement_requested_at',
    },
    {
      column: 'supplement_completed_at',
      broken: 'supplement_completed_at < supplement_requested_at',
      reason: 'is before supplement_requested_at',
    },
    {
      column: 'supplement_completed_at',
      broken: 'supplement_completed_at > ended_at',
      reason: 'is after ended_at',
    },
    {
      column: 'supplement_completed_at',
      broken: 'supplement_completed_at > updated_at',
      reason: 'is after updated_at',
    },
  ],
  // The month in the code: it never changes, whatever a correction says of the times.
  part: "substring(extract(dossier_code, '-([0-9]{6})-[0-9]+$'), 1, 4)",
  businessDate: 'toDate(received_at)',
  dateColumn: 'received_at',
  // A dossier that was never received has the day its code was given.
  eraDate: `toDate(ifNull(received_at, parseDateTimeOrNull(extract(dossier_code, '-([0-9]{6})-[0-9]+$'), '%y%m%d', 'Asia/Ho_Chi_Minh')))`,
  versioned: true,
  rhythmDays: 2,
  quarantineLimit: QUARANTINE_LIMIT,
  newest: 'maxOrNullIf(received_date, status NOT IN (1, 3))',
  asOf: 'toDate(max(updated_at))',
  derived: DOSSIER_STATE,
  sharded: true,
}
