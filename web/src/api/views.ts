/** Pages saved under a name, as the server keeps them. */
import type { Role } from './admin.ts'
import type { Client } from './client.ts'

/** Everyone who signs in, or accounts of these roles; none: the owner alone. */
export type SharedWith = 'all' | Role[]

/** What a page shows: its address, and a statement too long for one. */
export interface SavedPage {
  address: string
  sql: string | null
}
export interface SavedView {
  id: string
  owner: string
  name: string
  address: string
  shared_with: SharedWith
  created_at: string
  changed_at: string
  mine: boolean
  may_delete: boolean
}
export type OpenedView = SavedView & SavedPage

export interface Views {
  list: () => Promise<SavedView[]>
  open: (id: string) => Promise<OpenedView>
  save: (view: SavedPage & Pick<SavedView, 'name' | 'shared_with'>) => Promise<OpenedView>
  change: (
    id: string,
    change: Partial<SavedPage & Pick<SavedView, 'name' | 'shared_with'>>,
  ) => Promise<OpenedView>
  remove: (id: string) => Promise<unknown>
  restore: (id: string) => Promise<unknown>
}

const at = (id: string): string => `/api/views/${encodeURIComponent(id)}`

export const createViews = ({ get, change }: Pick<Client, 'get' | 'change'>): Views => ({
  list: async () => (await get<{ views: SavedView[] }>('/api/views')).views,
  open: (id) => get(at(id)),
  save: (view) => change('POST', '/api/views', view),
  change: (id, changed) => change('PATCH', at(id), changed),
  remove: (id) => change('DELETE', at(id)),
  restore: (id) => change('POST', `${at(id)}/restore`),
})

/** The short link of a view. */
export const linkOf = (id: string): string => `/v/${id}`
