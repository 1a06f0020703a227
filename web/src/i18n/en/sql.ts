import type { sql as vi } from '../vi/sql.ts'

export const sql: typeof vi = {
  about: 'Ask the warehouse in SQL, read-only, within the provinces of your account.',
  notYours: 'This page is for analysts, leaders of the ministry and administrators.',
  notHere: {
    title: 'SQL is closed with an external warehouse',
    text: 'The product runs on an external ClickHouse (CLICKHOUSE_URL) with one database user, so it cannot hold a statement of your own to your provinces. Figures can still be exported by metric on the other pages; or ask the database’s administrator for an account of your own.',
  },
  editor: {
    title: 'Statement',
    placeholder: 'SELECT … FROM dossiers',
    run: 'Run',
    runKey: 'Ctrl+Enter',
    cancel: 'Stop',
    link: 'Copy link',
    linked: 'Link copied',
  },
  side: { label: 'Help with writing', questions: 'Questions', views: 'Tables', history: 'History' },
  views: {
    find: 'Find tables, columns',
    none: 'There is no such table or column.',
    columns: '{count} columns',
    sample: 'Show 100 rows',
    sampleOf: 'Show 100 rows of {view}',
    insert: 'Insert {name} into the statement',
  },
  questions: {
    find: 'Find a question',
    none: 'There is no such question.',
    about: 'The tests run each and compare it with a separate computation over the original files.',
  },
  history: {
    about: 'The latest statements of this account.',
    none: 'Nothing has been run yet.',
    status: { done: 'Done', failed: 'Failed', cancelled: 'Stopped' },
    rows: '{count} rows',
  },
  result: {
    title: 'Result',
    none: 'No result yet. Write a SELECT and press Run, or start from a worked question.',
    summary: '{rows} rows, {seconds} s',
    empty: 'It ran, and there are no rows.',
    download: 'Download',
    again: 'The statement is run again to write the file, up to {rows} rows.',
    changed: 'The statement has been changed since this result.',
  },
  format: {
    csv: 'CSV',
    xlsx: 'Excel (XLSX)',
    parquet: 'Parquet',
    arrow: 'Arrow',
    json: 'JSON (up to {rows} rows)',
  },
  progress: {
    running: 'Running, {seconds} s',
    read: '{read} rows read',
    readOf: '{read} of {total} rows read',
    memory: '{size} MB of memory',
    bar: 'Part read',
  },
  failed: {
    at: 'Line {line}, column {column}',
    cancelled: 'Stopped as asked',
    away: 'The server does not answer',
    asFile: 'The whole result, as a file:',
  },
}
