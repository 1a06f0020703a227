import { gzipSync } from 'node:zlib'
import { beforeEach, expect, test } from 'vitest'
import { COLUMNS, pulling, pullingGround, QUICK, sourceRow, type Pulling } from './pull-harness.ts'

const ground = pullingGround()
let source: Pulling
let number = 0
let name = ''
beforeEach(async () => {
  await ground.scratch.empty()
  number += 1
  name = `paged-${number}`
  source = pulling(ground.scratch)
  ground.web.asked()
})

type Row = Record<string, unknown>
const row = (serial: number, second = serial, status = 9) =>
  sourceRow({ ma: String(serial).padStart(4, '0'), status, second })
const codes = (...serials: number[]) =>
  Object.fromEntries(serials.map((serial) => [String(serial).padStart(4, '0'), 9]))
const definition = (rest: string, format = 'json', path = '/rows') => `
name: ${name}
kind: http
dataset: dossiers
schedule: "0 2 * * *"
url: ${ground.web.url}${path}
format: ${format}
${QUICK}${COLUMNS}${rest}`
/** Answers with what `value` makes of the query. */
const serve = (
  value: (query: URLSearchParams) => unknown,
  headers: (query: URLSearchParams) => Record<string, string> = () => ({}),
) =>
  ground.web.answer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', ground.web.url)
    for (const [header, text] of Object.entries(headers(searchParams))) response.setHeader(header, text)
    response.end(JSON.stringify(value(searchParams)))
  })

test('page numbers: to the empty page, and then once more to see that nothing moved', async () => {
  const pages: Row[][] = [[row(1), row(2)], [row(3), row(4)], [row(5)]]
  serve((query) => ({ data: { rows: pages[Number(query.get('trang')) - 1] ?? [] } }))
  const yaml = definition('rows: /data/rows\npaging: { kind: page, parameter: trang }\n')
  expect(await source.pull(yaml)).toMatchObject({ status: 'published', rows: 5 })
  expect(await source.dossiers()).toEqual(codes(1, 2, 3, 4, 5))
  expect(ground.web.asked().map((path) => path.split('=')[1])).toEqual(['1', '2', '3', '4', '1', '2', '3'])
})

test('page numbers: a row that slips to an earlier page while pages are read is not lost', async () => {
  let list = [row(1), row(2), row(3), row(4), row(5)]
  let moved = false
  serve((query) => {
    const page = Number(query.get('page'))
    const answer = list.slice((page - 1) * 2, page * 2)
    // Once page 1 is read, 1 changes and goes to the end: 3 is now on page 1, which is not read again.
    if (page === 1 && !moved) {
      moved = true
      list = [...list.slice(1), row(1, 30)]
    }
    return answer
  })
  expect(await source.pull(definition('paging: { kind: page }\n'))).toMatchObject({
    status: 'published',
    rows: 5,
  })
  expect(await source.dossiers()).toEqual(codes(1, 2, 3, 4, 5))
})

test('page numbers: rows that never hold still, and a source that ignores the number, are reported', async () => {
  let asked = 0
  serve((query) => {
    asked += 1
    return Number(query.get('page')) > 2 ? [] : [row(1, asked), row(2, asked)]
  })
  expect((await source.pull(definition('paging: { kind: page }\n'))).reason).toMatch(
    /moved between the pages/,
  )
  serve(() => [row(1)])
  expect((await source.pull(definition('paging: { kind: page }\n'))).reason).toMatch(/page 2 is the same/)
  expect(await source.dossiers()).toEqual({})
})

