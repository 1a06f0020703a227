import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { problemInVietnamese } from './problems-vi.ts'
import { parseReport, REPORTS_FOLDER } from './read.ts'

const SOUND = readFileSync(join(REPORTS_FOLDER, 'tinh-tuan.yaml'), 'utf8')

/** What is put in place of what, and what is said of it then. */
test.for([
  ['id: tinh-tuan', 'id: Tỉnh', 'id: là tên gồm chữ thường không dấu, chữ số và gạch nối'],
  ['title_en:', 'titel_en:', 'title_en: còn thiếu'],
  ['title_en:', 'tilte: x\ntitle_en:', 'không có khóa "tilte"'],
  ['scope: province', 'scope: region', 'scope: phải là một trong "national", "province"'],
  [
    'system: calendar',
    'system: reporting',
    'period.kind: kỳ báo cáo (từ 15 đến 14) là month, quarter, half hoặc year',
  ],
  ['0 7 * * 1', 'thứ hai', 'schedule.cron: không phải là lịch cron, như "0 7 * * 1"'],
  ['0 7 * * 1', '0 0 31 2 *', 'schedule.cron: là lịch không bao giờ đến'],
  ['[provincial_leader]', '[]', 'recipients.roles: phải có ít nhất 1 mục'],
  ['[pdf, xlsx]', 'pdf', 'formats: phải là danh sách, không phải chữ'],
  ['parent: Bộ Công an', "parent: ''", 'issuer.parent: không được để trống'],
  [
    '- kind: chart',
    '- kind: pie',
    'sections.2.kind: kind phải là một trong figures, table, chart, form, sources, text',
  ],
  [
    '{dossiers.received}',
    '{dossiers}',
    'sections.0.paragraphs.0: {dossiers} không phải là số liệu như {dossiers.received} hay {dossiers.received change}, cũng không phải {period} hay {place}',
  ],
  [
    'measure: dossiers.received }',
    'measure: received }',
    'sections.1.figures.0.measure: không phải là một chỉ số hay chiều, như dossiers.received',
  ],
  ['limit: 20', 'limit: 0', 'sections.3.limit: phải từ 1 trở lên'],
  ['limit: 20', 'limit: 9000', 'sections.3.limit: không được quá 5000'],
  ['limit: 20', 'limit: 1.5', 'sections.3.limit: phải là số nguyên, không phải số'],
  ['total: true', 'total: có', 'sections.3.total: phải là true hoặc false, không phải chữ'],
  ['    along: week\n', '', 'sections.2: cần có along hoặc by, và chỉ một trong hai'],
  [
    'order: { dossiers.',
    'order: { ',
    'sections.3.order.received: không phải là một chỉ số hay chiều, như dossiers.received',
  ],
  ['by: [dossiers.field]', 'by: [field]', 'sections.3.by.0: không đúng dạng'],
  ['compare: previous', 'compare: none\ncompare: none', 'một khóa được viết hai lần'],
] as const)('%s → %s: %s', ([sound, faulty, told]) => {
  const { problems } = parseReport(SOUND.replace(sound, faulty), 'thu')
  expect(problems.map(({ message }) => problemInVietnamese(message))).toContain(told)
})

test('what members are, and are not', () => {
  expect(problemInVietnamese('dossiers.x is not a measure or dimension of the model')).toBe(
    'dossiers.x không có trong các chỉ số và chiều phân tích',
  )
  expect(problemInVietnamese('dossiers.field is a dimension; here stands a measure')).toBe(
    'dossiers.field là chiều phân tích; ở đây phải là chỉ số',
  )
  expect(
    problemInVietnamese(
      'id: a report keeps its id, here "tinh-tuan"; to have another beside it, add it as a new one',
    ),
  ).toBe('id: báo cáo giữ nguyên mã "tinh-tuan"; muốn có thêm một báo cáo khác thì dùng Thêm báo cáo')
  expect(problemInVietnamese('issuer: something new')).toBe('issuer: something new')
})
