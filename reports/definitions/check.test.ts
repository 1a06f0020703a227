import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCube, type Cube } from '../../cube/gateway/cube.ts'
import { checkReport } from './check.ts'
import { createDefinitions } from './in-force.ts'
import { readReports } from './read.ts'
import { openOffice } from '../testing/office.ts'

/** The real model; it is asked what there is and no figure, so it needs no warehouse. */
let cube: Cube
beforeAll(async () => {
  const clickhouseUrl = 'http://127.0.0.1:1/toan_canh'
  cube = await createCube({ clickhouseUrl, log: () => undefined, accountOf: () => null })
})
afterAll(() => cube?.release())

const root = { name: 'root', role: 'administrator', provinces: 'all' } as const
const problemsOf = async (text: string, id: string | null = null) =>
  (await checkReport(text, id, cube.describe, root)).problems.map(
    ({ line, column, message }) => `${line}:${column} ${message}`,
  )

test("the model has every member of the product's own definitions", async () => {
  const { shippedText } = createDefinitions(openOffice().db)
  const { reports } = readReports()
  expect(reports.length).toBeGreaterThan(7)
  for (const { id } of reports) expect([id, await problemsOf(shippedText(id) ?? '', id)]).toEqual([id, []])
})

const TEXT = `id: thu
title: Báo cáo thử
title_en: Trial
scope: national
period: { system: calendar, kind: week }
schedule: { cron: '0 7 * * 1', missed: skip }
recipients: { roles: [minister] }
formats: [pdf]
deliver: [folder]
issuer: { parent: Bộ Công an, name: Văn phòng Bộ, place: Hà Nội }
sections:
  - kind: text
    paragraphs:
      - Tiếp nhận {dossiers.received}
      - >-
        Giải quyết {dossiers.resolvd change} và
        {identity.issued_total produkt=card}.
  - kind: table
    title: Bảng
    by: [dossiers.field]
    measures: [dossiers.received, { member: dossiers.pendng, title: Còn lại }]
    order: { dossiers.recieved: desc }
`

test('members that the model does not have are told of, each at its place', async () => {
  expect(await problemsOf(TEXT)).toEqual([
    '16:21 dossiers.resolvd is not a measure or dimension of the model',
    '17:10 identity.produkt is not a measure or dimension of the model',
    '21:45 dossiers.pendng is not a measure or dimension of the model',
    '22:14 dossiers.recieved is not a measure or dimension of the model',
  ])
})

test.for<[from: string, to: string, problem: string]>([
  [
    'by: [dossiers.field]',
    'by: [dossiers.received]',
    '20:10 dossiers.received is a measure; here stands a dimension',
  ],
  [
    '{ member: dossiers.pendng',
    '{ member: dossiers.field',
    '21:45 dossiers.field is a dimension; here stands a measure',
  ],
  [
    'title: Báo cáo thử',
    'titel: Báo cáo thử',
    '1:1 title: Invalid input: expected string, received undefined',
  ],
  ['id: thu', 'id: thu: a', '1:5 is not YAML: Nested mappings are not allowed in compact mappings'],
])('%s → %s', async ([from, to, problem]) => {
  expect(await problemsOf(TEXT.replace(from, to))).toContain(problem)
})

test('a report keeps its id', async () => {
  const { shippedText } = createDefinitions(openOffice().db)
  const [first, ...rest] = await problemsOf(shippedText('tinh-tuan') ?? '', 'tinh-thang')
  expect(first).toMatch(/^2:1 id: a report keeps its id, here "tinh-thang"/)
  expect(rest).toEqual([])
})
