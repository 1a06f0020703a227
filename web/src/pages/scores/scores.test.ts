import { expect, test } from 'vitest'
import { createI18n } from 'vue-i18n'
import type { Reference } from '../../api/client.ts'
import type { Palette } from '../../charts/palette.ts'
import { radarOption } from '../../charts/radar-option.ts'
import { createFormat } from '../../composables/useFormat.ts'
import type { Format } from '../../composables/useFormat.ts'
import { messages as vi } from '../../i18n/vi.ts'
import { catalogueAt } from './catalogue.ts'
import { criteriaReading, groupsReading, inOrder, indexReading, rankingReading } from './readings.ts'
import type { CriterionScore, Placing } from './readings.ts'

const i18n = createI18n({ legacy: false, locale: 'vi', messages: { vi } })
const f: Format = createFormat('vi', (key, params) => i18n.global.t(key, params ?? {}))

const common = { name_vi: 'Tên', name_en: 'Name', source: 'x', verified: false }
const criterion = (code: string, from: string, more: object = {}) => ({
  ...{ ...common, criterion: code, effective_from: from, effective_to: null, group: 'MDSH', max_points: 4 },
  ...{ provisional: false, threshold: null },
  ...{ numerator_vi: 'a', numerator_en: 'b', denominator_vi: 'c', denominator_en: 'd' },
  ...more,
})
const band = (code: string, from: string, min: number) => ({
  ...{ ...common, code, effective_from: from, min_score: min, min_assessed: 0.8 },
})
const reference: Reference['scores766'] = {
  groups: [
    { ...common, code: 'MDSH', effective_from: '2022-08-01', position: 2, max_points: 22 },
    { ...common, code: 'CKMB', effective_from: '2022-08-01', position: 1, max_points: 18 },
  ],
  criteria: [
    criterion('4.10', '2022-08-01'),
    criterion('4.2', '2022-08-01'),
    criterion('4.2', '2026-01-01', { max_points: 6 }),
    criterion('4.3', '2022-08-01', { effective_to: '2025-12-31' }),
    criterion('1.1', '2022-08-01', { group: 'CKMB' }),
  ],
  bands: [band('weak', '2022-08-01', 0), band('good', '2022-08-01', 80), band('best', '2026-01-01', 0)],
}

test('the catalogue is what is in force at the period’s end', () => {
  const before = catalogueAt(reference, '2025-12-31', 'vi')
  expect(before.groups.map((g) => g.code)).toEqual(['CKMB', 'MDSH'])
  expect(before.criteria.map((c) => [c.criterion, c.max_points])).toEqual([
    ['1.1', 4],
    ['4.2', 4],
    ['4.3', 4],
    ['4.10', 4],
  ])
  expect(before.bands.map((b) => b.code)).toEqual(['good', 'weak'])
  const after = catalogueAt(reference, '2026-01-31', 'en')
  expect(after.criteria.map((c) => [c.criterion, c.max_points])).toContainEqual(['4.2', 6])
  expect(after.criteria.map((c) => c.criterion)).not.toContain('4.3')
  expect(after.bands.map((b) => b.code)).toEqual(['best'])
  expect(catalogueAt(reference, '2022-07-31', 'vi')).toEqual({ groups: [], criteria: [], bands: [] })
})

test('the page in one sentence', () => {
  const all = {
    place: 'Hà Nội',
    period: 'tháng 10/2026',
    score: 90.604,
    band: 'Xuất sắc',
    rank: 13,
    ranked: 34,
  }
  expect(indexReading(f, { ...all, change: { before: 91.21, period: 'tháng 09/2026' } })).toBe(
    'Hà Nội, tháng 10/2026: 90,6/100 điểm, mức Xuất sắc, hạng 13/34, −0,61 điểm so với tháng 09/2026.',
  )
  expect(indexReading(f, { ...all, band: '', rank: null, change: null })).toBe(
    'Hà Nội, tháng 10/2026: 90,6/100 điểm.',
  )
  expect(indexReading(f, { ...all, score: null, change: null })).toContain('chưa có điểm')
})

const placing = (
  name: string,
  rank: number | null,
  score: number | null,
  before: number | null,
): Placing => ({
  ...{ code: name, name, rank, score, band: '', before, rankBefore: null, assessed: 1 },
})

test('a ranking names its ends and the largest move; who is not ranked stands last', () => {
  const places = [
    placing('Huế', null, 99, null),
    placing('Gia Lai', 2, 70, 70.004),
    placing('An Giang', null, null, null),
    placing('Cao Bằng', 1, 93.98, 86.7),
  ]
  expect(inOrder(places).map((p) => p.name)).toEqual(['Cao Bằng', 'Gia Lai', 'Huế', 'An Giang'])
  expect(rankingReading(f, places)).toBe(
    'Cao nhất Cao Bằng (93,98), thấp nhất Gia Lai (70). Thay đổi nhiều nhất: Cao Bằng, +7,28 điểm.',
  )
  expect(rankingReading(f, places.slice(0, 2))).toBe('')
})

test('groups and criteria: where the points are lost, and nothing said of what is not known', () => {
  const group = (name: string, points: number | null, max: number | null) => ({
    ...{ code: name, name, points, max, applicable: max, before: null },
    score: points === null || max === null ? null : (100 * points) / max,
  })
  expect(groupsReading(f, [group('A', 9, 10), group('B', 15, 20), group('C', null, null)])).toBe(
    'Tốt nhất: A (90% điểm tối đa); thấp nhất: B (75%). Mất nhiều điểm nhất ở B: 5 điểm.',
  )
  expect(groupsReading(f, [group('A', 9, 10)])).toBe('')
  const named = catalogueAt(reference, '2025-12-31', 'vi').criteria[0]
  if (!named) throw new Error('a criterion')
  const row = (state: CriterionScore['state'], points: number | null): CriterionScore => ({
    ...{ criterion: named, points, numerator: null, denominator: null, ratio: null, state },
    ...{ origin: '', flags: [] },
  })
  expect(
    criteriaReading(f, [row('assessed', 1.5), row('not_reported', null), row('not_applicable', null)]),
  ).toBe('1/3 tiêu chí có số liệu, 1 chưa báo cáo, 1 không áp dụng. Mất nhiều điểm nhất: Tên, 2,5 điểm.')
})

test('the radar’s ring is the maximum, and the first series lies on top', () => {
  const option = radarOption(
    {
      axes: ['A', 'B', 'C'].map((name) => ({ name, detail: '1/2' })),
      series: [
        { name: 'nay', color: 'red', values: [0.5, 1, 0.25] },
        { name: 'trước', color: 'grey', dashed: true, values: [0.4, 0.9, 0.2] },
      ],
      value: (share) => f.percent(share),
    },
    {} as Palette,
    600,
  ) as { radar: { indicator: { max: number }[] }; series: { data: { name: string; value: number[] }[] }[] }
  expect(option.radar.indicator.map(({ max }) => max)).toEqual([1, 1, 1])
  expect(option.series[0]?.data.map(({ name }) => name)).toEqual(['trước', 'nay'])
  expect(option.series[0]?.data[1]?.value).toEqual([0.5, 1, 0.25])
})
