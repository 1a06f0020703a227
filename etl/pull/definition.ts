import { parseYaml, readYamlFolder, type Problem } from '../definitions/yaml.ts'
import { definition, type Definition } from './schema.ts'

const SOURCES = { schema: definition, key: 'name' } as const

export interface Definitions {
  /** Sound ones, by name. */
  sources: Definition[]
  problems: Problem[]
}

/** Every source of a folder; a faulty file leaves the others alone. */
export function readDefinitions(folder: string): Definitions {
  const { sound, problems } = readYamlFolder(folder, SOURCES)
  return { sources: sound, problems }
}

/** One source from its text; `file` is for messages. */
export function parseDefinition(text: string, file: string): { source?: Definition; problems: Problem[] } {
  const { value, problems } = parseYaml(text, file, SOURCES)
  return value === undefined ? { problems } : { source: value, problems }
}
