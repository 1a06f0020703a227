import { mkdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { DATASETS } from '../contracts/registry.ts'
import { told, TroubleError } from './trouble.ts'

/** The drop folder: `TOANCANH_DROP`, else `drop` in the data folder. */
export const dropFolder = (dataDir: string) => process.env['TOANCANH_DROP'] || join(dataDir, 'drop')

/**
 * Makes the drop folder where there is none, with a folder for each dataset: whoever opens it sees what goes where.
 *
 * @returns its path without symbolic links
 * @throws TroubleError where it cannot be made
 */
export async function madeFolder(dir: string): Promise<string> {
  try {
    if ((await mkdir(dir, { recursive: true })) !== undefined) {
      for (const { name } of DATASETS) await mkdir(join(dir, name), { recursive: true })
    }
    return await realpath(dir)
  } catch (error) {
    throw new TroubleError(`the drop folder ${dir} cannot be made (${told(error)})`)
  }
}
