import type { ServerResponse } from 'node:http'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { COLUMNS, pulling, pullingGround, sourceRow } from './pull-harness.ts'

const ground = pullingGround()

/** What befalls one request; `change`: it is answered well, and then the source changes while the pull goes on. */
const fate = fc.oneof(
  { weight: 4, arbitrary: fc.constant('well' as const) },
  fc.constantFrom(
    '500' as const,
    'cut' as const,
    'hang' as const,
    'not JSON' as const,
    'renamed' as const,
    'change' as const,
  ),
)
const change = fc.record({ serial: fc.nat({ max: 6 }), status: fc.constantFrom(4, 9, 10) })
const step = fc.oneof(
  fc.record({ do: fc.constant('change' as const), change }),
  fc.record({ do: fc.constant('pull' as const), fates: fc.array(fate, { maxLength: 6 }), change }),
)
const pagings = [
  '{ kind: since, size: 2 }',
  '{ kind: page }',
  '{ kind: link }',
  '{ kind: cursor, parameter: after, pointer: /next }',
  '{ kind: none }',
]

test('whatever changes at the source and fails on the way, the warehouse ends as the source is', async () => {
  let run = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 2, maxLength: 7 }),
      fc.constantFrom(...pagings),
      async (steps, paging) => {
        await ground.scratch.empty()
        run += 1
        // The source: every dossier's latest state, and every state it ever had.
        const latest = new Map<string, { status: number; second: number }>()
        const ever = new Set<string>()
        let second = 0
        const apply = ({ serial, status }: { serial: number; status: number }) => {
          const ma = String(serial).padStart(4, '0')
          second += 1
          latest.set(ma, { status, second })
          ever.add(`${ma} ${status}`)
        }
        let fates: (typeof fate extends fc.Arbitrary<infer F> ? F : never)[] = []
        let during: { serial: number; status: number } | undefined
        ground.web.answer((request, response) => {
          const { searchParams } = new URL(request.url ?? '', ground.web.url)
          const next = fates.shift() ?? 'well'
          answer(response, next, page(latest, searchParams, paging))
          if (next === 'change' && during !== undefined) apply(during)
        })
        const source = pulling(ground.scratch)
        const pull = () =>
          source.pull(`
name: random-${run}
kind: http
dataset: dossiers
schedule: "* * * * *"
url: ${ground.web.url}/rows
format: json
rows: /rows
attempts: 2
backoff: 1ms
idle: 60ms
paging: ${paging}
since: { column: updated_at, parameter: since }
${COLUMNS}`)
        for (const action of steps) {
          if (action.do === 'change') apply(action.change)
          else {
            fates = [...action.fates]
            during = action.change
            await pull()
            // Readers never see what the source never said.
            for (const [ma, status] of Object.entries(await source.dossiers()))
              expect(ever).toContain(`${ma} ${status}`)
          }
        }
        fates = []
        const last = await pull()
        expect(last.reason).toBeUndefined()
        expect(await source.dossiers()).toEqual(
          Object.fromEntries([...latest].sort().map(([ma, { status }]) => [ma, status])),
        )
      },
    ),
    { numRuns: 6 },
  )
})

/** What a well source answers: rows from `since` on in the order of their change, two a page but for `none`. */
function page(
  latest: ReadonlyMap<string, { status: number; second: number }>,
  query: URLSearchParams,
  paging: string,
): { rows: Record<string, unknown>[]; next: number | null } {
  // What a page cursor or a link goes on from is the last change given out, so rows may move meanwhile.
  const from = query.get('since') === null ? 0 : Date.parse(query.get('since') ?? '')
  const after = Number(query.get('after') ?? -1)
  const all = [...latest]
    .map(([ma, state]) => ({ second: state.second, row: sourceRow({ ma, ...state }) }))
    .filter(({ second, row }) => Date.parse(String(row['updated_at'])) >= from && second > after)
    .sort((a, b) => a.second - b.second)
  if (paging.includes('none')) return { rows: all.map(({ row }) => row), next: null }
  const skipped = (Number(query.get('page') ?? 1) - 1) * 2
  const shown = all.slice(skipped, skipped + 2)
  return {
    rows: shown.map(({ row }) => row),
    next: all.length > skipped + 2 ? (shown.at(-1)?.second ?? null) : null,
  }
}

function answer(response: ServerResponse, fate: string, { rows, next }: ReturnType<typeof page>): void {
  const body = JSON.stringify({ rows, next })
  if (fate === 'hang') return
  if (fate === '500') response.writeHead(500).end()
  else if (fate === 'not JSON') response.end('<html></html>')
  else if (fate === 'cut') {
    response.writeHead(200, { 'content-length': body.length + 1 })
    response.write(body.slice(0, -9), () => response.destroy())
  } else if (fate === 'renamed') response.end(body.replaceAll('updated_at', 'ngay_cap_nhat'))
  else {
    if (next !== null) response.setHeader('link', `</rows?after=${next}>; rel="next"`)
    response.end(body)
  }
}