test('a cursor in the answer: until it is null; its absence is a source that changed', async () => {
  const next: Record<string, unknown> = { '': 'b', b: 'c', c: null }
  const list: Record<string, Row[]> = { '': [row(1)], b: [row(2)], c: [row(3)] }
  const at = (query: URLSearchParams) => query.get('sau') ?? ''
  serve((query) => ({ meta: { next: next[at(query)] }, items: list[at(query)] }))
  const yaml = definition('rows: /items\npaging: { kind: cursor, parameter: sau, pointer: /meta/next }\n')
  expect(await source.pull(yaml)).toMatchObject({ status: 'published', rows: 3 })
  expect(await source.dossiers()).toEqual(codes(1, 2, 3))

  serve((query) => ({ meta: { tiep: next[at(query)] }, items: list[at(query)] }))
  expect((await source.pull(yaml)).reason).toBe(
    'the answer has nothing at "/meta/next", neither a cursor nor null',
  )
  expect(await source.pull(yaml.replace('/meta/next }', '/meta/next, absent_at_end: true }'))).toMatchObject({
    rows: 1,
  })
  serve(() => ({ meta: { next: 'b' }, items: [row(1)] }))
  expect((await source.pull(yaml)).reason).toBe('the source gave the page cursor "b" twice')
  serve(() => ({ meta: { next: null }, ds: [row(1)] }))
  expect((await source.pull(yaml)).reason).toBe('the answer has no array at "/items"')
})

test('Link rel=next: until there is none', async () => {
  serve(
    (query) => [row(Number(query.get('p') ?? 1))],
    (query) => {
      const page = Number(query.get('p') ?? 1)
      return {
        link: `</rows?p=1>; rel="first"${page < 3 ? `, <${ground.web.url}/rows?p=${page + 1}>; rel="next"` : ''}`,
      }
    },
  )
  const yaml = definition('paging: { kind: link }\n')
  expect(await source.pull(yaml)).toMatchObject({ status: 'published', rows: 3 })
  expect(await source.dossiers()).toEqual(codes(1, 2, 3))
  serve(
    () => [row(1)],
    () => ({ link: '</rows>; rel=next' }),
  )
  expect((await source.pull(yaml)).reason).toMatch(/leads back to an earlier page/)
})

test('by the cursor itself: nothing is lost while rows change between pages', async () => {
  let list = [row(1), row(2), row(3), row(4), row(5)]
  let asked = 0
  serve((query) => {
    asked += 1
    const from = Date.parse(query.get('since') ?? '1970-01-01')
    const answer = list.filter((entry) => Date.parse(String(entry['updated_at'])) >= from).slice(0, 2)
    if (asked === 1) list = [...list.slice(1), row(1, 30)]
    return answer
  })
  const yaml = definition(
    'since: { column: updated_at, parameter: since }\npaging: { kind: since, size: 2 }\n',
  )
  expect(await source.pull(yaml)).toMatchObject({ status: 'published', cursor: row(1, 30)['updated_at'] })
  expect(await source.dossiers()).toEqual(codes(1, 2, 3, 4, 5))

  serve(() => [row(6, 40), row(7, 40)])
  expect((await source.pull(yaml)).reason).toBe('2 rows share one "updated_at": ask for larger pages')
  serve(() => [row(6, 41), row(7, 40)])
  expect((await source.pull(yaml)).reason).toMatch(/not in ascending order of "updated_at"/)
})

test('a failing page is asked again alone, and its half is taken back', async () => {
  const failed = new Set<string>()
  ground.web.answer((request, response) => {
    const page = new URL(request.url ?? '', ground.web.url).searchParams.get('page') ?? ''
    if (!failed.has(page)) {
      failed.add(page)
      response.writeHead(200, { 'content-length': 100_000 })
      response.write(`[${JSON.stringify(row(Number(page)))},`, () => response.destroy())
      return
    }
    response.end(JSON.stringify(Number(page) > 2 ? [] : [row(Number(page))]))
  })
  expect(await source.pull(definition('paging: { kind: page }\n'))).toMatchObject({
    status: 'published',
    rows: 2,
    retries: 3,
    loads: [{ read: 2, loaded: 2 }],
  })
})

const NAMES = Object.keys(row(1))
const csv = (rows: Row[], delimiter: string) =>
  [
    NAMES.join(delimiter),
    ...rows.map((entry) =>
      NAMES.map((column) => `"${(entry[column] ?? '') as string | number}"`).join(delimiter),
    ),
  ].join('\r\n')

