import { QUERY_LIMIT } from './limits.ts'

/**
 * Cube reads its settings from the environment as its modules load; this module is imported before them. They are
 * the product's own and not the operator's to set: the planner and queue that need other services stay off.
 */
Object.assign(process.env, {
  CUBEJS_TESSERACT_SQL_PLANNER: 'false',
  CUBEJS_CACHE_AND_QUEUE_DRIVER: 'memory',
  CUBEJS_TELEMETRY: 'false',
  CUBEJS_DB_TYPE: 'clickhouse',
  CUBEJS_DB_QUERY_LIMIT: String(QUERY_LIMIT),
  CUBEJS_DB_QUERY_DEFAULT_LIMIT: String(QUERY_LIMIT),
  // What "today" and "last month" are told by.
  CUBEJS_DEFAULT_TIMEZONE: 'Asia/Ho_Chi_Minh',
  CUBEJS_DEV_MODE: 'false',
  CUBEJS_EXTERNAL_DEFAULT: 'false',
  // Anything else is Cube's development mode: no enforced sign-in, a playground, more in its answers.
  NODE_ENV: 'production',
})
