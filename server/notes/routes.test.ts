import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAudit } from '../audit/audit.ts'
import { roles, type Provinces, type Role } from '../sign-in/roles.ts'
import { person } from '../testing/person.ts'
import { addToken, startApp, type RunningApp } from '../testing/start-app.ts'
import type { ListedNote, NotesAnswer } from './routes.ts'
import { mayEdit, maySee, mayWrite } from './rules.ts'

interface Body extends ListedNote, NotesAnswer {}
const someone = (app: RunningApp, name: string, role: Role, provinces: Provinces) => {
  const ask = person<Body>(app, name, role, provinces)
  return (method: string, path = '', body?: object) => ask(method, `/api/notes${path}`, body)
}

const NOTE = { day: '2026-10-15', topic: 'dossiers', text: ' Mở thêm 5 điểm tiếp nhận ' }

test('a note is written, changed, deleted and restored, and each is in the audit log', async () => {
  const app = await startApp()
  const minister = someone(app, 'bo-truong', 'minister', 'all')
  const written = await minister('POST', '', NOTE)
  expect(written.status).toBe(201)
  expect(written.body).toMatchObject({ day: '2026-10-15', province: null, text: 'Mở thêm 5 điểm tiếp nhận' })
  const at = `/${written.body.id ?? ''}`
  expect((await minister('PATCH', at, { text: 'Khác' })).body).toMatchObject({
    day: '2026-10-15',
    text: 'Khác',
  })
  expect((await minister('PATCH', at, { province: '79' })).body).toMatchObject({
    province: '79',
    text: 'Khác',
  })
  expect((await minister('PATCH', at, { province: null })).body).toMatchObject({ province: null })
  expect((await minister('DELETE', at)).status).toBe(204)
  expect((await minister('GET')).body.notes).toEqual([])
  expect((await minister('POST', `${at}/restore`)).status).toBe(204)
  expect((await minister('GET')).body.notes).toMatchObject([{ text: 'Khác', may_edit: true }])
  expect(
    readAudit(app.state.db)
      .filter(({ action }) => action.startsWith('note_'))
      .map(({ action, actor: by }) => `${by ?? ''} ${action}`)
      .reverse(),
  ).toEqual([
    ...[
      'bo-truong note_written',
      'bo-truong note_changed',
      'bo-truong note_changed',
      'bo-truong note_changed',
    ],
    ...['bo-truong note_deleted', 'bo-truong note_restored'],
  ])
})

test('leaders of a province write of their own, and see the country’s notes and theirs', async () => {
  const app = await startApp()
  const leader = someone(app, 'vu-truong', 'leader', 'all')
  const hanoi = someone(app, 'hanoi', 'provincial_leader', ['01'])
  const south = someone(app, 'nam', 'provincial_leader', ['79', '92'])
  const analyst = someone(app, 'lan', 'analyst', 'all')
  const code = async (who: typeof leader, province: string | null) =>
    (await who('POST', '', { ...NOTE, text: `của ${province ?? 'cả nước'}`, province })).body.error?.code
  expect(await code(leader, null)).toBeUndefined()
  expect(await code(leader, '79')).toBeUndefined()
  expect(await code(leader, '00')).toBe('bad_request')
  expect(await code(leader, '02')).toBe('bad_request')
  expect(await code(hanoi, '01')).toBeUndefined()
  for (const province of [null, '79']) expect(await code(hanoi, province)).toBe('not_granted')
  for (const province of [null, '01']) expect(await code(analyst, province)).toBe('not_granted')
  const texts = async (who: typeof leader) => (await who('GET')).body.notes?.map(({ text }) => text).sort()
  expect(await texts(analyst)).toEqual(['của 01', 'của 79', 'của cả nước'])
  expect(await texts(hanoi)).toEqual(['của 01', 'của cả nước'])
  expect(await texts(south)).toEqual(['của 79', 'của cả nước'])
  expect((await hanoi('GET')).body.may_write).toEqual({ country: false, provinces: ['01'] })
  expect((await leader('GET')).body.may_write).toEqual({ country: true, provinces: 'all' })
  expect((await analyst('GET')).body.may_write).toEqual({ country: false, provinces: [] })
})

test('a note is changed by its author and administrators, and nobody moves one out of reach', async () => {
  const app = await startApp()
  const leader = someone(app, 'vu-truong', 'leader', 'all')
  const south = someone(app, 'nam', 'provincial_leader', ['79', '92'])
  const hanoi = someone(app, 'hanoi', 'provincial_leader', ['01'])
  const root = someone(app, 'root', 'administrator', 'all')
  const at = `/${(await leader('POST', '', { ...NOTE, province: '79' })).body.id ?? ''}`
  expect((await south('PATCH', at, { text: 'x' })).body.error?.code).toBe('not_author')
  expect((await south('DELETE', at)).status).toBe(403)
  // Who may not see it is not told that it is there.
  expect((await hanoi('PATCH', at, { text: 'x' })).status).toBe(404)
  expect((await root('PATCH', at, { text: 'y' })).status).toBe(200)
  const own = `/${(await south('POST', '', { ...NOTE, province: '79' })).body.id ?? ''}`
  expect((await south('PATCH', own, { province: '92' })).status).toBe(200)
  for (const province of ['01', null])
    expect((await south('PATCH', own, { province })).body.error?.code).toBe('not_granted')
})

test('what is no day, topic or line of text is refused; a token writes nothing', async () => {
  const app = await startApp()
  const leader = someone(app, 'vu-truong', 'leader', 'all')
  for (const wrong of [
    ...[{ day: '2026-02-30' }, { day: '15/10/2026' }, { topic: 'cards' }, { topic: 'dossiers.a b' }],
    ...[{ text: '' }, { text: 'x'.repeat(281) }, { text: 'hai\ndòng' }, { province: 'all' }],
  ]) {
    expect((await leader('POST', '', { ...NOTE, ...wrong })).status, JSON.stringify(wrong)).toBe(400)
  }
  const headers = { authorization: addToken(app, 'vu-truong'), 'content-type': 'application/json' }
  expect((await app.ask('/api/notes', { method: 'POST', headers, body: JSON.stringify(NOTE) })).status).toBe(
    400,
  )
  expect((await app.ask('/api/notes', { headers })).status).toBe(200)
})

test('nobody writes or edits what they do not see', () => {
  const account = fc.record({
    name: fc.constantFrom('lan', 'mai'),
    role: fc.constantFrom(...roles),
    provinces: fc.oneof(fc.constant('all' as const), fc.subarray(['01', '79', '00'])),
  })
  const province = fc.constantFrom(null, '01', '79', '92')
  fc.assert(
    fc.property(account, province, (who, of) => {
      if (mayWrite(who, of)) expect(maySee(who, of)).toBe(true)
      if (mayEdit(who, { author: 'lan', province: of })) expect(mayWrite(who, of)).toBe(true)
      if (['analyst', 'service'].includes(who.role)) expect(mayWrite(who, of)).toBe(false)
      if (of !== null) expect(maySee(who, of)).toBe(who.provinces === 'all' || who.provinces.includes(of))
    }),
  )
})
