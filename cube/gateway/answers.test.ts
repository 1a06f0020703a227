import { expect, test } from 'vitest'
import type { Account } from '../access/grants.ts'
import { createAnswers, type Answer, type Question } from './answers.ts'

const leader: Account = { name: 'a', role: 'leader', provinces: 'all' }
const of = (...provinces: string[]): Account => ({ name: 'b', role: 'provincial_leader', provinces })

function answering(options: { keptBytes?: number; body?: () => string; final?: () => boolean } = {}) {
  const asked: Question[] = []
  let day = '2026-11-28'
  const answers = createAnswers({
    today: () => day,
    ...(options.keptBytes === undefined ? {} : { keptBytes: options.keptBytes }),
    ask: async (question): Promise<Answer> => {
      const number = asked.push(question)
      await Promise.resolve()
      return { status: 200, body: options.body?.() ?? `${number}`, final: options.final?.() ?? true }
    },
  })
  const bodyOf = async (query: Record<string, unknown>, account = leader, version: string | null = '1') =>
    (await answers({ query, account, version })).body
  return { asked, bodyOf, goTo: (next: string) => (day = next) }
}

test('the same question of the same state is asked once, also while it is being asked', async () => {
  const { asked, bodyOf } = answering()
  expect(await Promise.all([bodyOf({ a: 1 }), bodyOf({ a: 1 }), bodyOf({ a: 2 })])).toEqual(['1', '1', '2'])
  expect(await bodyOf({ a: 1 })).toBe('1')
  expect(asked).toHaveLength(2)
})

test('another state, another day, other grants: another answer; other names with the same grants share one', async () => {
  const { asked, bodyOf, goTo } = answering()
  expect(await bodyOf({}, of('01', '79'))).toBe('1')
  expect(await bodyOf({}, { ...of('79', '01'), name: 'c' })).toBe('1')
  expect(await bodyOf({}, of('01'))).toBe('2')
  expect(await bodyOf({}, of())).toBe('3')
  expect(await bodyOf({}, leader)).toBe('4')
  expect(await bodyOf({}, of('01'), '2')).toBe('5')
  goTo('2026-11-29')
  expect(await bodyOf({}, of('01'))).toBe('6')
  expect(asked).toHaveLength(6)
})

test('nothing is kept that is not final, nor where the state is not known', async () => {
  let final = false
  const { bodyOf } = answering({ final: () => final })
  expect(await bodyOf({})).toBe('1')
  final = true
  expect(await bodyOf({})).toBe('2')
  expect(await bodyOf({})).toBe('2')
  expect(await bodyOf({}, leader, null)).toBe('3')
  expect(await bodyOf({}, leader, null)).toBe('4')
})

test('a failure is told to all who asked, and asked again by the next', async () => {
  let fails = true
  let asks = 0
  const answers = createAnswers({
    today: () => '2026-11-28',
    ask: async () => {
      asks += 1
      await Promise.resolve()
      if (fails) throw new Error('gone')
      return { status: 200, body: 'there', final: true }
    },
  })
  const question = { query: {}, account: leader, version: '1' }
  const both = await Promise.allSettled([answers(question), answers(question)])
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(asks).toBe(1)
  fails = false
  expect((await answers(question)).body).toBe('there')
})

test('the least lately used goes where there is no room, and what is too large is not kept', async () => {
  const { asked, bodyOf } = answering({ keptBytes: 64, body: () => 'x' })
  for (let n = 0; n < 64; n += 1) await bodyOf({ n })
  await bodyOf({ n: 0 })
  expect(asked).toHaveLength(64)
  await bodyOf({ n: 64 })
  await bodyOf({ n: 0 })
  expect(asked).toHaveLength(65)
  await bodyOf({ n: 1 })
  expect(asked).toHaveLength(66)

  const large = answering({ keptBytes: 64, body: () => 'xx' })
  await large.bodyOf({})
  await large.bodyOf({})
  expect(large.asked).toHaveLength(2)
})
