import { expect, test } from 'vitest'
import type { MetaView } from '../../api/definitions.ts'
import { partName, splitPath } from './files.ts'
import { daysOld } from './freshness.ts'
import { curve, fileLinks, metricLinks } from './lineage.ts'
import { findMetrics, metricsOf } from './metrics.ts'

const rate = {
  name: 'dossiers.on_time_rate',
  shortTitle: 'Tỷ lệ đúng hạn',
  description: 'Hồ sơ đúng hạn trên hồ sơ đã giải quyết.',
  aliasMember: 'dossier_counts.on_time_rate',
  meta: { title_en: 'On-time rate', unit: 'ratio', kind: 'ratio', source: 'Quyết định', owner: 'Văn phòng' },
}
const VIEWS: MetaView[] = [
  {
    name: 'dossiers',
    title: 'Hồ sơ',
    meta: { title_en: 'Dossiers', datasets: ['dossiers'] },
    measures: [
      rate,
      {
        ...rate,
        name: 'dossiers.e',
        shortTitle: 'Kết quả',
        aliasMember: 'e',
        meta: { datasets: ['dossiers', 'procedures'] },
      },
    ],
    dimensions: [],
  },
  {
    name: 'national',
    title: 'Toàn quốc',
    measures: [{ ...rate, name: 'national.dossiers_on_time_rate' }],
    dimensions: [],
  },
]

test('metrics are listed by view, in the reader’s language, the national ones with those they repeat', () => {
  const [view, ...others] = metricsOf(VIEWS, 'en')
  expect(others).toEqual([])
  expect(view?.title).toBe('Dossiers')
  expect(view?.metrics[0]).toMatchObject({
    ...{ title: 'On-time rate', also: 'Tỷ lệ đúng hạn', national: 'national.dossiers_on_time_rate' },
    ...{ datasets: ['dossiers'], unit: 'ratio', kind: 'ratio' },
    details: [
      { key: 'source', text: 'Quyết định' },
      { key: 'owner', text: 'Văn phòng' },
    ],
  })
})

test('a metric is found without accents, in either language, by its name or its dataset', () => {
  const found = (search: string, dataset = ''): string[] =>
    findMetrics(metricsOf(VIEWS, 'vi'), search, dataset).flatMap((view) =>
      view.metrics.map(({ name }) => name),
    )
  expect(found('ty le DUNG han')).toEqual(['dossiers.on_time_rate'])
  expect(found(' on-time ')).toEqual(['dossiers.on_time_rate'])
  expect(found('dossiers.e')).toEqual(['dossiers.e'])
  expect(found('', 'procedures')).toEqual(['dossiers.e'])
  expect(findMetrics(metricsOf(VIEWS, 'vi'), 'không có', '')).toEqual([])
})

test('files are joined with the partitions shown, and these with every metric', () => {
  const file = { batch: 'b', file: 'f', loaded: 1, published_at: '' }
  const part = { rows: null, newest_business_date: null, loads: 1 }
  const links = fileLinks({
    files: [
      { ...file, parts: ['2601', '2512'] },
      { ...file, parts: ['2602'] },
    ],
    parts: [
      { ...part, part: '2602' },
      { ...part, part: '2601' },
    ],
  })
  expect(links).toEqual([
    [0, 1],
    [1, 0],
  ])
  expect(metricLinks(2, 1)).toEqual([
    [0, 0],
    [1, 0],
  ])
  expect(curve([0, 2], 10)).toBe('M0 5C50 5 50 25 100 25')
})

test('names of files and partitions', () => {
  const t = (key: string, words = {}): string => `${key} ${JSON.stringify(words)}`
  expect(splitPath('/data/drop/dossiers/a b.csv')).toEqual({ name: 'a b.csv', folder: '/data/drop/dossiers' })
  expect(splitPath('')).toEqual({ name: '', folder: '' })
  expect(partName('2606', 'dossiers', t)).toBe('data.lineage.month {"month":"06","year":"2026"}')
  expect(partName('2026', 'identity', t)).toBe('data.lineage.year {"year":"2026"}')
  expect(partName('all', 'tasks', t)).toBe('data.lineage.all {}')
})

test('age is counted in days of the ministry', () => {
  expect(daysOld('2026-10-31', '2026-11-01T16:59:59Z')).toBe(1)
  expect(daysOld('2026-10-31', '2026-11-01T17:00:00Z')).toBe(2)
  expect(daysOld(null, '2026-11-01T17:00:00Z')).toBeNull()
})
