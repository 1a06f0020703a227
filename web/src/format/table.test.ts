import { expect, test } from 'vitest'
import { toCsv } from './table.ts'
import type { DataTable } from './table.ts'

const table: DataTable = {
  caption: 'Đúng hạn',
  columns: [
    { label: 'Tỉnh', kind: 'text' },
    { label: 'Tỷ lệ', kind: 'ratio' },
    { label: 'Ngày', kind: 'day' },
  ],
  rows: [
    ['Hà Nội; thủ đô', 0.9987, '2026-10-31'],
    ['=HYPERLINK("x")', null, null],
  ],
}

test('Vietnamese spreadsheets get a semicolon, a decimal comma and a byte order mark', () => {
  expect(toCsv(table, 'vi', ['Số liệu mô phỏng'])).toBe(
    '\uFEFFTỉnh;Tỷ lệ;Ngày\r\n"Hà Nội; thủ đô";0,9987;31/10/2026\r\n"\'=HYPERLINK(""x"")";;\r\n\r\nĐúng hạn\r\nSố liệu mô phỏng\r\n',
  )
})

test('English ones a comma and a point', () => {
  expect(toCsv(table, 'en', []).split('\r\n')[1]).toBe('Hà Nội; thủ đô,0.9987,31/10/2026')
})
