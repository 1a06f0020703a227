/** Dated notes by leaders, as the server keeps them. */
import type { Day } from '../view/day.ts'
import type { Client } from './client.ts'

export interface NoteContent {
  day: Day
  /** A view of the metrics (`dossiers`), or one of its members. */
  topic: string
  /** One of the 34; null: the whole country. */
  province: string | null
  text: string
}
export interface Note extends NoteContent {
  id: number
  author: string
  created_at: string
  changed_at: string
  may_edit: boolean
}
export interface Notes {
  notes: Note[]
  may_write: { country: boolean; provinces: 'all' | string[] }
}

export interface NotesApi {
  list: () => Promise<Notes>
  write: (note: NoteContent) => Promise<Note>
  change: (id: number, note: NoteContent) => Promise<Note>
  remove: (id: number) => Promise<unknown>
  restore: (id: number) => Promise<unknown>
}

export const createNotes = ({ get, change }: Pick<Client, 'get' | 'change'>): NotesApi => ({
  list: () => get('/api/notes'),
  write: (note) => change('POST', '/api/notes', note),
  change: (id, note) => change('PATCH', `/api/notes/${id}`, note),
  remove: (id) => change('DELETE', `/api/notes/${id}`),
  restore: (id) => change('POST', `/api/notes/${id}/restore`),
})
