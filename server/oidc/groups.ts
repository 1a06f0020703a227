import { parse } from 'yaml'
import { z } from 'zod'
import { parseProvinces, ProvinceError, type ProvinceList } from '../sign-in/provinces.ts'
import { defaultProvinces, roles, type Provinces, type Role } from '../sign-in/roles.ts'

/** What being in a group of the provider gives. */
export interface GroupGrants {
  group: string
  role: Role
  provinces: Provinces
}

// Accounts of programs are local: nobody signs in to them.
const given = roles.filter((role) => role !== 'service')

const entry = z.strictObject({
  group: z.string().min(1),
  role: z.enum(given),
  provinces: z
    .union([
      z.literal('all'),
      z.array(z.string('write a code in quotes: "01", as YAML reads 01 as the number 1')).min(1),
    ])
    .optional(),
})
const file = z.strictObject({ groups: z.array(entry).min(1) })

/** Reads the file that maps groups to grants; every problem names its entry. */
export function parseGroups(text: string, list: ProvinceList): { groups: GroupGrants[]; problems: string[] } {
  let content: unknown
  try {
    content = parse(text)
  } catch (error) {
    return { groups: [], problems: [`is not YAML: ${(error as Error).message}`] }
  }
  const read = file.safeParse(content)
  if (!read.success) {
    return { groups: [], problems: read.error.issues.map((issue) => `${place(issue.path)}: ${said(issue)}`) }
  }
  const problems: string[] = []
  const groups = read.data.groups.flatMap(({ group, role, provinces = defaultProvinces(role) }, index) => {
    try {
      if (provinces.length === 0) throw new ProvinceError(`${role} sees nothing without provinces: name them`)
      return {
        group,
        role,
        provinces: provinces === 'all' ? provinces : parseProvinces(provinces.join(','), list),
      }
    } catch (error) {
      if (!(error instanceof ProvinceError)) throw error
      problems.push(`${place(['groups', index, 'provinces'])}: ${error.message.split('\n')[0]}`)
      return []
    }
  })
  return { groups, problems }
}

/**
 * What somebody's groups give: the first entry of the file that matches says the role, and the provinces are those of
 * all matching entries of that role. Null where none matches. Pure.
 */
export function grantsOfGroups(
  entries: readonly GroupGrants[],
  groups: readonly string[],
): { role: Role; provinces: Provinces } | null {
  const matching = entries.filter(({ group }) => groups.includes(group))
  const role = matching[0]?.role
  if (role === undefined) return null
  const lists = matching.filter((found) => found.role === role).map(({ provinces }) => provinces)
  const codes = lists.flatMap((provinces) => (provinces === 'all' ? [] : provinces))
  return { role, provinces: lists.includes('all') ? 'all' : [...new Set(codes)].sort() }
}

const place = (path: readonly PropertyKey[]): string =>
  path.length === 0
    ? 'the file'
    : path
        .map(String)
        .join('.')
        .replaceAll(/\.(\d+)/g, '[$1]')

function said(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.flat().find(({ message }) => message.startsWith('write'))
    return inner?.message ?? 'give all, or a list of codes in quotes'
  }
  return issue.message
}
