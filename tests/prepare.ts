/**
 * Installs all that the tests need of Debian at once, while there is something else to do: continuous integration runs it
 * beside the static checks. What could not be installed here is tried again by the tests that need it, and said there.
 */
import { ensureDebian } from './debian.ts'
import {
  ANALYSTS,
  BROWSER,
  CERTIFICATES,
  MARIADB,
  PDF_READER,
  POSTGRES,
  SFTP,
  SPREADSHEET,
  WRITER,
} from './packages.ts'

try {
  const inputs = { ...POSTGRES, ...MARIADB, ...SFTP, ...CERTIFICATES }
  ensureDebian({ ...BROWSER, ...inputs, ...PDF_READER, ...ANALYSTS, ...SPREADSHEET, ...WRITER })
} catch (error) {
  console.error((error as Error).message)
}
