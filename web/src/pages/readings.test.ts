import { expect, test } from 'vitest'
import { createI18n } from 'vue-i18n'
import { createFormat } from '../composables/useFormat.ts'
import type { Format } from '../composables/useFormat.ts'
import type { Language } from '../format/number.ts'
import { messages as en } from '../i18n/en.ts'
import { messages as vi } from '../i18n/vi.ts'
import { extentOf } from '../view/compare.ts'
import type { Standing } from '../view/ranking.ts'
import { funnelOf } from './identity/funnel.ts'
import { heatOf } from './on-time/heat.ts'
import { backlogReading, breakdownReading, outcomeReading, trendReading } from './on-time/readings.ts'
import { attentionOf } from './overview/attention.ts'
import { partialReading } from './common-readings.ts'
import { headlineReading, mapReading } from './overview/readings.ts'

const formatIn = (language: Language): Format => {
  const i18n = createI18n({ legacy: false, locale: language, messages: { vi, en } })
  return createFormat(language, (key, params) => i18n.global.t(key, params ?? {}))
}
const f = formatIn('vi')

test('the page in one sentence', () => {
  const now = { place: 'Cả nước', period: 'tháng 10/2026', received: 217121, onTime: 0.9991, overdue: 55 }
  expect(headlineReading(f, { ...now, worst: { name: 'Gia Lai', overdue: 13 } })).toBe(
    'Cả nước, tháng 10/2026: tiếp nhận 217.121 hồ sơ, giải quyết đúng hạn 99,91%; 55 hồ sơ đang quá hạn, nhiều nhất ở Gia Lai (13).',
  )
  expect(headlineReading(formatIn('en'), { ...now, overdue: 0, worst: null })).toBe(
    'Cả nước, tháng 10/2026: 217,121 dossiers received, 99.91% resolved on time; none overdue.',
  )
  expect(headlineReading(f, { ...now, received: null, overdue: null, onTime: null, worst: null })).toBe(
    'Cả nước, tháng 10/2026: không có số liệu hồ sơ.',
  )
})

test('a partial period says so, and how it is compared', () => {
  const extent = extentOf({ kind: 'month', year: 2026, month: 10 }, '2026-10-12')
  expect(partialReading(f, extent, true)).toBe(
    'Kỳ chưa trọn: số liệu 01/10/2026–12/10/2026 (12/31 ngày); so sánh với cùng số ngày đầu của kỳ kia.',
  )
  expect(partialReading(f, extentOf({ kind: 'month', year: 2026, month: 9 }, '2026-10-12'), true)).toBe('')
  expect(
    partialReading(f, extentOf({ kind: 'month', year: 2026, month: 12 }, '2026-10-12'), false),
  ).toContain('chưa có số liệu')
})

test('the map names its extremes and what is missing', () => {
  const standing = (name: string, value: number): Standing => ({ code: name, name, value, before: null })
  const standings = [standing('Gia Lai', 0.941), standing('Huế', 0.999)]
  expect(mapReading(f, 'Tỷ lệ đúng hạn', standings, 'ratio', 'up', 34)).toBe(
    'Tỷ lệ đúng hạn: tốt nhất Huế 99,9%, kém nhất Gia Lai 94,1%. 32 nơi không có số liệu.',
  )
  expect(mapReading(f, 'Tỷ lệ đúng hạn', [], 'ratio', 'up', 34)).toBe('')
})

test('lines, outcomes and backlogs in words', () => {
  const points = [
    { label: '08/2026', value: 0.98 },
    { label: '09/2026', value: null },
    { label: '10/2026', value: 0.992 },
  ]
  expect(trendReading(f, points)).toBe('10/2026: 99,2%, +1,2 điểm % so với 08/2026; thấp nhất 08/2026 98%.')
  expect(trendReading(f, [{ label: 'x', value: null }])).toBe('')
  expect(outcomeReading(f, 60, 38, 2)).toBe(
    '100 hồ sơ đã giải quyết trong kỳ: 60% trước hạn, 38% đúng hạn, 2% quá hạn (2 hồ sơ).',
  )
  expect(outcomeReading(f, 0, 0, 0)).toBe('Trong kỳ không có hồ sơ nào được giải quyết.')
  expect(outcomeReading(f, null, 1, 1)).toBe('')
  expect(backlogReading(f, [{ label: 'a', value: 90 }], [{ label: 'a', value: 10 }])).toContain(
    'Còn 100 hồ sơ, trong đó 10 quá hạn (10%)',
  )
})

test('a breakdown does not blame what has next to no dossiers', () => {
  const rows = [
    { name: 'Cư trú', resolved: 5000, rate: 0.99 },
    { name: 'Con dấu', resolved: 400, rate: 0.97 },
    { name: 'Pháo hoa', resolved: 2, rate: 0 },
  ]
  expect(breakdownReading(f, rows)).toContain('thấp nhất: Con dấu, 97%')
})

test('the heat table leaves months without data empty', () => {
  const heat = heatOf(
    [{ p: '79', 'dossiers.date.month': '2026-09-01', 'dossiers.on_time_rate': 0.94 }],
    'p',
    { from: '2026-09-01', to: '2026-10-31' },
    () => 'Hồ Chí Minh',
    [{ metric: 'on_time_rate', effective_from: '2021-01-01', green: 0.98, amber: 0.95, direction: 'up' }],
  )
  expect(heat.rows[0]?.cells).toEqual([
    { rate: 0.94, tone: 'bad' },
    { rate: null, tone: 'none' },
  ])
})

test('a funnel step that is not reported is not zero', () => {
  const [received, approved, activated] = funnelOf(
    { 'identity.received_total': 100, 'identity.approved_total': 80, 'identity.activated_total': null },
    '_total',
  )
  expect(received?.share).toBe(1)
  expect(approved?.ofBefore).toBe(0.8)
  expect(activated).toMatchObject({ value: null, share: null, ofBefore: null })
})

test('what needs attention, most urgent first', () => {
  const items = attentionOf(
    {
      backlog: [{ p: '79', 'dossiers.pending_overdue': 13, 'dossiers.pending': 1000 }],
      place: 'p',
      nameOf: () => 'Hồ Chí Minh',
      tasks: [
        { 'tasks.lead_agency': 'Bộ Y tế', 'tasks.open_overdue': 2 },
        { 'tasks.lead_agency': 'Bộ Tư pháp', 'tasks.open_overdue': 0 },
      ],
      datasets: [
        {
          dataset: 'identity',
          rows: 1,
          as_of: null,
          newest_business_date: '2026-10-31',
          last_load_at: null,
          rhythm_days: 2,
          state: 'late',
        },
      ],
      thresholds: [],
      onTime: 0.9,
      day: '2026-10-31',
    },
    f,
  )
  expect(items.map((item) => item.key)).toEqual(['tasks', 'backlog-79', 'stale'])
  expect(items[1]?.detail).toBe('1,3% trong 1.000 hồ sơ đang giải quyết')
})
