/** Questions to begin with, the ones people come with. Their words are in the translations, by `key`. */
import type { Query } from '../../view/address.ts'
import { EMPTY } from './question.ts'
import type { Question } from './question.ts'

export interface Starter {
  key: string
  /** Of the page's own state: what of the comparison it needs. */
  view: Query
  question: Question
}

const ask = (key: string, question: Partial<Question>, compare = 'none'): Starter => ({
  key,
  view: { compare },
  question: { ...EMPTY, ...question },
})
const only = (dimension: string, ...values: string[]): Question['conditions'] => [
  { dimension, exclude: false, values },
]

export const STARTERS: readonly Starter[] = [
  ask(
    'on_time_places',
    {
      measures: ['received', 'resolved', 'on_time_rate', 'pending_overdue'],
      dimensions: ['province_name'],
      sort: 'on_time_rate',
    },
    'previous',
  ),
  ask('late_procedures', {
    measures: ['resolved_late', 'on_time_rate', 'processing_days_p90'],
    dimensions: ['procedure_name'],
    sort: '-resolved_late',
  }),
  ask('overdue_agencies', {
    measures: ['pending_overdue', 'pending'],
    dimensions: ['agency'],
    sort: '-pending_overdue',
  }),
  ask('online_fields', {
    measures: ['online_rate', 'received'],
    dimensions: ['field'],
    shape: 'chart',
  }),
  ask('channels_days', { measures: ['received'], dimensions: ['channel'], grain: 'day', shape: 'chart' }),
  ask('on_time_crossed', {
    measures: ['on_time_rate'],
    dimensions: ['region', 'field'],
    shape: 'pivot',
    across: 'region',
  }),
  ask('eid_activation', {
    subject: 'identity',
    measures: ['received', 'issued', 'activated', 'activation_rate_of_issued'],
    dimensions: ['province_name'],
    conditions: only('product', 'eid_2'),
    sort: 'activation_rate_of_issued',
  }),
  ask('groups', {
    subject: 'identity',
    measures: ['received_total', 'issued_total', 'activated_total'],
    dimensions: ['product', 'group'],
  }),
  ask('targets', {
    subject: 'rollout',
    measures: ['value', 'target', 'progress'],
    dimensions: ['indicator', 'indicator_name'],
    sort: 'progress',
  }),
  ask('late_tasks', {
    subject: 'tasks',
    measures: ['tasks', 'done_on_time', 'open_overdue', 'on_time_rate'],
    dimensions: ['lead_agency'],
    sort: '-open_overdue',
  }),
  ask('scores', {
    subject: 'scores766',
    measures: ['points'],
    dimensions: ['province_name', 'group_name'],
    shape: 'pivot',
    across: 'group_name',
  }),
  ask('catalogue', {
    subject: 'catalogue',
    measures: ['procedures', 'online_procedures', 'full_online_procedures'],
    dimensions: ['field'],
    shape: 'chart',
  }),
]
