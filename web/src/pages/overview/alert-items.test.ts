import { expect, test } from 'vitest'
import type { Alert } from '../../api/alerts.ts'
import { createFormat } from '../../composables/useFormat.ts'
import { alertsOf, withAlerts } from './alert-items.ts'
import type { Attention } from './attention.ts'

const f = createFormat('vi', (key, params) => `${key} ${JSON.stringify(params ?? {})}`)
const both = (text: string) => ({ vi: text, en: text })
const alert = (rule: string, code: string, said: Partial<Alert> = {}): Alert => ({
  id: `${rule}.${code}`,
  rule,
  title: both(rule),
  place: {
    kind: code === '00' ? 'country' : /^\d/.test(code) ? 'province' : 'dataset',
    code,
    title: both(`tỉnh ${code}`),
  },
  level: 'normal',
  phase: 'firing',
  since: null,
  sentence: both(`câu của ${code}`),
  page: 'on-time',
  measure: 'dossiers.pending_overdue',
  product: null,
  acknowledged: null,
  may_acknowledge: true,
  ...said,
})
const item = (key: string): Attention => ({ key, light: 'warn', text: key, detail: '' })

test('a line a rule: one alert with its sentence and its place, several with their names', () => {
  const one = alert('766', '01', { page: 'scores' })
  const many = ['01', '79', '92', '48'].map((code) => alert('ton', code))
  const lines = withAlerts([], [one, ...many], f)
  expect(lines).toEqual([
    {
      key: 'alert-766.01',
      light: 'warn',
      text: '766: tỉnh 01',
      detail: 'câu của 01',
      to: { name: 'scores', query: { place: '01' } },
    },
    {
      key: 'alert-ton',
      light: 'warn',
      text: 'attention.several {"title":"ton","count":4}',
      detail: 'tỉnh 01; tỉnh 79; tỉnh 92; attention.more {"count":1}',
      to: { name: 'alerts' },
    },
  ])
})

test('nothing is said twice, and never more than a handful', () => {
  const items = ['tasks', 'backlog-01', 'backlog-79', 'stale', 'rate'].map(item)
  const alerts = [
    alert('ton', '01'),
    alert('nguon', 'dossiers', { measure: null, page: 'data' }),
    alert('nhiem-vu', '00', { measure: 'tasks.open_overdue' }),
  ]
  expect(withAlerts(items, alerts, f).map(({ key }) => key)).toEqual([
    'alert-ton.01',
    'alert-nguon.dossiers',
    'alert-nhiem-vu.00',
    'backlog-79',
    'rate',
  ])
  const rules = Array.from({ length: 9 }, (_, index) => alert(`r${index}`, '92', { measure: null }))
  expect(withAlerts(items, rules, f)).toHaveLength(7)
})

test('of a province or a region only its own', () => {
  const alerts = [alert('a', '00'), alert('b', '01'), alert('c', '79'), alert('d', 'dossiers')]
  const rules = (place: Parameters<typeof alertsOf>[1]) =>
    alertsOf(alerts, place, (code) => code === '79').map(({ rule }) => rule)
  expect(rules({ kind: 'country' })).toEqual(['a', 'b', 'c', 'd'])
  expect(rules({ kind: 'province', code: '01' })).toEqual(['b'])
  expect(rules({ kind: 'region', slug: 'dong-nam-bo' })).toEqual(['c'])
})
