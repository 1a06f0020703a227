import { createHmac, randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { sameSecret } from '../../server/sign-in/secrets.ts'

/** A file of a slot. */
export interface LinkedFile {
  slot: number
  place: string
  format: string
}

const DAYS = 30

/**
 * Links in mails: signed and for 30 days. A link opens nothing by itself: whoever follows it signs in, and what she may see
 * then decides.
 */
export function createLinks(db: DatabaseSync) {
  const sign = (text: string) => createHmac('sha256', linkKey(db)).update(text).digest('base64url')
  return {
    path({ slot, place, format }: LinkedFile, now: Date): string {
      const until = Math.floor(now.getTime() / 1000) + DAYS * 86_400
      const text = `${slot}-${place}-${format}-${until}`
      return `/report-file/${text}.${sign(text)}`
    },
    /** @returns null for a link that was not made here, `expired` for one that is over. */
    read(key: string, now: Date): LinkedFile | 'expired' | null {
      const [, text, slot, place, format, until, signature] =
        /^((\d{1,12})-(\d\d)-([a-z]{3,4})-(\d{1,12}))\.([\w-]{43})$/.exec(key) ?? []
      if (text === undefined || !sameSecret(sign(text), signature ?? '')) return null
      if (Number(until) * 1000 < now.getTime()) return 'expired'
      return { slot: Number(slot), place: place ?? '', format: format ?? '' }
    },
  }
}

export type Links = ReturnType<typeof createLinks>

function linkKey(db: DatabaseSync): string {
  db.prepare("INSERT OR IGNORE INTO product_keys (name, value) VALUES ('report_links', ?)").run(
    randomBytes(32).toString('base64url'),
  )
  return String(db.prepare("SELECT value FROM product_keys WHERE name = 'report_links'").get()?.['value'])
}
