import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { problemText } from '../../etl/definitions/yaml.ts'
import { readAudit } from '../../server/audit/audit.ts'
import { openState } from '../../server/state/state.ts'
import { temporaryFolder } from '../../server/testing/start-app.ts'
import { lateSlots } from '../schedule/late.ts'
import { planSlots } from '../schedule/plan.ts'
import { listSlots } from '../schedule/slots.ts'
import { openOffice } from '../testing/office.ts'
import { createDefinitions } from './in-force.ts'
import { ChangedError, keepVersion, versionsOf, type KeptContent } from './kept.ts'
import { REPORTS_FOLDER } from './read.ts'

const WEEKLY = readFileSync(join(REPORTS_FOLDER, 'tinh-tuan.yaml'), 'utf8')
const root = { name: 'root', origin: 'web', address: null } as const
const at = (day: string) => new Date(`${day}T12:00:00+07:00`)
const text = (written: string): KeptContent => ({ kind: 'text', text: written })
const titled = (title: string) => text(WEEKLY.replace(/^title: .*$/m, `title: ${title}`))

function office() {
  const { db } = openOffice()
  const definitions = createDefinitions(db)
  const keep = (base: number, content: KeptContent, day = '2026-11-20', report = 'tinh-tuan') =>
    keepVersion(db, { report, base, content }, at(day), root)
  const find = (id = 'tinh-tuan') => definitions.current().reports.find((report) => report.id === id)
  return { db, definitions, keep, find }
}

test('a version takes the place of the file, a new id stands beside them, and the file can be gone back to', () => {
  const { db, definitions, keep, find } = office()
  const before = definitions.current()
  expect([before.stopped, before.problems]).toEqual([[], []])
  expect(keep(0, titled('Trang tuần'))).toBe(1)
  expect(find()).toMatchObject({ title: 'Trang tuần', since: '2026-11-20T05:00:00.000Z' })
  expect(definitions.current().reports).toHaveLength(before.reports.length)
  expect(keep(0, text(WEEKLY.replace('id: tinh-tuan', 'id: moi')), '2026-11-20', 'moi')).toBe(1)
  expect(find('moi')?.title).toBe('Báo cáo tuần của {province}')
  expect(definitions.current().reports).toHaveLength(before.reports.length + 1)
  expect(keep(1, { kind: 'stopped', text: null })).toBe(2)
  expect(find()).toBeUndefined()
  expect(definitions.current().stopped.map(({ title }) => title)).toEqual(['Trang tuần'])
  expect(keep(2, { kind: 'file', text: null })).toBe(3)
  expect(find()?.title).toBe('Báo cáo tuần của {province}')
  expect(versionsOf(db, 'tinh-tuan').map(({ version, kind }) => `${version} ${kind}`)).toEqual([
    '3 file',
    '2 stopped',
    '1 text',
  ])
  expect(readAudit(db).map(({ action, subject, detail }) => [action, subject, detail])).toContainEqual([
    'report_changed',
    'tinh-tuan',
    { kind: 'stopped', version: 2 },
  ])
})

test('of two who change the same version the second is refused, in whatever process', () => {
  const dataDir = temporaryFolder()
  const [one, other] = [openOffice(dataDir), openState({ dataDir })]
  const keep = (db: typeof one.db, base: number) =>
    keepVersion(db, { report: 'tinh-tuan', base, content: titled(`Của bản ${base}`) }, at('2026-11-20'), root)
  expect(keep(one.db, 0)).toBe(1)
  expect(() => keep(other.db, 0)).toThrow(ChangedError)
  expect(versionsOf(other.db, 'tinh-tuan')).toHaveLength(1)
  // What one process keeps, the other goes by at its next look.
  const seen = createDefinitions(other.db)
  expect(keep(one.db, 1)).toBe(2)
  expect(seen.current().reports.find(({ id }) => id === 'tinh-tuan')?.title).toBe('Của bản 1')
  other.close()
})

test('versions are neither changed nor taken away', () => {
  const { db, keep } = office()
  keep(0, titled('Trang tuần'))
  for (const sql of [
    "UPDATE report_definitions SET text = ''",
    'DELETE FROM report_definitions',
    "INSERT OR REPLACE INTO report_definitions VALUES ('tinh-tuan', 1, 'stopped', NULL, '', '')",
  ])
    expect(() => db.exec(sql), sql).toThrow('versions of definitions are never')
})

test('a version that cannot be read is told of by its line, and neither it nor the file is sent', () => {
  const { definitions, keep, find } = office()
  keep(0, text(WEEKLY.replace('scope: province', 'scope: commune')))
  expect(find()).toBeUndefined()
  expect(definitions.current().problems.map(problemText)[0]).toMatch(/^tinh-tuan, version 1:5:1: scope: /)
})

test('names of files lead nowhere else', () => {
  const { definitions } = office()
  expect(definitions.shippedText('tinh-tuan')).toBe(WEEKLY)
  for (const id of ['../definitions/tinh-tuan', 'none', '', 'TINH-TUAN'])
    expect(definitions.shippedText(id), id).toBeNull()
})

test('what passed while a report was stopped, or had another schedule, is neither made up for nor missed', () => {
  const { db, definitions, keep } = office()
  // Mondays at 7: 9, 16, 23 and 30 November 2026.
  const look = (day: string) => {
    const reports = definitions.current().reports.filter(({ id }) => id === 'tinh-tuan')
    planSlots(db, reports, at(day))
    return lateSlots(db, reports, at(day)).map(({ planned_at, kind }) => `${planned_at} ${kind}`)
  }
  const planned = () => listSlots(db, 'tinh-tuan', 10).map(({ planned_at }) => planned_at)
  look('2026-11-06')
  keep(0, { kind: 'stopped', text: null }, '2026-11-07')
  expect(look('2026-11-17')).toEqual([])
  keep(1, { kind: 'file', text: null }, '2026-11-18')
  expect(look('2026-11-19')).toEqual([])
  expect(planned()).toEqual([])
  look('2026-11-23')
  expect(planned()).toEqual(['2026-11-23T00:00:00.000Z'])
  // From Mondays to Tuesdays, on a Wednesday: the Tuesday before was none of its times.
  keep(2, text(WEEKLY.replace("'0 7 * * 1'", "'0 7 * * 2'")), '2026-11-25')
  expect(look('2026-11-26')).toEqual([])
  look('2026-12-02')
  expect(planned()).toEqual(['2026-12-01T00:00:00.000Z', '2026-11-23T00:00:00.000Z'])
})
