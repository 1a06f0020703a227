import { grantsOf, type Account } from '../../cube/access/grants.ts'

/** A note's place: one of the 34 provinces; null: the whole country. */
export type NotePlace = string | null

const WRITERS = ['minister', 'leader', 'administrator', 'provincial_leader']

const sees = (account: Account, province: string): boolean => {
  const grants = grantsOf(account)
  return grants.scope === 'nationwide' || grants.provinces.includes(province)
}

/** A note of the whole country is for everyone signed in, one of a province for those who see the province. */
export const maySee = (account: Account, province: NotePlace): boolean =>
  province === null || sees(account, province)

/**
 * Leaders and administrators write of the provinces they see. Of the whole country those who see it all; leaders of provinces
 * do not, whatever they see.
 */
export function mayWrite(account: Account, province: NotePlace): boolean {
  if (!WRITERS.includes(account.role)) return false
  if (province !== null) return sees(account, province)
  return account.role !== 'provincial_leader' && grantsOf(account).scope === 'nationwide'
}

/** Its author changes a note, or an administrator; both only where they may still write. */
export const mayEdit = (account: Account, note: { author: string; province: NotePlace }): boolean =>
  mayWrite(account, note.province) && (note.author === account.name || account.role === 'administrator')
