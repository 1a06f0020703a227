import { expect, test } from 'vitest'
import { openXlsx, unzip } from '../../tests/integration/read-xlsx.ts'
import { parseXml } from '../../tests/integration/xml.ts'
import { REPORT_FORMATS } from '../definitions/schema.ts'
import type { ReportDocument } from '../document.ts'
import { renderReport } from './render.ts'

const document: ReportDocument = {
  name: 'thu-2022-Q1',
  title: 'Báo cáo thử <&> "trích"',
  subtitle: 'Quý I năm 2022 (từ ngày 15/12/2021 đến ngày 14/03/2022)',
  period: { system: 'reporting', kind: 'quarter', from: '2021-12-15', to: '2022-03-14', word: '2022-Q1' },
  province: null,
  issuer: { parent: 'Bộ Công an', name: 'Văn phòng Bộ', place: 'Hà Nội', receiver: 'Văn phòng Chính phủ' },
  date: '2022-02-05',
  landscape: false,
  simulated: 'Số liệu mô phỏng',
  sections: [
    {
      title: 'Số liệu',
      blocks: [
        { kind: 'paragraph', text: 'Cả nước tiếp nhận 1.234 hồ sơ.' },
        {
          kind: 'figures',
          figures: [
            {
              title: 'Tiếp nhận',
              value: 1234,
              unit: 'count',
              change: { text: '+3%', better: null },
              national: undefined,
            },
            { title: 'Đúng hạn', value: null, unit: 'ratio', change: null, national: 0.5 },
          ],
        },
        {
          kind: 'table',
          title: 'Bảng',
          columns: [
            { title: 'Lĩnh vực', kind: 'text' },
            { title: 'Hồ sơ', kind: 'count' },
            { title: 'Tỷ lệ', kind: 'ratio' },
            { title: 'Hạn', kind: 'day' },
          ],
          rows: [
            ['=HYPERLINK("http://x")', 1234567, 0.99961, '2022-03-01'],
            ['Đăng ký, quản lý cư trú ắ ề ữ ợ', 0, null, null],
          ],
          total: ['Tổng cộng', 1234567, 0.9996, ''],
          remark: null,
        },
        {
          kind: 'chart',
          title: 'Diễn biến',
          chart: 'line',
          labels: ['01/2022', '02/2022', '03/2022'],
          labelled: 'Tháng',
          series: [{ title: 'Tiếp nhận', kind: 'count', values: [1, null, 3] }],
        },
      ],
    },
    {
      title: null,
      blocks: [
        {
          kind: 'form',
          form: 'II.06a',
          rowTitle: 'Lĩnh vực',
          rows: [{ name: 'Cư trú', counts: [6, 1, 2, 3, 4, 1, 2, 1, 2, 1, 1] }],
          total: { name: 'Tổng số', counts: [6, 1, 2, 3, 4, 1, 2, 1, 2, 1, 1] },
        },
      ],
    },
  ],
  notes: {
    asOf: [{ dataset: 'Hồ sơ', day: '2022-03-14' }],
    remarks: ['Kỳ chưa trọn.'],
    definitions: [{ title: 'Tiếp nhận', text: 'Số hồ sơ tiếp nhận trong kỳ.' }],
  },
}

test.each(REPORT_FORMATS)('the same document gives the same bytes: %s', async (format) => {
  const first = await renderReport(document, format)
  expect(first.equals(await renderReport(document, format))).toBe(true)
})

test('PDF is tagged, in Vietnamese, dated by the document, with its fonts within', async () => {
  const pdf = (await renderReport(document, 'pdf')).toString('latin1')
  expect(pdf).toMatch(/^%PDF-1\.7/)
  expect(pdf).toContain('/StructTreeRoot')
  expect(pdf).toContain('/Lang (vi-VN)')
  expect(pdf).toMatch(/\/FontFile2|\/FontFile3/)
  expect(pdf).toContain('/CreationDate (D:20220205')
})

test('XLSX holds numbers as numbers, days as days, and no formula', async () => {
  const [sheet, notes] = openXlsx(await renderReport(document, 'xlsx')).sheets
  const row = sheet?.rows.find(([first]) => first?.value.startsWith('=HYPER'))
  expect(row?.map(({ kind, value, formula }) => [kind, value, formula])).toEqual([
    ['text', '=HYPERLINK("http://x")', false],
    ['number', '1234567', false],
    ['number', '0.99961', false],
    // 1 March 2022 as spreadsheets count days.
    ['number', '44621', false],
  ])
  const empty = sheet?.rows.find(([first]) => first?.value.startsWith('Đăng ký'))
  expect(empty?.map(({ kind }) => kind)).toEqual(['text', 'number', 'empty', 'empty'])
  expect(notes?.rows.map(([label]) => label?.value)).toEqual(['Số liệu đến ngày', 'Lưu ý', 'Tiếp nhận'])
})

test('DOCX repeats the headings of its tables and spans those of the form', async () => {
  const parts = unzip(await renderReport(document, 'docx'))
  const xml = parseXml(parts.get('word/document.xml')?.toString() ?? '')
  const headings = [...xml.querySelectorAll('tr')].filter((row) => row.querySelector('tblHeader') !== null)
  // One of the figures, the table and the chart each, four of the form.
  expect(headings).toHaveLength(7)
  const text = xml.querySelector('body')?.textContent ?? ''
  expect(text).toContain('Hà Nội, ngày 05 tháng 02 năm 2022')
  expect(text).toContain('không có dữ liệu')
  for (const [path, part] of parts) expect(() => parseXml(part.toString()), path).not.toThrow()
})

test('mail is one file that loads nothing, and what it says cannot become markup', async () => {
  const html = (await renderReport(document, 'html')).toString()
  expect(html).toContain('Báo cáo thử &lt;&amp;&gt;')
  expect(html).not.toMatch(/<(?:script|link|img|style)/)
  expect(html).toContain('99,96%')
})
