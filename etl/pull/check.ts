import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { checkReference } from './check-reference.ts'
import { problemText, type Problem } from '../definitions/yaml.ts'
import { readDefinitions } from './definition.ts'

export interface Checked {
  /** What is fine, a line each. */
  sound: string[]
  problems: Problem[]
}

/** Validates source definitions and reference data; asks no source and no warehouse. */
export function checkSources({ sources, reference }: { sources: string; reference: string }): Checked {
  const definitions = readDefinitions(sources)
  const data = checkReference(reference)
  const none = existsSync(sources)
    ? `${sources}: no definitions`
    : `${sources}: no such folder, so no sources`
  return {
    sound: [
      ...definitions.sources.map(
        ({ name, kind, dataset, schedule }) => `source ${name}: ${kind} → ${dataset}, at "${schedule}"`,
      ),
      ...(definitions.sources.length + definitions.problems.length === 0 ? [none] : []),
      ...Object.entries(data.rows)
        .filter(([name]) => !data.problems.some(({ file }) => file === join(reference, `${name}.csv`)))
        .map(([name, rows]) => `reference ${name}: ${rows} rows`),
    ],
    problems: [...definitions.problems, ...data.problems],
  }
}

/** Tells what is fine and what is not. @returns the exit code: 0, or 2 where something is not. */
export function reportSources(checked: Checked, write: (line: string) => void): 0 | 2 {
  for (const line of checked.sound) write(`ok  ${line}`)
  for (const problem of checked.problems) write(problemText(problem))
  const { length } = checked.problems
  write(length === 0 ? 'everything is fine' : `${length} problem${length === 1 ? '' : 's'}`)
  return length === 0 ? 0 : 2
}
