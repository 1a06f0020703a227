import { expect, test } from 'vitest'
import { grantsOf } from './grants.ts'

const of = (provinces: 'all' | string[]) => grantsOf({ name: 'a', role: 'analyst', provinces })

test('nationwide is said, not implied', () => {
  expect(of('all')).toEqual({ scope: 'nationwide' })
  expect(of([])).toEqual({ scope: 'provinces', provinces: [] })
})

test('an account has its provinces, and never the nationwide rows', () => {
  expect(of(['79', '01', '79'])).toEqual({ scope: 'provinces', provinces: ['01', '79'] })
  expect(of(['00', 'all', "01' OR 1", '01'])).toEqual({ scope: 'provinces', provinces: ['01'] })
})
