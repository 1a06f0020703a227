import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Provinces } from './roles.ts'

/** The units an account can be given: those of today, and the old codes only to say what has become of them. */
export interface ProvinceList {
  /** code → name of the 34 units. */
  current: Map<string, string>
  /** Names of the regions they are in. */
  regions: string[]
  /** code before 1 July 2025 → its name and the unit it now belongs to. */
  former: Map<string, { name: string; province34: string }>
}

/** A list of provinces that cannot be granted; the message names those that can. */
export class ProvinceError extends Error {
  override name = 'ProvinceError'
}

const current = z.object({ code: z.string(), name: z.string(), region: z.string() })
const former = z.object({ code: z.string(), name: z.string(), province34: z.string() })

/** Reads the provinces from the reference data (`provinces34.csv`, `provinces63.csv`). */
export function readProvinces(folder: string): ProvinceList {
  const today = readTable(join(folder, 'provinces34.csv')).map((row) => current.parse(row))
  const before = readTable(join(folder, 'provinces63.csv')).map((row) => former.parse(row))
  return {
    current: new Map(today.map(({ code, name }) => [code, name])),
    regions: [...new Set(today.map(({ region }) => region))],
    former: new Map(before.map(({ code, ...rest }) => [code, rest])),
  }
}

/**
 * Reads what was given to `--provinces`: `all`, or codes separated by commas.
 * @throws ProvinceError naming each code that is not one of the 34, with the new code of a former one.
 */
export function parseProvinces(text: string, list: ProvinceList): Provinces {
  if (text.trim().toLowerCase() === 'all') return 'all'
  const codes = text
    .split(',')
    .map((code) => code.trim())
    .filter((code) => code !== '')
  const problems = codes.filter((code) => !list.current.has(code)).map((code) => problemWith(code, list))
  if (codes.length === 0) problems.push('no province was named')
  if (problems.length > 0) {
    const valid = [...list.current].map(([code, name]) => `  ${code}  ${name}`)
    throw new ProvinceError([...problems, 'Provinces that can be given (or all):', ...valid].join('\n'))
  }
  return [...new Set(codes)].sort()
}

function problemWith(code: string, list: ProvinceList): string {
  const old = list.former.get(code)
  if (old === undefined) return `${code} is not a province code`
  const name = list.current.get(old.province34) ?? ''
  return `${code} (${old.name}) was a code until 30 June 2025; since then it belongs to ${old.province34} (${name}): give ${old.province34}`
}

/** Our own reference files: commas, a header, fields quoted where they hold a comma or a quote. */
function readTable(file: string): Record<string, string>[] {
  const [header = [], ...rows] = readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((text) => text !== '')
    .map((text) =>
      [...text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      ),
    )
  return rows.map((row) => Object.fromEntries(header.map((column, index) => [column, row[index] ?? ''])))
}
