import { expect, test } from 'vitest'
import { createQueue } from './queue.ts'

test('so many work, so many wait, the rest is refused, and nobody is forgotten', async () => {
  const queue = createQueue({ atOnce: 2, waiting: 2 })
  const order: string[] = []
  const places = ['a', 'b', 'c', 'd'].map((name) => {
    const place = queue.enter()
    void place?.turn.then(() => order.push(name))
    return place
  })
  expect(queue.enter()).toBeNull()
  await Promise.resolve()
  expect(order).toEqual(['a', 'b'])

  places[2]?.leave()
  places[2]?.leave()
  places[0]?.leave()
  places[0]?.leave()
  await places[3]?.turn
  expect(order).toEqual(['a', 'b', 'd'])

  places[1]?.leave()
  places[3]?.leave()
  const again = queue.enter()
  await again?.turn
  expect(queue.enter()).not.toBeNull()
})
