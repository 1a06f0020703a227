import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { Router, type Request } from 'express'
import { actorOf, asked, jsonBody, sessionOf } from '../api/asked.ts'
import { accountOf } from '../http/account-of.ts'
import { HttpError } from '../http/errors.ts'
import { changedNote, writtenNote } from '../openapi/note-operations.ts'
import { readProvinces } from '../sign-in/provinces.ts'
import type { Account } from '../sign-in/roles.ts'
import { mayEdit, maySee, mayWrite, type NotePlace } from './rules.ts'
import { addNote, changeNote, deleteNote, findNote, listNotes, restoreNote, type Note } from './store.ts'

/** A note in `GET /api/notes`. */
export type ListedNote = Omit<Note, 'deleted_at'> & { may_edit: boolean }

/** `GET /api/notes` */
export interface NotesAnswer {
  notes: ListedNote[]
  /** Whether the account may write of the whole country; and of which provinces. */
  may_write: { country: boolean; provinces: 'all' | readonly string[] }
}

/** `/api/notes`: dated notes on charts. */
export function noteRoutes({ db, clock }: { db: DatabaseSync; clock: () => Date }): Router {
  const { current } = readProvinces(join(import.meta.dirname, '../../etl/reference'))
  const router = Router({ caseSensitive: true, strict: true })
  /** A note that the account sees; of others it is not told. */
  const noteOf = (req: Request): Note => {
    const id = req.params['id'] ?? ''
    const note = /^\d{1,12}$/.test(id) ? findNote(db, Number(id)) : null
    if (note === null || !maySee(signedIn(req), note.province))
      throw new HttpError(404, 'not_found', 'There is no such note.')
    return note
  }
  /** People write notes; a token that only reads changes nothing. */
  const edited = (req: Request): Note => {
    sessionOf(req)
    const note = noteOf(req)
    if (!mayEdit(signedIn(req), note))
      throw new HttpError(403, 'not_author', 'Notes are changed by their author or an administrator.')
    return note
  }
  const writable = (account: Account, province: NotePlace): void => {
    if (province !== null && !current.has(province))
      throw new HttpError(400, 'bad_request', `province: ${province} is not one of the 34`)
    if (!mayWrite(account, province)) {
      throw new HttpError(
        403,
        'not_granted',
        province === null
          ? 'Your account does not write notes of the whole country.'
          : 'Your account does not write notes of this province.',
      )
    }
  }

  router.get('/', (req, res) => {
    const account = signedIn(req)
    const notes = listNotes(db).filter(({ province }) => maySee(account, province))
    res.json({
      notes: notes.map((note) => listed(note, account)),
      may_write: {
        country: mayWrite(account, null),
        provinces:
          account.provinces === 'all' && [...current.keys()].every((code) => mayWrite(account, code))
            ? 'all'
            : [...current.keys()].filter((code) => mayWrite(account, code)),
      },
    } satisfies NotesAnswer)
  })

  router.post('/', jsonBody, (req, res) => {
    sessionOf(req)
    const account = signedIn(req)
    const content = asked(writtenNote, req.body)
    writable(account, content.province)
    res.status(201).json(listed(addNote(db, account.name, content, clock(), actorOf(req)), account))
  })

  router.patch('/:id', jsonBody, (req, res) => {
    const account = signedIn(req)
    const note = edited(req)
    const change = Object.fromEntries(
      Object.entries(asked(changedNote, req.body)).filter(([, value]) => value !== undefined),
    )
    writable(account, 'province' in change ? (change['province'] as NotePlace) : note.province)
    res.json(listed(changeNote(db, note, change, clock(), actorOf(req)), account))
  })

  router.delete('/:id', (req, res) => {
    deleteNote(db, edited(req), clock(), actorOf(req))
    res.status(204).end()
  })

  router.post('/:id/restore', (req, res) => {
    restoreNote(db, edited(req), clock(), actorOf(req))
    res.status(204).end()
  })
  return router
}

function listed(note: Note, account: Account): ListedNote {
  const { deleted_at: _, ...told } = note
  return { ...told, may_edit: mayEdit(account, note) }
}

function signedIn(req: Request): Account {
  const account = accountOf(req)
  if (account === null) throw new HttpError(401, 'unauthorized', 'Sign in first.')
  return account
}
