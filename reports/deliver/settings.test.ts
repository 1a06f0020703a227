import { expect, test } from 'vitest'
import { readDeliverySettings } from './settings.ts'

test('without settings reports are kept in the data folder and not mailed', () => {
  expect(readDeliverySettings({}, '/data')).toEqual({
    folder: '/data/reports',
    rulesFolder: '/data/alerts',
    mail: null,
    s3: null,
    publicUrl: null,
  })
})

test('everything wrong is said at once, without what may be secret', () => {
  const env = {
    SMTP_URL: 'smtp://u:geheim@mail.example.gov.vn:587',
    MAIL_FROM: 'nobody',
    MAIL_MAX_MB: 'ten',
    REPORT_S3_URL: 'ftp://u:geheim@host/bucket',
    PUBLIC_URL: 'toancanh',
  }
  const read = () => readDeliverySettings(env, '/data')
  expect(read).toThrow(
    /MAIL_FROM is not[\s\S]*MAIL_MAX_MB is not[\s\S]*REPORT_S3_URL is not[\s\S]*PUBLIC_URL is not/,
  )
  expect(read).not.toThrow(/geheim/)
  expect(() => readDeliverySettings({ SMTP_URL: 'smtp://mail' }, '/data')).toThrow('MAIL_FROM is missing')
})
