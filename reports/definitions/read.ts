import { parseYaml, readYamlFolder, type Problem } from '../../etl/definitions/yaml.ts'
import { definition, type ReportDefinition } from './schema.ts'

const REPORTS = { schema: definition, key: 'id' } as const

/** The product's own definitions lie beside this file. */
export const REPORTS_FOLDER = import.meta.dirname

export interface Reports {
  /** Sound ones, by id. */
  reports: ReportDefinition[]
  problems: Problem[]
}

/** Every report of a folder; a faulty file leaves the others alone. */
export function readReports(folder: string = REPORTS_FOLDER): Reports {
  const { sound, problems } = readYamlFolder(folder, REPORTS)
  return { reports: sound, problems }
}

/** One report from its text; `file` is for messages, `idAt` where its id stands. */
export function parseReport(
  text: string,
  file: string,
): { report?: ReportDefinition; problems: Problem[]; idAt?: Pick<Problem, 'line' | 'column'> } {
  const { value, problems, nameAt: idAt } = parseYaml(text, file, REPORTS)
  return value === undefined ? { problems } : { report: value, problems, idAt }
}
