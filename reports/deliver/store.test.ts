import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../server/testing/start-app.ts'
import { KEYS, startS3 } from '../../tests/integration/s3-server.ts'
import { lastComplete } from '../definitions/period.ts'
import { addRun } from '../schedule/by-hand.ts'
import { deliveriesOf } from '../schedule/deliveries.ts'
import { runDue } from '../schedule/scheduler.ts'
import { slotById } from '../schedule/slots.ts'
import { openOffice, partsOf, report } from '../testing/office.ts'
import { putObject } from './store.ts'

const BUCKET = 'bao-cao'
const monthly = report({
  id: 'thang',
  scope: 'province',
  period: { system: 'reporting', kind: 'month' },
  deliver: ['s3'],
})

async function bucket(secretKey = KEYS.BUCKET_SECRET) {
  const store = await startS3(BUCKET)
  onTestFinished(() => store.close())
  const settings = {
    url: new URL(`${store.url}/${BUCKET}/năm 2022/`),
    ...{ accessKey: KEYS.BUCKET_KEY, secretKey, region: 'us-east-1' },
  }
  return { ...store, save: (path: string, content: Buffer) => putObject(settings, path, content) }
}

test('an object is signed and whole, under whatever name', async () => {
  const { save, objects } = await bucket()
  const content = Buffer.from(createHash('sha512').update('bytes').digest())
  await save("tuần/Biểu II.06a (quý 1)'s.pdf", content)
  await save("tuần/Biểu II.06a (quý 1)'s.pdf", content)
  expect([...objects()]).toEqual([["năm 2022/tuần/Biểu II.06a (quý 1)'s.pdf", content]])
})

test('a wrong secret puts nothing, and what it is is not told', async () => {
  const { save, objects } = await bucket('wrong-secret')
  await expect(save('a.pdf', Buffer.from('a'))).rejects.toThrow(/^the store answered 403$/)
  expect(objects().size).toBe(0)
})

test('a slot waits while the store is away, and then all its files are in it', async () => {
  const { save, objects, disturb } = await bucket()
  const state = openOffice()
  const clock = { now: new Date('2022-02-15T00:00:00Z') }
  const id = addRun(state.db, 'thang', lastComplete('2022-02-15', monthly.period), clock.now)
  const parts = partsOf(
    state,
    {
      definitions: () => [monthly],
      clock: () => clock.now,
      folder: join(temporaryFolder(), 'reports'),
      put: save,
    },
    null,
  )
  let answered = 0
  disturb((_request, response) => {
    // The second file fails.
    if (++answered !== 2) return false
    response.writeHead(503).end()
    return true
  })
  await runDue(parts)
  const [waiting] = deliveriesOf(state.db, id)
  expect(waiting).toMatchObject({ state: 'waiting', reason: 'later', detail: 'the store answered 503' })
  clock.now = new Date('2022-02-15T00:01:00Z')
  await runDue(parts)
  expect(slotById(state.db, id)?.state).toBe('sent')
  expect([...objects()].map(([key, content]) => [key.split('/').at(-1), content.toString()])).toEqual(
    ['01', '79', '92'].map((place) => [`thang-${place}-2022-02.html`, `rows of ${place} in 2022-02`]),
  )
})
