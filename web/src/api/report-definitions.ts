/** What the page for changing reports asks of the server. */
import type { Client } from './client.ts'

/** `file`: the product's own is in force; `text`: a kept version is; `stopped`: nothing is. */
export type DefinitionState = 'file' | 'text' | 'stopped'
export interface ListedDefinition {
  id: string
  title: string
  title_en: string
  state: DefinitionState
  /** 0: nothing has been changed. */
  version: number
  at: string | null
  account: string | null
}
export interface DefinitionVersion {
  version: number
  kind: DefinitionState
  at: string
  account: string
}
export interface Definition {
  id: string
  state: DefinitionState
  version: number
  text: string
  shipped: boolean
  /** Newest first. */
  versions: DefinitionVersion[]
}
export interface Problem {
  line: number
  column: number
  message: string
  message_vi: string
}
/** `id`, `title` and `scope` are null where there are problems. */
export interface Checked {
  id: string | null
  title: string | null
  scope: 'national' | 'province' | null
  problems: Problem[]
}
export interface Draft {
  text: string
  format: 'html' | 'pdf'
  province?: string
  period?: string
}

export interface DefinitionsApi {
  list: () => Promise<ListedDefinition[]>
  open: (id: string) => Promise<Definition>
  /** The text of a version. */
  textOf: (id: string, version: number) => Promise<string>
  /** @param id the report it is to be; null: any */
  check: (text: string, id: string | null) => Promise<Checked>
  preview: (draft: Draft) => Promise<Blob>
  /** @param base the version it was made from; null: a new report */
  save: (id: string, text: string, base: number | null) => Promise<Definition>
  stop: (id: string, base: number) => Promise<Definition>
  /** Puts the product's own file in force again. */
  toFile: (id: string, base: number) => Promise<Definition>
}

const PATH = '/api/reports/definitions'

export const createDefinitions = ({
  get,
  change,
  send,
}: Pick<Client, 'get' | 'change' | 'send'>): DefinitionsApi => ({
  list: async () => (await get<{ definitions: ListedDefinition[] }>(PATH)).definitions,
  open: (id) => get(`${PATH}/${id}`),
  textOf: async (id, version) => (await get<{ text: string }>(`${PATH}/${id}/versions/${version}`)).text,
  check: (text, id) => change('POST', `${PATH}/check`, id === null ? { text } : { text, id }),
  preview: async (draft) => (await send(`${PATH}/preview`, draft)).blob(),
  save: (id, text, base) => change('PUT', `${PATH}/${id}`, { text, base }),
  stop: (id, base) => change('POST', `${PATH}/${id}/stop`, { base }),
  toFile: (id, base) => change('POST', `${PATH}/${id}/file`, { base }),
})
