import { expect, test } from 'vitest'
import { mutatedFiles } from '../faults/files.ts'

test('300 damaged files of every format: no crash, every row accounted for, every refusal says why', async () => {
  const summary = await mutatedFiles(300, 20220418, () => undefined)
  expect(summary.failures).toEqual([])
  expect(summary.files).toBe(300)
  // Neither everything nor nothing gets through.
  expect(summary.published).toBeGreaterThan(50)
  expect(summary.refused).toBeGreaterThan(50)
  expect(summary.quarantined).toBeGreaterThan(20)
})
