import type { DatabaseSync } from 'node:sqlite'
import type { Problem } from '../../etl/definitions/yaml.ts'
import type { Definitions } from '../definitions/in-force.ts'
import { lastText, newestVersions, versionsOf, type KeptVersion } from '../definitions/kept.ts'
import type { ReportDefinition } from '../definitions/schema.ts'

/** Where a definition comes from: the product's own file, a version that was kept, or nowhere any more. */
export type DefinitionState = KeptVersion['kind']

/** A report in `GET /api/reports/definitions`. */
export interface ListedDefinition {
  id: string
  /** The id, where the text cannot be read. */
  title: string
  title_en: string
  state: DefinitionState
  /** 0: nothing has been changed. */
  version: number
  at: string | null
  account: string | null
}

/** `GET /api/reports/definitions/{id}` */
export interface DefinitionAnswer {
  id: string
  state: DefinitionState
  version: number
  /** What is in force or, of a stopped report, was. */
  text: string
  /** Whether the product has a file of it. */
  shipped: boolean
  versions: Omit<KeptVersion, 'report' | 'text'>[]
}

/** `POST /api/reports/definitions/check` */
export interface CheckAnswer {
  /** Of the report that the text would be; null where it has problems. */
  id: string | null
  title: string | null
  scope: ReportDefinition['scope'] | null
  problems: (Omit<Problem, 'file'> & { message_vi: string })[]
}

export function listedDefinitions(db: DatabaseSync, definitions: Definitions): ListedDefinition[] {
  const { reports, stopped } = definitions.current()
  const kept = new Map(newestVersions(db).map((version) => [version.report, version]))
  const known = new Map([...reports, ...stopped].map((report) => [report.id, report]))
  return [...new Set([...known.keys(), ...kept.keys()])].sort().map((id) => {
    const { title = id, title_en = id } = known.get(id) ?? {}
    const { kind: state = 'file', version = 0, at = null, account = null } = kept.get(id) ?? {}
    return { id, title, title_en, state, version, at, account }
  })
}

/** null: there is no such report. */
export function definitionAnswer(
  db: DatabaseSync,
  definitions: Definitions,
  id: string,
): DefinitionAnswer | null {
  const versions = versionsOf(db, id)
  const shipped = definitions.shippedText(id)
  const text = lastText(versions) ?? shipped
  if (text === null) return null
  const [{ kind: state, version } = { kind: 'file' as const, version: 0 }] = versions
  return {
    ...{ id, state, version, text, shipped: shipped !== null },
    versions: versions.map(({ report: _, text: __, ...told }) => told),
  }
}

/** The text of a version; null: it has none, as where the report was stopped. */
export function versionText(
  db: DatabaseSync,
  definitions: Definitions,
  id: string,
  version: number,
): string | null {
  if (version === 0) return definitions.shippedText(id)
  const found = versionsOf(db, id).find((one) => one.version === version)
  return found?.kind === 'file' ? definitions.shippedText(id) : (found?.text ?? null)
}
