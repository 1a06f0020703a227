/** What administrators and owners of sessions ask of the server. */
import type { Client } from './client.ts'

export const ROLES = [
  'minister',
  'leader',
  'provincial_leader',
  'analyst',
  'administrator',
  'service',
] as const
export type Role = (typeof ROLES)[number]
export const SCOPES = ['read', 'sql', 'admin'] as const
export type Scope = (typeof SCOPES)[number]
export type Provinces = 'all' | string[]

export interface User {
  name: string
  role: Role
  provinces: Provinces
  email: string | null
  created_at: string
  disabled_at: string | null
  issuer: string | null
}
export interface OpenSession {
  id: string
  user: string
  created_at: string
  last_seen_at: string
  expires_at: string
  address: string | null
  agent: string | null
  seen_as: string | null
}
export interface Sessions {
  current: string | null
  sessions: OpenSession[]
}
export interface Token {
  id: string
  user: string
  scopes: Scope[]
  created_at: string
  expires_at: string
  last_used_at: string | null
  state: 'live' | 'revoked' | 'expired'
}
export interface AuditLine {
  id: number
  at: string
  actor: string | null
  action: string
  subject: string | null
  detail: Record<string, unknown> | null
  origin: string
  address: string | null
}
export interface AuditPage {
  lines: AuditLine[]
  total: number
  more: number | null
  actions: string[]
}
export interface AuditSearch {
  who: string
  what: string
  from: string
  to: string
  text: string
}

/** What an account may see, and where its reports are sent. */
export interface Rights {
  role: Role
  provinces: Provinces
  email: string | null
}

export interface Admin {
  users: () => Promise<User[]>
  addUser: (user: Rights & { name: string }) => Promise<{ password: string }>
  setRights: (name: string, rights: Partial<Rights>) => Promise<unknown>
  enable: (name: string, enabled: boolean) => Promise<unknown>
  newPassword: (name: string) => Promise<{ password: string }>
  seeAs: (user: string) => Promise<unknown>
  sessions: () => Promise<Sessions>
  endSession: (id: string) => Promise<unknown>
  tokens: () => Promise<Token[]>
  addToken: (token: { user: string; scopes: Scope[]; days: number }) => Promise<{ token: string }>
  revokeToken: (id: string) => Promise<unknown>
  audit: (search: AuditSearch, before: number | null) => Promise<AuditPage>
}

const at = (name: string): string => `/api/admin/users/${encodeURIComponent(name)}`

/** The query of a search, without what does not narrow it. */
export const auditQuery = (search: AuditSearch): string =>
  new URLSearchParams(Object.entries(search).filter(([, value]) => value !== '')).toString()

export const createAdmin = ({ get, change }: Pick<Client, 'get' | 'change'>): Admin => ({
  users: async () => (await get<{ users: User[] }>('/api/admin/users')).users,
  addUser: (user) => change('POST', '/api/admin/users', user),
  setRights: (name, rights) => change('PATCH', at(name), rights),
  enable: (name, enabled) => change('POST', `${at(name)}/${enabled ? 'enable' : 'disable'}`),
  newPassword: (name) => change('POST', `${at(name)}/password`, {}),
  seeAs: (user) => change('POST', '/api/admin/see-as', { user }),
  sessions: () => get('/api/admin/sessions'),
  endSession: (id) => change('DELETE', `/api/admin/sessions/${id}`),
  tokens: async () => (await get<{ tokens: Token[] }>('/api/admin/tokens')).tokens,
  addToken: (token) => change('POST', '/api/admin/tokens', token),
  revokeToken: (id) => change('DELETE', `/api/admin/tokens/${id}`),
  audit: (search, before) =>
    get(`/api/admin/audit?${auditQuery(search)}${before === null ? '' : `&before=${before}`}`),
})
