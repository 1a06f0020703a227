import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openState } from '../../server/state/state.ts'

const CLI = join(import.meta.dirname, '..', 'cli.ts')
const dataDir = mkdtempSync(join(tmpdir(), 'toancanh-history-'))
const report = (...args: string[]) => reportWith('', ...args)
const reportWith = (input: string, ...args: string[]) =>
  spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, ...args], {
    env: { ...process.env, TOANCANH_DATA: dataDir, STATE_URL: '' },
    ...{ input, encoding: 'utf8' },
  })

beforeAll(() => {
  const { db, close } = openState({ dataDir })
  const slot = db.prepare(
    `INSERT INTO report_slots (report, planned_at, period, cause, state, reason) VALUES (?, ?, ?, 'schedule', ?, ?)`,
  )
  slot.run('bo-truong-ngay', '2026-11-01T23:30:00.000Z', '2026-11-01', 'partly', 'not_all_sent')
  slot.run('dinh-danh', '2026-11-01T00:00:00.000Z', '2026-10', 'skipped', 'missed')
  const delivery = db.prepare(
    `INSERT INTO report_deliveries (slot_id, channel, account, state, message_id) VALUES (1, 'mail', ?, ?, ?)`,
  )
  delivery.run('bo-truong', 'sent', '<bo-truong-ngay.1.ab@example.gov.vn>')
  delivery.run('thu-truong', 'failed', null)
  close()
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

test('history lists what was planned, in the ministry’s time, and what came of it', () => {
  const { stdout, status } = report('history')
  expect(status).toBe(0)
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {2,}/).map((cell) => cell.trim())),
  ).toEqual([
    ['id', 'planned', 'report', 'period', 'state', 'sent', 'not sent', 'why'],
    ['1', '2026-11-02 06:30', 'bo-truong-ngay', '2026-11-01', 'partly', '1', '1', 'not_all_sent'],
    ['2', '2026-11-01 07:00', 'dinh-danh', '2026-10', 'skipped', '0', '0', 'missed'],
  ])
  const [only, ...none] = JSON.parse(report('history', 'bo-truong-ngay', '--json').stdout) as {
    report: string
    deliveries: { account: string; state: string }[]
  }[]
  expect(none).toEqual([])
  expect(only?.deliveries.map(({ account, state }) => [account, state])).toEqual([
    ['bo-truong', 'sent'],
    ['thu-truong', 'failed'],
  ])
})

test('an unknown report and a wrong limit name the fix', () => {
  expect(report('history', 'nobody')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('there is no report "nobody": bieu-ii06a-quy') as string,
  })
  expect(report('history', '--limit', 'all')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('--limit takes a whole number') as string,
  })
})

test('mail that came back is noted with its recipient; what is no such message changes nothing', () => {
  const fate = () =>
    (
      JSON.parse(report('history', 'bo-truong-ngay', '--json').stdout) as {
        state: string
        deliveries: object[]
      }[]
    )[0]
  const answer = reportWith('Subject: vắng\n\nTôi vắng. <bo-truong-ngay.1.ab@example.gov.vn>', 'bounce')
  expect(answer).toMatchObject({ status: 0, stderr: 'this is no message about a failed delivery\n' })
  expect(fate()).toMatchObject({ state: 'partly', deliveries: [{ state: 'sent' }, {}] })
  const word =
    'Action: failed\nStatus: 5.1.1\n\nMessage-ID: <bo-truong-ngay.1.ab@example.gov.vn>\nSubject: Tóm tắt ngày\n'
  expect(reportWith(word, 'bounce')).toMatchObject({
    status: 0,
    stderr: 'slot 1, bo-truong-ngay of 2026-11-01T23:30:00.000Z: 5.1.1\n',
  })
  expect(fate()).toMatchObject({
    state: 'failed',
    reason: 'bounced',
    deliveries: [{ account: 'bo-truong', state: 'failed', reason: 'bounced', detail: '5.1.1' }, {}],
  })
})
