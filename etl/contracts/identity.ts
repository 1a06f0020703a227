import { PROVINCE_ERA, QUARANTINE_LIMIT, UPDATED_AT } from './columns.ts'
import type { Column, Dataset } from './types.ts'

const count = (name: string, about: string): Column => ({ name, kind: 'count', about })

/** Identity enrolment: daily counts. Empty is not reported, which is not zero. */
export const identity: Dataset = {
  name: 'identity',
  title: 'Căn cước và định danh điện tử',
  columns: [
    { name: 'date', kind: 'date', required: true, about: 'The day counted.' },
    { name: 'province_code', kind: 'province', required: true, about: 'Where.' },
    PROVINCE_ERA,
    {
      name: 'product',
      kind: 'choice',
      values: ['card', 'eid_1', 'eid_2', 'child_number'],
      required: true,
      about: 'What is issued.',
    },
    {
      name: 'group',
      kind: 'choice',
      values: ['all', 'student', 'policy', 'it_telecom', 'civil_servant', 'industrial_worker'],
      required: true,
      about: 'Priority groups are parts of `all`, never added to it.',
    },
    count('received', 'Dossiers received.'),
    count('approved', 'Dossiers approved.'),
    count('issued', 'First issues to a person.'),
    count('reissued', 'Further issues to a person.'),
    count('activated', 'Accounts activated.'),
    count('rejected', 'Dossiers rejected.'),
    UPDATED_AT,
  ],
  key: ['date', 'province_code', 'product', 'group'],
  rules: [],
  part: 'toString(toYear(date))',
  businessDate: 'date',
  dateColumn: 'date',
  versioned: true,
  rhythmDays: 2,
  quarantineLimit: QUARANTINE_LIMIT,
  newest: 'max(date)',
  asOf: 'ifNull(toDate(max(updated_at)), max(date))',
  derived: [],
  sharded: false,
}

/** Residents and those eligible, the denominators of coverage. */
export const population: Dataset = {
  name: 'population',
  title: 'Dân số',
  columns: [
    { name: 'as_of', kind: 'date', required: true, about: 'The day counted.' },
    { name: 'province_code', kind: 'province', required: true, about: 'Where.' },
    PROVINCE_ERA,
    count('residents', 'Residents.'),
    count('eligible_card', 'Residents who may have an identity card.'),
    count('eligible_eid', 'Residents who may have an electronic identity.'),
    { name: 'source', kind: 'text', required: true, about: 'Who published it.' },
  ],
  key: ['as_of', 'province_code'],
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