test.for([',', ';', '\t'])('CSV with "%s", gzipped on the way', async (delimiter) => {
  ground.web.answer((_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' })
    response.end(
      gzipSync(
        `\uFEFF${csv([row(1), { ...row(2), procedure_code: 'P"1\n2'.replaceAll('"', '""') }], delimiter)}\n`,
      ),
    )
  })
  const yaml = definition('since: { column: updated_at, parameter: since }\n', 'csv')
  expect(await source.pull(yaml)).toMatchObject({
    status: 'published',
    rows: 2,
    cursor: row(2)['updated_at'],
  })
  expect(await source.dossiers()).toEqual(codes(1, 2))
})

test('CSV: a row of another length, a quote that is not closed, no header, or an answer without an end in sight are reported', async () => {
  const yaml = definition('', 'csv')
  const answer = async (text: string) => {
    ground.web.answer((_, response) => response.end(text))
    const { status, reason } = await source.pull(yaml)
    expect(status).toBe('failed')
    return reason
  }
  expect(await answer(`${csv([row(1)], ',')}\nonly,two\n`)).toMatch(/not a CSV: .*line 3/)
  expect(await answer(csv([row(1)], ',').slice(0, -1))).toMatch(/not a CSV/)
  expect(await answer('')).toMatch(/no header row/)
  ground.web.answer((_, response) => {
    response.useChunkedEncodingByDefault = false
    response.removeHeader('transfer-encoding')
    response.setHeader('connection', 'close')
    response.write(csv([row(1)], ','))
    response.end()
  })
  expect((await source.pull(yaml)).reason).toMatch(/does not say where it ends/)
  expect(await source.dossiers()).toEqual({})
})

test('NDJSON: one row a line; a line that is none is reported', async () => {
  ground.web.answer((_, response) =>
    response.end([row(1), row(2)].map((entry) => JSON.stringify(entry)).join('\n')),
  )
  expect(await source.pull(definition('', 'ndjson'))).toMatchObject({ status: 'published', rows: 2 })
  ground.web.answer((_, response) => response.end(`${JSON.stringify(row(3))}\n{"ma_ho_so":`))
  expect((await source.pull(definition('', 'ndjson'))).reason).toBe('line 2 of the answer is not JSON')
  expect(await source.dossiers()).toEqual(codes(1, 2))
})

test('a file as it is, named by its address or by the definition', async () => {
  const file = `dossier_code,procedure_code,agency_code,province_code,status,received_at,due_at,ended_at,updated_at
000.00.00.G01-220103-0001,P1,A,01,9,03/01/2022 08:00,10/01/2022 17:00,06/01/2022 10:00,07/01/2022 10:00\n`
  ground.web.answer((_, response) => {
    const body = gzipSync(file)
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': body.length })
    response.end(body)
  })
  const bare = (rest: string, path: string) => definition(rest, 'file', path).replace(COLUMNS, '')
  expect(await source.pull(bare('', '/export/all.csv.gz?x=1'))).toMatchObject({
    status: 'published',
    loads: [{ read: 1 }],
  })
  expect(await source.pull(bare('file: all.csv.gz\n', '/export'))).toMatchObject({ status: 'unchanged' })
  expect((await source.pull(bare('', '/export'))).reason).toMatch(/name it with "file: export.csv"/)
  expect(await source.dossiers()).toEqual(codes(1))
})

test('ten thousand rows in one JSON array come whole', async () => {
  const list = Array.from({ length: 10_000 }, (_, index) => row(index + 1, index))
  ground.web.answer((_, response) =>
    response.end(JSON.stringify({ tong: list.length, data: list, chu_thich: { data: [1] } })),
  )
  expect(await source.pull(definition('rows: /data\n'))).toMatchObject({
    status: 'published',
    rows: 10_000,
    loads: [{ loaded: 10_000 }],
  })
})
