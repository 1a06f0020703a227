import { join, relative } from 'node:path'
import type { Account } from './access/grants.ts'
import { rewrite, type Query } from './access/rewrite.ts'
import { MetricsQuery } from './source/dialect.ts'

/**
 * The Cube project's configuration: the part that holds wherever it runs. The product runs it inside its own process
 * (gateway/cube.ts).
 */
export default {
  // Cube reads it against the working directory.
  schemaPath: relative(process.cwd(), join(import.meta.dirname, 'model')),
  dialectFactory: () => MetricsQuery,
  queryRewrite: (query: Query, { securityContext }: { securityContext: { account: Account } }) =>
    rewrite(query, securityContext.account),
  telemetry: false,
  scheduledRefreshTimer: false,
}
