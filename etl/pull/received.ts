import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { DropFile } from '../load/drop.ts'
import { datasetNamed } from '../contracts/registry.ts'
import type { LoadResult } from '../load/load.ts'
import type { Definition } from './schema.ts'

/** `dossiers-one-stop-20260102T030405678.ndjson`: the name begins with the dataset, as the loader tells it. */
export function nameOf({ dataset, name }: Definition, started: number, extension: string): string {
  const time = new Date(started).toISOString().replaceAll(/[-:.Z]/g, '')
  return `${dataset}-${name}-${time}.${extension}`
}

/** A name of elsewhere as one of ours: it names no other folder and hides nothing. */
export const tame = (name: string) => name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '_').replace(/^\.+/, '_')

export function dropFile(definition: Definition, path: string): DropFile {
  const dataset = datasetNamed(definition.dataset)
  if (dataset === undefined) throw new Error(`a definition names a dataset, not "${definition.dataset}"`)
  return { path, dataset, simulated: false }
}

/**
 * What is kept of a received file: the one published last, so that quarantined lines can be looked up; a refused
 * one with its reason in `refused/`, until that source is published.
 */
export function keep(folder: string, path: string, load: LoadResult): void {
  const refused = join(folder, 'refused')
  if (load.status === 'refused') {
    mkdirSync(refused, { recursive: true, mode: 0o700 })
    renameSync(path, join(refused, basename(path)))
    writeFileSync(join(refused, `${basename(path)}.reason.txt`), `${load.reason ?? ''}\n`, { mode: 0o600 })
    return
  }
  const prefix = `${load.dataset}-`
  for (const name of readdirSync(folder)) {
    if (name.startsWith(prefix) && name !== basename(path)) rmSync(join(folder, name), { force: true })
  }
}

/** Forgets refused files, or the one of that name. */
export function forgetRefused(folder: string, name?: string): void {
  const refused = join(folder, 'refused')
  if (name === undefined) return rmSync(refused, { recursive: true, force: true })
  rmSync(join(refused, name), { force: true })
  rmSync(join(refused, `${name}.reason.txt`), { force: true })
}
