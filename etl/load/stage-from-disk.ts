import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import type { ClickHouseClient } from '@clickhouse/client'
import type { Dataset } from '../contracts/types.ts'
import { refusalOf } from '../readers/engine-errors.ts'
import type { Input, OpenedFile } from '../readers/input.ts'
import { rows } from '../warehouse/client.ts'
import { STAGE_SETTINGS, stageSql, type Target } from './stage-sql.ts'
import type { Tables } from './tables.ts'

/** What file() takes for a pattern, or for a file in an archive. */
const NOT_A_PLAIN_PATH = /[*?{}[\]]|::/

/**
 * Has the engine read the file by itself, which takes a fifth less than sending it the bytes.
 *
 * @returns false where it cannot, or is not to: nothing is staged.
 */
export async function stageFromDisk(
  source: OpenedFile,
  dataset: Dataset,
  { nodes: [node, ...others], sameFiles }: Tables,
  target: Target,
  onBytes: (bytes: number) => void,
  input: Input,
): Promise<boolean> {
  const path = input.onDisk && resolve(input.onDisk.path)
  if (path === undefined || !sameFiles || others.length > 0 || NOT_A_PLAIN_PATH.test(path)) return false
  const query_id = randomUUID()
  const watching = watch(node, query_id, source.bytes, input.rows ?? 1, onBytes)
  try {
    await node.command({
      query: stageSql(dataset, input, { ...target, share: { index: 0, of: 1 } }, path),
      query_id,
      clickhouse_settings: {
        ...STAGE_SETTINGS,
        ...input.settings,
        input_format_csv_skip_first_lines: String(input.onDisk?.skipLines ?? 0),
      },
    })
  } catch (error) {
    if (!CANNOT_REACH.test((error as { type?: string }).type ?? ''))
      throw refusalOf(source, input, error) ?? error
    return false
  } finally {
    watching.stop()
  }
  watching.done()
  await input.onDisk?.refuseChanged()
  return true
}

/** It has no such file, or may not read it: as another user of the machine, or in a container. */
const CANNOT_REACH =
  /^(FILE_DOESNT_EXIST|CANNOT_OPEN_FILE|CANNOT_STAT|ACCESS_DENIED|PATH_ACCESS_DENIED|DATABASE_ACCESS_DENIED)$/

/** Says how many bytes of a file the engine has read, from the rows it has. */
function watch(
  node: ClickHouseClient,
  id: string,
  bytes: number,
  all: number,
  onBytes: (bytes: number) => void,
): { stop: () => void; done: () => void } {
  let [told, asking] = [0, false]
  const tell = (share: number) => {
    const now = Math.round(bytes * Math.min(share, 1))
    if (now > told) onBytes(now - told)
    told = Math.max(now, told)
  }
  const look = () =>
    rows<{ read: number }>(
      node,
      'SELECT read_rows AS read FROM system.processes WHERE query_id = {id:String}',
      { id },
    )
  const timer = setInterval(() => {
    if (asking) return
    asking = true
    look()
      .then(([found]) => tell((found?.read ?? 0) / Math.max(all, 1)))
      // Progress is not worth an error; the statement itself says what is wrong.
      .catch(() => undefined)
      .finally(() => (asking = false))
  }, 500)
  timer.unref()
  return { stop: () => clearInterval(timer), done: () => tell(1) }
}
