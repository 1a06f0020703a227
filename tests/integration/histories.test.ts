import { expect, test } from 'vitest'
import { histories } from '../faults/histories/histories.ts'

/** The short form; `npm run faults -- --only histories` plays a thousand. */
test('after every step of random histories the warehouse is what the model in memory says', async () => {
  const result = await histories(5, 20_220_418, () => undefined)
  expect(result.failures).toEqual([])
  expect(result.histories).toBe(5)
  expect(result.steps).toBeGreaterThan(16)
})
