import { expect, test } from 'vitest'
import { toldOf } from './told.ts'

test('words of the reader’s language, and what the engine said', () => {
  const unknown = 'Không có cột này / There is no such column: Unknown identifier `a`'
  expect(toldOf(unknown, 'vi')).toEqual({ what: 'Không có cột này', detail: 'Unknown identifier `a`' })
  expect(toldOf(unknown, 'en')).toEqual({ what: 'There is no such column', detail: 'Unknown identifier `a`' })
})

test('words that say what to do keep it in their own language', () => {
  const many = 'Quá nhiều dòng: thêm LIMIT / Too many rows: add LIMIT: Limit for result exceeded'
  expect(toldOf(many, 'vi')).toEqual({ what: 'Quá nhiều dòng', detail: 'thêm LIMIT' })
  expect(toldOf(many, 'en')).toEqual({
    what: 'Too many rows',
    detail: 'add LIMIT: Limit for result exceeded',
  })
})

test('a message of one language is shown as it is', () => {
  expect(toldOf('The data warehouse cannot be reached at the moment.', 'vi')).toEqual({
    what: 'The data warehouse cannot be reached at the moment.',
    detail: '',
  })
})
