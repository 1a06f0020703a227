import type { z } from 'zod'
import { auditPage } from '../api/admin-audit.ts'
import { madeToken } from '../api/admin-tokens.ts'
import { addedUser, changedUser, chosenPassword, seenUser } from '../api/admin-users.ts'
import { auditSearch } from '../audit/search.ts'
import { askedLineage } from '../data/lineage.ts'
import { askedLoads } from '../data/loads.ts'
import { askedFaults, faultsPage } from '../data/quarantine.ts'
import { askedExport } from '../export/routes.ts'
import { sqlBody, sqlOptions } from '../sql/routes.ts'
import { ALERT_OPERATIONS } from './alert-operations.ts'
import { DEFINITION_OPERATIONS } from './definition-operations.ts'
import { NOTE_OPERATIONS } from './note-operations.ts'
import { REPORT_OPERATIONS } from './report-operations.ts'
import { SUBSCRIPTION_OPERATIONS } from './subscription-operations.ts'
import { VIEW_OPERATIONS } from './view-operations.ts'

/** One address and method of `/api`, as the document describes it. What it takes is told by the schema that checks it. */
export interface Operation {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** With `{name}` for what varies. */
  path: string
  summary: string
  tag: 'data' | 'account' | 'views' | 'notes' | 'export' | 'reports' | 'alerts' | 'sql' | 'administration'
  /** Who may, where it is not everyone signed in. */
  who?: string
  query?: z.ZodObject
  body?: z.ZodObject
  /** Of the answer that is no error. @default 200 */
  status?: number
  /** Types of its content; none for 204. @default ['application/json'] */
  content?: readonly string[]
}

const FILES = [
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.apache.parquet',
  'application/vnd.apache.arrow.stream',
] as const
const NOTHING = { status: 204, content: [] } as const
const ADMIN = { tag: 'administration', who: 'administrators' } as const
const INSPECTORS = { tag: 'data', who: 'administrators and analysts with the whole country' } as const
const ANALYSTS = { tag: 'sql', who: 'analysts, leaders, ministers, administrators' } as const

