import { expect, test } from 'vitest'
import { causeOf } from './causes.ts'

test('a refusal is told with what it names, in both languages', () => {
  const { vi, en } = causeOf(
    '/drop/dossiers/a.csv:1: unknown columns "ho_ten", "so_the": dataset dossiers has dossier_code, procedure_code; nothing else may enter the warehouse (no personal data)',
  )
  expect(vi.why).toBe(
    'Tệp có cột ngoài danh mục: "ho_ten", "so_the". Để không đưa dữ liệu cá nhân vào kho, cả tệp bị từ chối.',
  )
  expect(en.why).toContain('"ho_ten", "so_the"')
  expect(
    causeOf('/drop/a.csv: 30 of 400 rows are faulty, more than 5 %; see the quarantine of b').vi.why,
  ).toBe('Quá nhiều dòng có lỗi: 30 trong 400 dòng.')
  expect(causeOf('/drop/a.xlsx: is named as XLSX but begins as a gzip file (byte offset 0)').en.why).toBe(
    'The file is named as XLSX, but begins as a gzip file.',
  )
})

test('a refusal of another kind is not explained wrongly', () => {
  expect(causeOf('/drop/a.csv: is of a new kind').en.fix).toContain('See the message below')
})
