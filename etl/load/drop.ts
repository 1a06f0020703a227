import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { DATASETS, datasetNamed } from '../contracts/registry.ts'
import type { Dataset } from '../contracts/types.ts'
import { formatOf } from '../readers/file.ts'
import { UsageError } from './errors.ts'

/** Written into a demonstration drop folder, so that what is loaded from it is known to be simulated. */
export const SIMULATED_MARK = 'SIMULATED.md'

export interface DropFile {
  path: string
  dataset: Dataset
  simulated: boolean
}

/**
 * The files under the given paths with their datasets: datasets in the registry's order (what others refer to
 * first), files by name.
 *
 * @throws UsageError where a path does not exist or a file's dataset cannot be told.
 */
export function dropFiles(paths: readonly string[], datasetName?: string): DropFile[] {
  const named = datasetName === undefined ? undefined : datasetNamed(datasetName)
  if (datasetName !== undefined && named === undefined) {
    throw new UsageError(
      `there is no dataset "${datasetName}"; it is one of ${DATASETS.map(({ name }) => name).join(', ')}`,
    )
  }
  const found: DropFile[] = []
  for (const path of paths.map((path) => resolve(path))) {
    if (!existsSync(path)) throw new UsageError(`${path} does not exist`)
    const folder = statSync(path).isDirectory()
    for (const file of folder ? filesUnder(path) : [path]) {
      const dataset = named ?? datasetOf(file)
      if (dataset === undefined) {
        throw new UsageError(
          `${file}: its dataset cannot be told from its folder or its name's beginning; name it with --dataset (${DATASETS.map(({ name }) => name).join(', ')})`,
        )
      }
      found.push({ path: file, dataset, simulated: isSimulated(file) })
    }
  }
  const order = (file: DropFile) => DATASETS.indexOf(file.dataset)
  return found.sort((a, b) => order(a) - order(b) || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
}

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && formatOf(entry.name) !== undefined)
    .map((entry) => join(entry.parentPath, entry.name))

/** The nearest folder named as a dataset, else the dataset the file's name begins with. */
function datasetOf(file: string): Dataset | undefined {
  const folders = dirname(file).split(sep).reverse()
  const byFolder = folders.slice(0, 1).map(datasetNamed).find(Boolean)
  return byFolder ?? DATASETS.find(({ name }) => new RegExp(`^${name}(?![a-z0-9])`).test(basename(file)))
}

const isSimulated = (file: string) =>
  [dirname(file), dirname(dirname(file))].some((folder) => existsSync(join(folder, SIMULATED_MARK)))
