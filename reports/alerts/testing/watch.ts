import { temporaryFolder } from '../../../server/testing/start-app.ts'
import type { State } from '../../../server/state/state.ts'
import { createMailer } from '../../deliver/mail.ts'
import { openOffice } from '../../testing/office.ts'
import { startSmtp, type Behaviour } from '../../testing/smtp.ts'
import type { Judgement } from '../evaluate/judgement.ts'
import type { Zone } from '../follow/state.ts'
import { alertRule, type AlertRule } from '../rules/schema.ts'
import { HOURS, type Hours } from '../tell/hours.ts'
import { look, type WatcherParts } from '../watcher.ts'

export const PROVINCE_NAMES = new Map([
  ['01', 'Hà Nội'],
  ['79', 'Hồ Chí Minh'],
  ['92', 'Cần Thơ'],
])

/** A whole rule of what a test says. */
export const rule = (said: Partial<AlertRule> = {}): AlertRule =>
  alertRule.parse({
    id: 'ton',
    title: 'Tồn quá hạn',
    title_en: 'Overdue',
    scope: 'province',
    condition: { kind: 'threshold', measure: 'dossiers.pending_overdue', side: 'above', limit: 0 },
    recipients: { roles: ['leader', 'provincial_leader'] },
    page: 'on-time',
    ...said,
  })

/** A figure that tells which place it is of, so that it can be looked for where it may not be. */
export const figureOf = (subject: string): string => `figure-of-${subject}`

const judgement = (subject: string, zone: Zone): Judgement => ({
  zone,
  value: 1,
  sentence: { vi: `${figureOf(subject)} là 1.`, en: `${figureOf(subject)} is 1.` },
})

/**
 * Several servers of the product on one state, whose rules find what the test says. The clock is the test's; the mail server
 * is a real one.
 */
export async function startWatch(
  rules: readonly AlertRule[],
  {
    began,
    behaviour = () => 'accept',
    hours = HOURS,
  }: { began: string; behaviour?: () => Behaviour; hours?: Hours },
) {
  const smtp = await startSmtp(behaviour)
  const dataDir = temporaryFolder()
  const state: State = openOffice(dataDir)
  const mailer = createMailer({ url: smtp.url, from: 'canh-bao@example.gov.vn', mostBytes: 1_000_000 })
  const clock = { now: new Date(began) }
  let version = 0
  let zones: Record<string, Zone> = {}
  const server = (owner: string) => {
    const own = openOffice(dataDir)
    const parts: WatcherParts = {
      db: own.db,
      rules: () => rules,
      provinces: PROVINCE_NAMES,
      mailer,
      publicUrl: 'https://toancanh.example.gov.vn',
      clock: () => clock.now,
      hours,
      owner,
      signal: new AbortController().signal,
      log: (message) => {
        throw new Error(message)
      },
      judging: {
        version: () => Promise.resolve(String(version)),
        watching: (now) => Promise.resolve({ states: [], thresholds: [], special: new Set<string>(), now }),
        judge: () =>
          Promise.resolve(
            new Map(Object.entries(zones).map(([subject, zone]) => [subject, judgement(subject, zone)])),
          ),
      },
    }
    return () => look(parts)
  }
  return {
    state,
    clock,
    received: smtp.received,
    server,
    /** Something is published, after which the rules find this. */
    publish(found: Record<string, Zone>) {
      version++
      zones = found
    },
    after(minutes: number) {
      clock.now = new Date(clock.now.getTime() + minutes * 60_000)
    },
    close: () => mailer.close(),
  }
}

/** Subject and text of a message as people read them. */
export function readMail(raw: string): { subject: string; text: string } {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  const encoding = /^Content-Transfer-Encoding: (\S+)/im.exec(head)?.[1]
  const text =
    encoding === 'base64'
      ? Buffer.from(body, 'base64').toString()
      : encoding === 'quoted-printable'
        ? unquoted(body)
        : body
  const subject = (/^Subject: ((?:.|\r\n[ \t])+)$/im.exec(head)?.[1] ?? '')
    .replaceAll(/\?=\r?\n?[ \t]*=\?UTF-8\?[QB]\?/gi, '')
    .replaceAll(/=\?UTF-8\?Q\?(.*?)\?=/gi, (_, words: string) => unquoted(words.replaceAll('_', ' ')))
    .replaceAll(/=\?UTF-8\?B\?(.*?)\?=/gi, (_, words: string) => Buffer.from(words, 'base64').toString())
  return { subject, text }
}

const unquoted = (text: string): string =>
  Buffer.from(
    text
      .replaceAll(/=\r\n/g, '')
      .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()
