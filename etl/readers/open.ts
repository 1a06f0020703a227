import type { Dataset } from '../contracts/types.ts'
import { RefusedError } from '../load/errors.ts'
import { checkColumns } from './columns.ts'
import { csvHeader } from './csv-header.ts'
import { csvInput } from './csv.ts'
import { openSource, type SourceFile } from './file.ts'
import type { Input, OpenedFile } from './input.ts'
import { ndjsonInput } from './ndjson.ts'

/**
 * Opens a file to load into a dataset: its columns are checked against the contract before a row is read.
 *
 * @throws RefusedError where it is not of a format or an encoding that is read, or its columns are not the contract's.
 */
export async function openFile(path: string, dataset: Dataset): Promise<OpenedFile> {
  const source = await openSource(path)
  const { format, bytes, hash } = source
  return { path, format, bytes, hash, attempts: attemptsOf(source, dataset) }
}

function attemptsOf(source: SourceFile, dataset: Dataset): Input[] {
  const from =
    (offset: number): Input['body'] =>
    (onBytes) =>
      source.stream(offset, onBytes)
  if (source.format === 'ndjson') return [ndjsonInput(dataset, from(0))]
  const header = csvHeader(source.head)
  if (header === undefined) throw new RefusedError(`${source.path}:1: has no header row`)
  checkColumns(`${source.path}:1`, dataset, header.columns)
  return [
    csvInput(header, 'exact', from(header.bodyOffset)),
    csvInput(header, 'any', from(header.bodyOffset)),
  ]
}
