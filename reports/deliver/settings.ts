import { join, resolve } from 'node:path'
import { z } from 'zod'
import { HOURS, type Hours } from '../alerts/tell/hours.ts'

export interface MailSettings {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  url: URL
  from: string
  /** Attachments of one message, together; more goes as links. */
  mostBytes: number
}

export interface S3Settings {
  /** `https://host/bucket/prefix`. */
  url: URL
  accessKey: string
  secretKey: string
  region: string
}

export interface DeliverySettings {
  /** Where every report that was made is kept. */
  folder: string
  /** null: no mail is sent. */
  mail: MailSettings | null
  s3: S3Settings | null
  /** So many days after they were made files of reports are removed. */
  keepDays: number
  /** When people are told of alerts. */
  hours: Hours
  /** Alert rules of this installation, beside the product's. */
  rulesFolder: string
  /** Where people reach the product, for links; null: none. */
  publicUrl: string | null
}

/** The settings cannot be used; the message has a line a problem, each naming the variable and the fix. */
export class DeliverySettingsError extends Error {
  override name = 'DeliverySettingsError'
}

/** `ALERT_RULES`: where alert rules of this installation lie. */
export function rulesFolder(env: NodeJS.ProcessEnv, dataDir: string): string {
  const said = env['ALERT_RULES']?.trim() ?? ''
  return said === '' ? join(dataDir, 'alerts') : resolve(said)
}

/** As long as alerts and the audit log are kept. */
const KEEP_DAYS = 730
/** Links in mails are good for so long. */
const LEAST_KEEP_DAYS = 30

/** `22-6` or `none`, and an hour; '' as the product has it. */
function alertHours(quiet: string, digest: string, problems: string[]): Hours {
  const hours = { ...HOURS }
  const isHour = (hour: number) => Number.isSafeInteger(hour) && hour >= 0 && hour <= 23
  if (quiet === 'none') hours.quiet = null
  else if (quiet !== '') {
    const [from = NaN, until = NaN] = /^\d\d?-\d\d?$/.test(quiet) ? quiet.split('-').map(Number) : []
    if (isHour(from) && isHour(until) && from !== until) hours.quiet = { from, until }
    else problems.push('ALERT_QUIET_HOURS is not two hours such as 22-6, nor none')
  }
  if (digest !== '') {
    hours.digest = Number(digest)
    if (!isHour(hours.digest)) problems.push('ALERT_DIGEST_HOUR is not an hour from 0 to 23')
  }
  return hours
}

/** Reads `SMTP_URL`, `MAIL_*`, `REPORT_*`, `ALERT_*` and `PUBLIC_URL`. @throws DeliverySettingsError naming everything wrong. */
export function readDeliverySettings(env: NodeJS.ProcessEnv, dataDir: string): DeliverySettings {
  const problems: string[] = []
  const said = (name: string) => env[name]?.trim() ?? ''
  const addressOf = (name: string, schemes: readonly string[], example: string): URL | null => {
    const text = said(name)
    if (text === '') return null
    const url = URL.canParse(text) ? new URL(text) : null
    // The text itself may hold a password.
    if (url !== null && schemes.includes(url.protocol) && url.hostname !== '') return url
    problems.push(`${name} is not an address such as ${example}`)
    return null
  }
  const needed = (name: string, what: string): string => {
    if (said(name) === '') problems.push(`${name} is missing: ${what}`)
    return said(name)
  }

  const smtp = addressOf('SMTP_URL', ['smtp:', 'smtps:'], 'smtps://user:password@mail.example.gov.vn')
  let mail: MailSettings | null = null
  if (smtp !== null) {
    const from = needed('MAIL_FROM', 'the address reports come from')
    if (from !== '' && !z.email().safeParse(from).success)
      problems.push('MAIL_FROM is not an e-mail address such as bao-cao@example.gov.vn')
    const megabytes = said('MAIL_MAX_MB') === '' ? 10 : Number(said('MAIL_MAX_MB'))
    if (!(megabytes > 0 && megabytes <= 100))
      problems.push('MAIL_MAX_MB is not a number of megabytes from 1 to 100')
    mail = { url: smtp, from, mostBytes: megabytes * 1_000_000 }
  }
  const bucket = addressOf('REPORT_S3_URL', ['http:', 'https:'], 'https://s3.example.gov.vn/bucket/prefix')
  const s3: S3Settings | null =
    bucket === null
      ? null
      : {
          url: bucket,
          accessKey: needed('REPORT_S3_ACCESS_KEY', 'the key of that store'),
          secretKey: needed('REPORT_S3_SECRET_KEY', 'the secret of that key'),
          region: said('REPORT_S3_REGION') || 'us-east-1',
        }
  const keepDays = said('REPORT_KEEP_DAYS') === '' ? KEEP_DAYS : Number(said('REPORT_KEEP_DAYS'))
  if (!(Number.isSafeInteger(keepDays) && keepDays >= LEAST_KEEP_DAYS))
    problems.push(`REPORT_KEEP_DAYS is not a number of days from ${LEAST_KEEP_DAYS} on`)
  const hours = alertHours(said('ALERT_QUIET_HOURS'), said('ALERT_DIGEST_HOUR'), problems)
  const publicUrl = addressOf('PUBLIC_URL', ['http:', 'https:'], 'https://toancanh.example.gov.vn')
  if (problems.length > 0) {
    throw new DeliverySettingsError(
      `Reports cannot be delivered (docs/delivery.md):\n${problems.map((line) => `  ${line}`).join('\n')}`,
    )
  }
  return {
    folder: said('REPORT_FOLDER') === '' ? join(dataDir, 'reports') : resolve(said('REPORT_FOLDER')),
    mail,
    s3,
    keepDays,
    hours,
    rulesFolder: rulesFolder(env, dataDir),
    publicUrl: publicUrl?.origin ?? null,
  }
}
