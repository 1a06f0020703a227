import { join, resolve } from 'node:path'

/** `TOANCANH_SOURCES`, else `sources` in the data folder. */
export function sourcesFolder(dataDir: string): string {
  const named = process.env['TOANCANH_SOURCES']
  return named === undefined || named === '' ? join(dataDir, 'sources') : resolve(named)
}
