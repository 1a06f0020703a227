import { readYamlFolder, type Problem } from '../../../etl/definitions/yaml.ts'
import { alertRule, type AlertRule } from './schema.ts'

/** The product's own rules. */
export const RULES_FOLDER = import.meta.dirname

export interface Rules {
  /** Sound and enabled ones, by id. */
  rules: AlertRule[]
  problems: Problem[]
}

/**
 * The rules of all folders; of two with one id that of the later folder holds, so that an installation can change
 * the product's. A faulty file leaves the others alone.
 */
export function readRules(folders: readonly string[] = [RULES_FOLDER]): Rules {
  const read = folders.map((folder) => readYamlFolder(folder, { schema: alertRule, key: 'id' }))
  const rules = new Map(read.flatMap(({ sound }) => sound.map((rule) => [rule.id, rule])))
  return {
    rules: [...rules.values()].filter(({ enabled }) => enabled).sort((a, b) => (a.id < b.id ? -1 : 1)),
    problems: read.flatMap(({ problems }) => problems),
  }
}
