import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openState } from '../../server/state/state.ts'
import { enterJudgements } from '../alerts/follow/ledger.ts'

const CLI = join(import.meta.dirname, '..', 'cli.ts')
const dataDir = mkdtempSync(join(tmpdir(), 'toancanh-alerts-'))
const report = (...args: string[]) =>
  spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, ...args], {
    env: { ...process.env, TOANCANH_DATA: dataDir, STATE_URL: '', ALERT_RULES: '' },
    encoding: 'utf8',
  })
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

test('alerts lists the rules and what is open, and says what is wrong with a rule', () => {
  const { db, close } = openState({ dataDir })
  const found = (zone: 'beyond' | 'within') => ({
    zone,
    value: 6,
    sentence: { vi: 'Quá hạn: 6.', en: 'Overdue: 6.' },
  })
  const rule = { id: 'ton-qua-han-tinh', for: 1, recover_for: 1, no_data: 'keep' } as const
  enterJudgements(
    db,
    rule,
    new Map([
      ['01', found('beyond')],
      ['79', found('within')],
    ]),
    new Date('2026-11-20T03:00:00Z'),
  )
  close()
  const { stdout, status } = report('alerts', 'ton-qua-han-tinh')
  expect(status).toBe(0)
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/)),
  ).toEqual([
    ['rule', 'kind', 'watched', 'open', 'evaluated', 'title'],
    ['ton-qua-han-tinh', 'threshold', '2', '1', 'never', 'Tồn quá hạn cao'],
    ['rule', 'place', 'state', 'sentence'],
    ['ton-qua-han-tinh', 'Hà Nội', 'firing', 'Quá hạn: 6.'],
  ])
  expect(report('alerts', 'none')).toMatchObject({ status: 2 })
  mkdirSync(join(dataDir, 'alerts'))
  writeFileSync(join(dataDir, 'alerts', 'own.yaml'), 'id: own\ntitle: Riêng\n')
  const wrong = report('alerts')
  expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('own.yaml:1:1: title_en')])
})
