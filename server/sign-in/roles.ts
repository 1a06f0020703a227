/** The roles of the product; what each may see is decided where the data is (Cube's access rules). */
export const roles = [
  'minister',
  'leader',
  'provincial_leader',
  'analyst',
  'administrator',
  'service',
] as const

export type Role = (typeof roles)[number]

/** Nationwide is said, never implied by an empty list: the empty list sees nothing. */
export type Provinces = 'all' | string[]

/** What the rest of the product knows of who asks. */
export interface Account {
  name: string
  role: Role
  /** `all`, or province codes of the 34 units. */
  provinces: Provinces
}

export function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text)
}

/** The provinces of an account for which none were named: nationwide for the roles that lead the whole country. */
export function defaultProvinces(role: Role): Provinces {
  return role === 'provincial_leader' || role === 'service' ? [] : 'all'
}
