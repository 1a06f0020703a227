import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { Problem } from '../../etl/definitions/yaml.ts'
import { lastText, newestVersions, versionsOf, type KeptVersion } from './kept.ts'
import { parseReport, readReports, REPORTS_FOLDER, type Reports } from './read.ts'
import { REPORT_ID, type ReportDefinition } from './schema.ts'

export interface ReportsInForce extends Reports {
  /** Stopped ones as they were last: their past stays to be seen. */
  stopped: ReportDefinition[]
}

export interface Definitions {
  /** As it is now: whatever process keeps a version, all that ask see it. */
  current: () => ReportsInForce
  /** The text of the product's own file. */
  shippedText: (id: string) => string | null
}

type Parsed = ReturnType<typeof parseReport>

/** The product's own definitions, and in their place or beside them what administrators made of them. */
export function createDefinitions(db: DatabaseSync, folder: string = REPORTS_FOLDER): Definitions {
  const shipped = readReports(folder)
  // A version never changes, so each is parsed once.
  const parsed = new Map<string, Parsed>()
  const parse = (report: string, version: number, text: string): Parsed => {
    const name = `${report}, version ${version}`
    const known = parsed.get(name) ?? parseReport(text, name)
    parsed.set(name, known)
    return known
  }
  const shippedText = (id: string): string | null => {
    const file = join(folder, `${id}.yaml`)
    return REPORT_ID.test(id) && existsSync(file) ? readFileSync(file, 'utf8') : null
  }
  const lastOf = ({ report, version }: KeptVersion): Parsed => {
    const text = lastText(versionsOf(db, report)) ?? shippedText(report)
    return text === null ? { problems: [] } : parse(report, version, text)
  }
  return {
    shippedText,
    current: () =>
      inForce(shipped, newestVersions(db), (kept) =>
        kept.kind === 'text' ? parse(kept.report, kept.version, kept.text) : lastOf(kept),
      ),
  }
}

/**
 * What is in force where `kept` are the newest versions: each takes the place of the file of its report, and of that file's
 * faults. A text that this version of the product cannot read is told of, and nothing is sent in its place.
 */
export function inForce(
  shipped: Reports,
  kept: readonly KeptVersion[],
  parse: (version: KeptVersion) => { report?: ReportDefinition; problems: Problem[] },
): ReportsInForce {
  const decided = new Map(kept.map((version) => [version.report, version]))
  const own = (id: string): boolean => (decided.get(id)?.kind ?? 'file') === 'file'
  const reports = shipped.reports
    .filter(({ id }) => own(id))
    .map((report) => ({ ...report, ...sinceOf(decided.get(report.id)) }))
  const problems = shipped.problems.filter(({ file }) => own(basename(file).replace(/\.ya?ml$/, '')))
  const stopped: ReportDefinition[] = []
  for (const version of kept) {
    if (version.kind === 'file') continue
    const { report, problems: found } = parse(version)
    if (version.kind === 'text') problems.push(...found)
    if (report !== undefined)
      (version.kind === 'text' ? reports : stopped).push({ ...report, ...sinceOf(version) })
  }
  return { reports: reports.sort((a, b) => (a.id < b.id ? -1 : 1)), stopped, problems }
}

const sinceOf = (version: KeptVersion | undefined): Pick<ReportDefinition, 'since'> =>
  version === undefined ? {} : { since: version.at }
