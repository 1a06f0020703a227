import type { Command } from 'commander'
import type { DropFile } from '../load/drop.ts'
import { UsageError } from '../load/errors.ts'
import type { LoadResult } from '../load/load.ts'
import { problemText } from '../definitions/yaml.ts'
import { readDefinitions } from './definition.ts'
import { pull, type PullOptions, type PullResult } from './pull.ts'
import { nextRun } from './schedule.ts'
import type { Definition } from './schema.ts'
import { sourcesFolder } from './sources-folder.ts'
import { readState } from './state.ts'

export interface PullCommandContext {
  dataDir: string
  log: (message: string) => void
  /** Runs `work` with a way to load into the open warehouse. */
  withLoader: <T>(work: (load: (files: DropFile[]) => Promise<LoadResult[]>) => Promise<T>) => Promise<T>
}

/** `etl pull`. Exit codes: 2 a faulty definition, 3 a load was refused, 4 a source failed. */
export function pullCommand(program: Command, context: PullCommandContext): void {
  const { dataDir, log } = context
  program
    .command('pull')
    .description(
      'receive what is new at the defined sources and load it; definitions: TOANCANH_SOURCES (<data>/sources)',
    )
    .argument('[source...]', 'names of sources; none for all')
    .option('--dry-run', 'receive and check only: nothing is loaded, no cursor moves')
    .option('--list', 'tell the state of every source instead')
    .option('--json', 'as one line of JSON')
    .action(async (names: string[], options: { dryRun?: true; list?: true; json?: true }) => {
      const { sources, problems } = readDefinitions(sourcesFolder(dataDir))
      for (const problem of problems) log(problemText(problem))
      if (problems.length > 0) process.exitCode = 2
      const chosen = chooseFrom(sources, names, sourcesFolder(dataDir))
      if (options.list) {
        const states = chosen.map((definition) => listed(definition, dataDir))
        if (options.json) console.log(JSON.stringify({ sources: states }))
        else console.table(Object.fromEntries(states.map(({ source, ...state }) => [source, state])))
        return
      }
      const rest = { dataDir, log, env: process.env, dryRun: options.dryRun === true }
      const results = options.dryRun
        ? await pullAll(chosen, { ...rest, load: () => Promise.reject(new Error('a dry run loads nothing')) })
        : await context.withLoader((load) => pullAll(chosen, { ...rest, load }))
      const ok = results.every(({ status }) => status !== 'failed' && status !== 'refused')
      if (options.json) console.log(JSON.stringify({ ok, pulls: results }))
      else for (const result of results) console.log(resultText(result))
      if (results.some(({ status }) => status === 'failed')) process.exitCode = 4
      else if (!ok) process.exitCode = 3
    })
}

function chooseFrom(
  sources: readonly Definition[],
  names: readonly string[],
  folder: string,
): readonly Definition[] {
  const unknown = names.filter((name) => !sources.some((source) => source.name === name))
  if (unknown.length > 0) {
    const known = sources.map(({ name }) => name).join(', ') || 'none'
    throw new UsageError(`${folder} defines no source ${unknown.join(', ')}; it defines ${known}`)
  }
  return names.length === 0 ? sources : sources.filter(({ name }) => names.includes(name))
}

async function pullAll(sources: readonly Definition[], options: PullOptions): Promise<PullResult[]> {
  const results: PullResult[] = []
  for (const source of sources) results.push(await pull(source, options))
  return results
}

/** What there is to know of a source between pulls. */
export function listed(definition: Definition, dataDir: string) {
  const { name, dataset, kind, schedule } = definition
  const { cursor, lastAttempt, lastSuccess, failures, lastError, lastBatch } = readState(dataDir, definition)
  const next = nextRun(schedule, lastAttempt === undefined ? Date.now() : Date.parse(lastAttempt))
  return {
    source: name,
    dataset,
    kind,
    schedule,
    last_success: lastSuccess ?? null,
    last_attempt: lastAttempt ?? null,
    failures,
    last_error: lastError ?? null,
    cursor: cursor ?? null,
    last_batch: lastBatch ?? null,
    next: next === undefined ? null : new Date(next).toISOString(),
  }
}

function resultText(result: PullResult): string {
  const { status, source, dataset, rows, files, retries, seconds, loads } = result
  const sum = (part: 'read' | 'loaded' | 'quarantined' | 'superseded') =>
    loads.reduce((total, load) => total + load[part], 0)
  const counts = `${sum('read')} read = ${sum('loaded')} loaded + ${sum('quarantined')} quarantined + ${sum('superseded')} superseded`
  const received = `${rows > 0 ? `${rows} rows` : `${files} files`} received, ${counts}`
  const again = retries === 0 ? '' : `, tried again ${retries} times`
  return `${status} ${dataset} from ${source}: ${received} (${seconds} s${again})${result.reason === undefined ? '' : `\n  ${result.reason}`}`
}