export const OPERATIONS: readonly Operation[] = [
  ...REPORT_OPERATIONS,
  ...DEFINITION_OPERATIONS,
  ...ALERT_OPERATIONS,
  ...VIEW_OPERATIONS,
  ...SUBSCRIPTION_OPERATIONS,
  ...NOTE_OPERATIONS,
  { method: 'get', path: '/api/health', tag: 'data', who: 'everyone', summary: 'Whether the parts answer' },
  { method: 'get', path: '/api/status', tag: 'data', summary: 'How old each dataset is' },
  {
    ...{ method: 'get', path: '/api/reference', tag: 'data' },
    summary: 'Places of both eras, indicators, thresholds and the catalogue of index 766',
  },
  {
    ...{ method: 'get', path: '/api/data/loads', ...INSPECTORS, query: askedLoads },
    summary: 'The ledger of loads, newest first',
  },
  {
    ...{ method: 'get', path: '/api/data/lineage', ...INSPECTORS, query: askedLineage },
    summary: 'Files of a dataset and the partitions their rows are in',
  },
  {
    ...{ method: 'get', path: '/api/data/quarantine/reasons', ...INSPECTORS, query: askedFaults },
    summary: 'Rows that were not loaded, by reason',
  },
  {
    ...{ method: 'get', path: '/api/data/quarantine', ...INSPECTORS, query: faultsPage },
    summary: 'Rows that were not loaded, a fault a row',
  },
  {
    ...{ method: 'get', path: '/api/data/quarantine.csv', ...INSPECTORS, query: askedFaults },
    ...{ content: ['text/csv'], summary: 'The same as CSV; audited' },
  },
  { method: 'get', path: '/api/openapi.json', tag: 'data', summary: 'This document' },
  { method: 'get', path: '/api/session', tag: 'account', summary: 'Who is signed in, and the CSRF token' },
  { method: 'get', path: '/api/sessions', tag: 'account', summary: 'One’s own sessions' },
  {
    ...{
      method: 'delete',
      path: '/api/sessions/{id}',
      tag: 'account',
      summary: 'Ends a session of one’s own',
    },
    ...NOTHING,
  },
  {
    ...{
      method: 'post',
      path: '/api/see-as/end',
      tag: 'account',
      summary: 'Stops looking as another account',
    },
    ...NOTHING,
  },
  {
    ...{ method: 'get', path: '/api/export', tag: 'export', query: askedExport, content: FILES },
    summary: 'A metrics query as a file; `query` is JSON',
  },
  {
    ...{ method: 'post', path: '/api/export', tag: 'export', body: askedExport, content: FILES },
    summary: 'A metrics query as a file',
  },
  {
    ...{
      method: 'post',
      path: '/api/sql',
      body: sqlBody,
      content: ['application/json', ...FILES],
      ...ANALYSTS,
    },
    summary: 'Runs a read-only statement over the public views',
  },
  { method: 'get', path: '/api/sql/schema', ...ANALYSTS, summary: 'The public views and their columns' },
  { method: 'get', path: '/api/sql/history', ...ANALYSTS, summary: 'What the account has run' },
  {
    ...{ method: 'get', path: '/api/sql/history/{id}/result', query: sqlOptions, ...ANALYSTS },
    ...{ content: ['application/json', ...FILES], summary: 'Runs a statement of the history again' },
  },
  {
    method: 'get',
    path: '/api/sql/queries/{id}',
    ...ANALYSTS,
    summary: 'How far a statement is, or how it ended',
  },
  {
    ...{ method: 'delete', path: '/api/sql/queries/{id}', ...ANALYSTS, summary: 'Ends a statement' },
    ...NOTHING,
  },
  { method: 'get', path: '/api/admin/users', ...ADMIN, summary: 'All accounts' },
  {
    ...{ method: 'post', path: '/api/admin/users', ...ADMIN, body: addedUser, status: 201 },
    summary: 'Adds an account; a password that was made is told once',
  },
  {
    ...{ method: 'patch', path: '/api/admin/users/{name}', ...ADMIN, body: changedUser },
    summary: 'Changes role, provinces and address',
  },
  {
    ...{ method: 'post', path: '/api/admin/users/{name}/disable', ...ADMIN, summary: 'Disables an account' },
    ...NOTHING,
  },
  {
    ...{ method: 'post', path: '/api/admin/users/{name}/enable', ...ADMIN, summary: 'Enables it again' },
    ...NOTHING,
  },
  {
    ...{ method: 'post', path: '/api/admin/users/{name}/password', ...ADMIN, body: chosenPassword },
    summary: 'Sets a password, or makes one and tells it once',
  },
  {
    ...{ method: 'post', path: '/api/admin/see-as', ...ADMIN, body: seenUser, ...NOTHING },
    summary: 'Looks with another account’s grants, reading only',
  },
  { method: 'get', path: '/api/admin/sessions', ...ADMIN, summary: 'All sessions' },
  { method: 'delete', path: '/api/admin/sessions/{id}', ...ADMIN, ...NOTHING, summary: 'Ends a session' },
  { method: 'get', path: '/api/admin/tokens', ...ADMIN, summary: 'All API tokens, without their secrets' },
  {
    ...{ method: 'post', path: '/api/admin/tokens', ...ADMIN, body: madeToken, status: 201 },
    summary: 'Makes an API token, told once',
  },
  { method: 'delete', path: '/api/admin/tokens/{id}', ...ADMIN, ...NOTHING, summary: 'Revokes a token' },
  {
    ...{ method: 'get', path: '/api/admin/audit', ...ADMIN, query: auditPage },
    summary: 'Lines of the audit log, newest first',
  },
  {
    ...{ method: 'get', path: '/api/admin/audit.csv', ...ADMIN, query: auditSearch, content: ['text/csv'] },
    summary: 'The audit log as CSV; audited itself',
  },
]
