import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { datasetNamed } from '../contracts/registry.ts'
import { triedFolder } from './files/folder.ts'
import type { Outcome, Run } from './pull.ts'
import { forgetRefused, keep, tame } from './received.ts'
import { SourceError } from './retry.ts'
import type { S3Definition, SftpDefinition } from './schema.ts'
import { writeState } from './state.ts'

/**
 * New and changed files of a bucket or folder → the warehouse, one after another, the oldest first. A file that
 * cannot be had or is refused is tried again in the next pull. Those after it go on where the order of loads does not
 * matter, which is where rows say when they were recorded.
 */
export async function pullFolder(definition: S3Definition | SftpDefinition, run: Run): Promise<Outcome> {
  const folder = triedFolder(definition, {
    secrets: run.secrets,
    tries: run.tries,
    now: run.options.now ?? Date.now,
  })
  try {
    const known = run.state.files ?? {}
    const { files, there } = await folder.fresh(known)
    // A file that is no longer there is forgotten, so this does not grow for ever.
    const done = Object.fromEntries(Object.entries(known).filter(([name]) => there.has(name)))
    const outcome: Outcome = {
      status: 'unchanged',
      rows: 0,
      files: files.length,
      loads: [],
      state: run.state,
    }
    if (run.options.dryRun === true) return { ...outcome, status: 'dry-run' }
    const inOrder = datasetNamed(definition.dataset)?.versioned !== true
    const troubles: string[] = []
    let failed = false
    for (const file of files) {
      const name = `${definition.dataset}-${definition.name}-${tame(file.name)}`
      const path = join(run.folder, name)
      try {
        await folder.download(file, `${path}.part`)
        renameSync(`${path}.part`, path)
        const load = await run.load(path)
        outcome.loads.push(load)
        keep(run.folder, path, load)
        if (load.status === 'refused') {
          troubles.push(`${file.name}: ${load.reason ?? ''}`)
          if (inOrder) break
          continue
        }
        forgetRefused(run.folder, name)
        done[file.name] = file.version
        if (load.status === 'published') outcome.status = 'published'
        writeState(run.options.dataDir, definition, { ...run.state, files: { ...done } })
      } catch (error) {
        run.tries.signal.throwIfAborted()
        if (!(error instanceof SourceError)) throw error
        failed = true
        troubles.push(`${file.name}: ${error.message}`)
        if (inOrder) break
      }
    }
    outcome.state = { ...run.state, files: done }
    if (troubles.length === 0) return outcome
    const shown = troubles.slice(0, 3).join('; ')
    const more = troubles.length > 3 ? ` and ${troubles.length - 3} more` : ''
    return {
      ...outcome,
      status: failed ? 'failed' : 'refused',
      reason: `${troubles.length} of ${files.length} files: ${shown}${more}`,
    }
  } finally {
    folder.close()
  }
}
