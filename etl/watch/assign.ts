import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { datasetNamed, DATASETS } from '../contracts/registry.ts'
import { dropFiles, SIMULATED_MARK, type DropFile } from '../load/drop.ts'
import { RefusedError, UsageError } from '../load/errors.ts'
import { formatOf, identify } from '../readers/file.ts'
import type { Dropped } from './dropped.ts'

/**
 * What a dropped file is loaded as: its dataset as `etl load` tells it, else the nearest folder of the drop folder
 * that is named as one (`dossiers/2025/x.csv`); simulated under any folder with the mark.
 *
 * @throws RefusedError where its dataset or its format cannot be told.
 */
export async function assign({ path, name }: Dropped, dir: string): Promise<DropFile> {
  // Whatever else is wrong: a letter among the files is refused for being none.
  if (formatOf(name) === undefined) await identify(path)
  const folders = foldersOf(name)
  const simulated = ['', ...folders].some((folder) => existsSync(join(dir, folder, SIMULATED_MARK)))
  const file = byFolderOrName(path) ?? byFolderOrName(path, folders.map(lastOf).find(datasetNamed))
  if (file === undefined) {
    throw new RefusedError(
      `${path}: its dataset cannot be told from its folder or its name's beginning; put it into a folder named as one of ${DATASETS.map((dataset) => dataset.name).join(', ')}`,
    )
  }
  return { ...file, simulated: simulated || file.simulated }
}

function byFolderOrName(path: string, dataset?: string): DropFile | undefined {
  try {
    return dropFiles([path], dataset)[0]
  } catch (error) {
    if (error instanceof UsageError) return undefined
    throw error
  }
}

/** The folders a file lies in, the nearest first: `a/b/x.csv` is in `a/b` and `a`. */
function foldersOf(name: string): string[] {
  const folder = dirname(name)
  return folder === '.' ? [] : [folder, ...foldersOf(folder)]
}

const lastOf = (folder: string) => folder.split('/').at(-1) ?? folder
