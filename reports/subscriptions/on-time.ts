import { z } from 'zod'
import { section, type Section } from '../definitions/schema.ts'

/** The page Đúng hạn as sections of a report; the other pages are like reports that there are. */
export const ON_TIME: readonly Section[] = z.array(section).parse([
  {
    kind: 'text',
    paragraphs: [
      '{place}, {period}: đúng hạn {dossiers.on_time_rate} ({dossiers.on_time_rate change}) trong {dossiers.resolved} hồ sơ đã giải quyết; {dossiers.resolved_late} hồ sơ trễ hạn. Cuối kỳ còn {dossiers.pending} hồ sơ đang giải quyết, trong đó {dossiers.pending_overdue} hồ sơ quá hạn.',
    ],
  },
  {
    kind: 'figures',
    figures: [
      { measure: 'dossiers.on_time_rate', good: 'up' },
      { measure: 'dossiers.on_time_rate_all', good: 'up' },
      { measure: 'dossiers.resolved_late', good: 'down' },
      { measure: 'dossiers.pending_overdue', good: 'down' },
    ],
  },
  {
    kind: 'chart',
    title: 'Tỷ lệ đúng hạn 12 tháng',
    chart: 'line',
    along: 'month',
    measures: ['dossiers.on_time_rate', 'dossiers.on_time_rate_all'],
  },
  {
    kind: 'table',
    title: 'Theo lĩnh vực',
    by: ['dossiers.field'],
    measures: [
      'dossiers.resolved',
      'dossiers.on_time_rate',
      'dossiers.resolved_late',
      'dossiers.pending_overdue',
    ],
    order: { 'dossiers.resolved_late': 'desc' },
    limit: 20,
    total: true,
  },
  {
    kind: 'table',
    title: 'Theo tỉnh, thành phố',
    by: [{ member: 'dossiers.province', title: 'Tỉnh, thành phố' }],
    measures: [
      'dossiers.resolved',
      'dossiers.on_time_rate',
      'dossiers.resolved_late',
      'dossiers.pending_overdue',
    ],
    order: { 'dossiers.on_time_rate': 'asc' },
    total: true,
    reading: 'dossiers.on_time_rate',
  },
])
