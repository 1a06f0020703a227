import type { attention as viAttention, map as viMap } from '../vi/attention.ts'

export const map: typeof viMap = {
  hoangSa: 'Hoàng Sa archipelago\n(Đà Nẵng city)',
  truongSa: 'Trường Sa archipelago\n(Khánh Hòa province)',
  credit: 'Boundaries: © OpenStreetMap contributors (ODbL). Islands are drawn as symbols.',
  hint: 'Press to see this place alone',
}

export const attention: typeof viAttention = {
  title: 'Needs attention',
  reading: '{count} matters to look at.',
  none: 'Nothing is beyond its threshold in this period.',
  matter: 'Matter',
  detail: 'Detail',
  level: 'Level',
  rate: 'On-time rate {rate}',
  rate_warn: 'Below the target',
  rate_bad: 'Below the minimum',
  backlog: '{name}: {count} overdue dossiers',
  backlogShare: '{share} of {count} pending dossiers',
  tasks: '{count} Đề án 06 tasks are overdue',
  tasksMost: 'Most: {agency} ({count})',
  stale: '{count} sources are later than expected',
  several: '{title} ({count})',
  more: 'and {count} more',
  alerts: 'All {count} alerts',
  staleSince: '{name} (to {day})',
}
