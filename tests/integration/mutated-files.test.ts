import { expect, test } from 'vitest'
import { mutatedFiles } from '../faults/files.ts'

test('a hundred damaged files of every format: no crash, every row accounted for, every refusal says why', async () => {
  const summary = await mutatedFiles(100, 20220418, () => undefined)
  expect(summary.failures).toEqual([])
  expect(summary.files).toBe(100)
  // Neither everything nor nothing gets through.
  expect(summary.published).toBeGreaterThan(15)
  expect(summary.refused).toBeGreaterThan(15)
  expect(summary.quarantined).toBeGreaterThan(5)
})
