import { expect, test } from 'vitest'
import { shared } from './snapshot.ts'

function reading() {
  const ends: ((value: number) => void)[] = []
  const read = shared(() => new Promise<number>((resolve) => ends.push(resolve)))
  const settled = () => new Promise((resolve) => setTimeout(resolve))
  return { read, ends, settled }
}

test('who asks while a reading is under way gets the next, which all who do share', async () => {
  const { read, ends, settled } = reading()
  const first = read()
  await settled()
  const [second, third] = [read(), read()]
  await settled()
  expect(ends).toHaveLength(1)
  ends[0]?.(1)
  expect(await first).toBe(1)
  await settled()
  expect(ends).toHaveLength(2)
  ends[1]?.(2)
  expect(await Promise.all([second, third])).toEqual([2, 2])
})

test('after a reading that failed the next is begun', async () => {
  let fails = true
  const read = shared(() => (fails ? Promise.reject(new Error('gone')) : Promise.resolve('there')))
  await expect(read()).rejects.toThrow('gone')
  fails = false
  expect(await read()).toBe('there')
})
