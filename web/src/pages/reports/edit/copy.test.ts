import { expect, test } from 'vitest'
import { copyOf } from './copy.ts'

const TEXT = '# Weekly, id: none\nid: tinh-tuan\ntitle: Báo cáo\nsections:\n  - id: x\n'

test('a copy has the next free id, and nothing else changes', () => {
  expect(copyOf(TEXT, ['tinh-tuan'])).toBe(TEXT.replace('id: tinh-tuan', 'id: tinh-tuan-2'))
  expect(copyOf(TEXT, ['tinh-tuan', 'tinh-tuan-2', 'tinh-tuan-4'])).toContain('\nid: tinh-tuan-3\n')
})
