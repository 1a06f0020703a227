import { expect, test } from 'vitest'
import { readReports } from '../definitions/read.ts'
import { contentOf, systemOf } from './content.ts'

const places = {
  provinces: new Map([
    ['01', 'Hà Nội'],
    ['79', 'Hồ Chí Minh'],
  ]),
  regions: ['Đông Nam Bộ', 'Đồng bằng sông Hồng'],
}
const { reports } = readReports()
const of = (address: string, nationwide = true) => {
  const content = contentOf(address, reports, places, nationwide)
  if (typeof content === 'string') return content
  const { kind, place } = content
  return { kind, place: place?.name ?? null, of: place?.filters('dossiers') ?? [] }
}
const sectionsOf = (id: string) => reports.find((report) => report.id === id)?.sections

test('a page of leaders arrives as the sections of its report, narrowed to the place it shows', () => {
  expect(of('/identity?period=2026-10')).toEqual({ kind: 'sections', place: null, of: [] })
  expect(of('/scores?place=79')).toEqual({
    ...{ kind: 'sections', place: 'Hồ Chí Minh' },
    of: [{ member: 'dossiers.province', operator: 'equals', values: ['79'] }],
  })
  expect(of('/on-time?place=region-dong-nam-bo')).toEqual({
    ...{ kind: 'sections', place: 'Đông Nam Bộ' },
    of: [{ member: 'dossiers.region', operator: 'equals', values: ['Đông Nam Bộ'] }],
  })
})

test('the minister’s page is for who sees the country; of a part of it the province’s page stands in', () => {
  const sections = (address: string, nationwide: boolean) => {
    const content = contentOf(address, reports, places, nationwide)
    return typeof content === 'string' || content.kind !== 'sections' ? null : content.sections
  }
  expect(sections('/', true)).toBe(sectionsOf('bo-truong-ngay'))
  expect(sections('/', false)).toBe(sectionsOf('tinh-tuan'))
  expect(sections('/?place=01', true)).toBe(sectionsOf('tinh-tuan'))
})

test('a question of Khám phá arrives as it stands in the address', () => {
  const content = contentOf(
    '/explore?subject=dossiers&measures=received&dimensions=province_name&where=channel!%3Aonline&where=field:a%5C%2Cb',
    ...([reports, places, true] as const),
  )
  expect(content).toMatchObject({
    kind: 'question',
    question: {
      measures: ['received'],
      conditions: [
        { dimension: 'channel', exclude: true, values: ['online'] },
        { dimension: 'field', exclude: false, values: ['a,b'] },
      ],
    },
  })
})

test('what cannot arrive says why: other pages, units that have ended, no question yet', () => {
  expect(of('/sql?sql=SELECT+1')).toBe('page')
  expect(of('/data?tab=loads')).toBe('page')
  expect(of('/on-time?units=63')).toBe('units')
  expect(of('/explore')).toBe('question')
})

test('a page of reporting months is sent by reporting months', () => {
  expect(systemOf('/on-time?period=r2026-10', 'month')).toBe('reporting')
  expect(systemOf('/on-time?period=r2026-10', 'week')).toBe('calendar')
  expect(systemOf('/on-time?period=2026-10', 'month')).toBe('calendar')
})
