import type { Described } from '../../cube/gateway/rows.ts'
import type { Problem } from '../../etl/definitions/yaml.ts'
import type { Account } from '../../server/sign-in/roles.ts'
import { memberProblems, membersNamed } from './members.ts'
import { parseReport } from './read.ts'
import type { ReportDefinition } from './schema.ts'

/** What the metrics' model says of members. */
export type Describe = (members: readonly string[], account: Account) => Promise<Described[]>

export interface Checked {
  /** Absent where there are problems. */
  report?: ReportDefinition
  /** In the order of the text. */
  problems: Problem[]
}

/**
 * Whether a text can be in force: its form, its id, and whether the metrics have what it names.
 * @param id of the report that it is to be; null: any
 */
export async function checkReport(
  text: string,
  id: string | null,
  describe: Describe,
  account: Account,
): Promise<Checked> {
  const file = id ?? 'text'
  const { report, problems, idAt } = parseReport(text, file)
  if (report === undefined) return { problems: inOrder(problems) }
  const named = membersNamed(text)
  const described = await describe([...new Set(named.map(({ member }) => member))], account)
  const found = memberProblems(named, described, file)
  if (id !== null && report.id !== id)
    found.push({
      ...{ file, line: 1, column: 1, ...idAt },
      message: `id: a report keeps its id, here "${id}"; to have another beside it, add it as a new one`,
    })
  return found.length > 0 ? { problems: inOrder(found) } : { report, problems: [] }
}

const inOrder = (problems: readonly Problem[]): Problem[] =>
  problems.toSorted((a, b) => a.line - b.line || a.column - b.column)
