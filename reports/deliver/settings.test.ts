import { expect, test } from 'vitest'
import { readDeliverySettings } from './settings.ts'

test('without settings reports are kept in the data folder and not mailed', () => {
  expect(readDeliverySettings({}, '/data')).toEqual({
    folder: '/data/reports',
    rulesFolder: '/data/alerts',
    mail: null,
    s3: null,
    keepDays: 730,
    hours: { quiet: { from: 22, until: 6 }, digest: 7 },
    publicUrl: null,
  })
})

test('everything wrong is said at once, without what may be secret', () => {
  const env = {
    SMTP_URL: 'smtp://u:geheim@mail.example.gov.vn:587',
    MAIL_FROM: 'nobody',
    MAIL_MAX_MB: 'ten',
    REPORT_S3_URL: 'ftp://u:geheim@host/bucket',
    REPORT_KEEP_DAYS: '29',
    ALERT_QUIET_HOURS: '22-24',
    ALERT_DIGEST_HOUR: '7:30',
    PUBLIC_URL: 'toancanh',
  }
  const read = () => readDeliverySettings(env, '/data')
  expect(read).toThrow(
    /MAIL_FROM is not[\s\S]*MAIL_MAX_MB is not[\s\S]*REPORT_S3_URL is not[\s\S]*REPORT_KEEP_DAYS is not[\s\S]*ALERT_QUIET_HOURS is not[\s\S]*ALERT_DIGEST_HOUR is not[\s\S]*PUBLIC_URL is not/,
  )
  expect(read).not.toThrow(/geheim/)
  expect(() => readDeliverySettings({ SMTP_URL: 'smtp://mail' }, '/data')).toThrow('MAIL_FROM is missing')
})

test.for([
  ['13-14', '0', { quiet: { from: 13, until: 14 }, digest: 0 }],
  ['none', '', { quiet: null, digest: 7 }],
  ['', '23', { quiet: { from: 22, until: 6 }, digest: 23 }],
] as const)('quiet hours "%s" and a digest at "%s"', ([ALERT_QUIET_HOURS, ALERT_DIGEST_HOUR, hours]) => {
  expect(readDeliverySettings({ ALERT_QUIET_HOURS, ALERT_DIGEST_HOUR }, '/data').hours).toEqual(hours)
})
