import type { DatabaseSync } from 'node:sqlite'
import { inTransaction } from '../../server/state/transaction.ts'
import { slotById, type Slot } from './slots.ts'

/** A mail server's word that a message it took could not be delivered after all (RFC 3464). */
export interface Bounce {
  /** Every Message-ID that is named in it; that of the message is among them. */
  messageIds: string[]
  /** In the words of the server that refused, without the address. */
  detail: string
}

/** @returns null where the message is no such word: an automatic answer, or a delay of what is tried on. */
export function readBounce(raw: string): Bounce | null {
  const text = raw.replaceAll(/\r?\n[ \t]+/g, ' ')
  const field = (name: string) => new RegExp(`^${name}:[ \\t]*(.+?)\\s*$`, 'im').exec(text)?.[1]
  if (field('Action')?.toLowerCase() !== 'failed') return null
  const address = field('Final-Recipient')?.replace(/^[^;]*;\s*/, '') ?? ''
  const said = [field('Status'), field('Diagnostic-Code')?.replace(/^[^;]*;\s*/, '')]
    .filter((part) => part !== undefined)
    .join(' ')
  return {
    messageIds: [...new Set(text.match(/<[^<>\s@]+@[^<>\s@]+>/g))],
    detail: (address === '' ? said : said.replaceAll(address, '…')).slice(0, 300),
  }
}

/** Notes that a recipient has not got what was sent. @returns the slots it is about; none for a message not of ours. */
export const noteBounce = (db: DatabaseSync, { messageIds, detail }: Bounce): Slot[] =>
  inTransaction(db, () => {
    const note = db.prepare(
      `UPDATE report_deliveries SET state = 'failed', reason = 'bounced', detail = ?
       WHERE message_id = ? AND channel = 'mail' AND state = 'sent' RETURNING slot_id`,
    )
    const end = db.prepare(
      `UPDATE report_slots SET reason = 'bounced', detail = :detail, state =
         iif(EXISTS (SELECT 1 FROM report_deliveries WHERE slot_id = :id AND state = 'sent'), 'partly', 'failed')
       WHERE id = :id AND state IN ('sent', 'partly', 'failed')`,
    )
    return messageIds.flatMap((messageId) =>
      note.all(detail, messageId).flatMap(({ slot_id }) => {
        const id = Number(slot_id)
        end.run({ id, detail })
        return slotById(db, id) ?? []
      }),
    )
  })
