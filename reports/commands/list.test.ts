import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openState } from '../../server/state/state.ts'
import { actor, temporaryFolder } from '../../server/testing/start-app.ts'
import { keepVersion } from '../definitions/kept.ts'

const CLI = join(import.meta.dirname, '..', 'cli.ts')

test('the command goes by what administrators kept', () => {
  const dataDir = temporaryFolder()
  const listed = (): string[] =>
    (
      JSON.parse(
        spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, 'list', '--json'], {
          env: { ...process.env, TOANCANH_DATA: dataDir, STATE_URL: '' },
          encoding: 'utf8',
        }).stdout,
      ) as { id: string }[]
    ).map(({ id }) => id)
  const before = listed()
  expect(before).toContain('tinh-tuan')
  const { db, close } = openState({ dataDir })
  const content = { kind: 'stopped', text: null } as const
  keepVersion(db, { report: 'tinh-tuan', base: 0, content }, new Date('2026-11-20T03:00:00Z'), actor)
  close()
  expect(listed()).toEqual(before.filter((id) => id !== 'tinh-tuan'))
})
