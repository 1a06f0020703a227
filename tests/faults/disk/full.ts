import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWarehouse } from '../../../etl/warehouse/warehouse.ts'
import { etl, unclear } from '../command.ts'
import { writeFiles } from '../kills/files.ts'
import { run } from '../kills/jobs.ts'
import { differing, kept, seen } from '../kills/readings.ts'

const MEGABYTE = 1 << 20
/** Enough for the engine's own files and a first load. */
const DISK = 320 * MEGABYTE

/**
 * Loads into an engine whose disk has room for only part of a load, more of it each time: the load fails clearly, readers
 * see what they saw, and once there is room the next load is as if nothing had happened. Needs root, to mount a disk of
 * its own.
 *
 * @returns what went wrong; undefined where no disk can be mounted here.
 */
export async function diskFull(
  rooms: readonly number[],
  dossiers: number,
  log: (message: string) => void,
): Promise<{ loads: number; failed: number; failures: string[] } | undefined> {
  const root = mkdtempSync(join(tmpdir(), 'toancanh-disk-'))
  const disk = mkdtempSync(join(root, 'disk-'))
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'none', disk]).status !== 0) {
    rmSync(root, { recursive: true, force: true })
    return undefined
  }
  const result = { loads: 0, failed: 0, failures: [] as string[] }
  const ballast = join(disk, 'ballast')
  /** Fills the disk up to so much room; the engine writes meanwhile. */
  const fillUpTo = (room: number) => {
    const file = openSync(ballast, 'w')
    const block = Buffer.alloc(32 << 10)
    for (let full = false; !full;) {
      const { bavail, bsize } = statfsSync(disk)
      full = bavail * bsize <= room || writeSync(file, block) < block.length
    }
    closeSync(file)
  }
  try {
    const files = writeFiles(root, dossiers)
    const dataDir = join(disk, 'data')
    const warehouse = await openWarehouse({ dataDir })
    try {
      await run({ load: files.first }, warehouse, dataDir)
      const before = await seen(warehouse)
      const keptBefore = await kept(warehouse)
      for (const room of rooms) {
        fillUpTo(room)
        const ended = await etl(['load', ...files.correction], { TOANCANH_DATA: dataDir })
        rmSync(ballast)
        const fail = (what: string) => {
          const failure = `${room >> 10} kB of room: ${what}`
          result.failures.push(failure)
          log(failure)
        }
        result.loads += 1
        if (ended.code !== 0) {
          result.failed += 1
          const bad = unclear(ended)
          if (bad !== undefined) fail(bad)
          const difference = differing(before, await seen(warehouse))
          if (difference !== '') fail(`readers see: ${difference}`)
        }
        await run({ load: files.correction }, warehouse, dataDir)
        for (const file of files.correction) await run({ undo: file }, warehouse, dataDir)
        await run({ load: [] }, warehouse, dataDir)
        const left = `${differing(before, await seen(warehouse))}${differing(keptBefore, await kept(warehouse))}`
        if (left !== '') fail(`loaded and taken back, it is not as before: ${left}`)
      }
    } finally {
      await warehouse.close()
    }
  } finally {
    spawnSync('umount', [disk])
    rmSync(root, { recursive: true, force: true })
  }
  return result
}
