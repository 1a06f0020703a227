/** `npm run check-sources`: exit code 0 where everything is fine, else 2. */
import { join, resolve } from 'node:path'
import { checkSources, reportSources } from './check.ts'
import { sourcesFolder } from './sources-folder.ts'

const dataDir = resolve(process.env['TOANCANH_DATA'] ?? 'data')
process.exitCode = reportSources(
  checkSources({ sources: sourcesFolder(dataDir), reference: join(import.meta.dirname, '..', 'reference') }),
  (line) => console.log(line),
)
