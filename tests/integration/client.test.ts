/// <reference lib="dom" />
/** The client of the web, as a program uses it: by a token, against the running application. */
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { tableFromIPC } from 'apache-arrow'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LoadsAnswer } from '../../server/data/loads.ts'
import type { LineageAnswer } from '../../server/data/lineage.ts'
import type { FaultsAnswer, ReasonsAnswer } from '../../server/data/quarantine.ts'
import type { AuditAnswer } from '../../server/api/admin-audit.ts'
import type { TokenAnswer } from '../../server/api/admin-tokens.ts'
import type { SessionsAnswer } from '../../server/api/own-sessions.ts'
import type { ReferenceAnswer } from '../../server/api/reference.ts'
import type { SessionAnswer } from '../../server/api/routes.ts'
import type { StatusAnswer } from '../../server/api/status.ts'
import type { askedExport } from '../../server/export/routes.ts'
import type { NotesAnswer } from '../../server/notes/routes.ts'
import type { writtenNote } from '../../server/openapi/note-operations.ts'
import type { savedView } from '../../server/openapi/view-operations.ts'
import type { FollowedAnswer, HistoryAnswer, sqlBody } from '../../server/sql/routes.ts'
import type { SchemaAnswer } from '../../server/sql/schema.ts'
import type { ListedView, OpenedView } from '../../server/views/routes.ts'
import type { CheckAnswer, DefinitionAnswer } from '../../reports/api/definition-answers.ts'
import type { ReportsAnswer, SlotAnswer } from '../../reports/api/answers.ts'
import type { SubscriptionsAnswer } from '../../reports/api/subscription-routes.ts'
import type { AlertsAnswer } from '../../reports/alerts/api/answers.ts'
import type { z } from 'zod'
import type { AuditPage, Sessions, Token } from '../../web/src/api/admin.ts'
import type { Alerts } from '../../web/src/api/alerts.ts'
import { createClient } from '../../web/src/api/client.ts'
import type { Client, Reference, Session, Status } from '../../web/src/api/client.ts'
import type { CubeQuery } from '../../web/src/api/cube.ts'
import type { FaultsPage, Lineage, LoadsPage, Reason } from '../../web/src/api/data.ts'
import { createExports } from '../../web/src/api/exports.ts'
import type { ExportFormat, ExportOptions } from '../../web/src/api/exports.ts'
import { ApiError } from '../../web/src/api/http.ts'
import type { NoteContent, Notes } from '../../web/src/api/notes.ts'
import type { Checked, Definition } from '../../web/src/api/report-definitions.ts'
import type { Reports, Slot } from '../../web/src/api/reports.ts'
import { createSql } from '../../web/src/api/sql.ts'
import type { Ended, HistoryEntry, Progress, Schema } from '../../web/src/api/sql.ts'
import type { Subscriptions } from '../../web/src/api/subscriptions.ts'
import { tokenEffects } from '../../web/src/api/token.ts'
import type { OpenedView as OpenedByClient, SavedPage, SavedView } from '../../web/src/api/views.ts'
import { startAnalysts, type Analysts } from './analysts-harness.ts'

const ROOT = join(import.meta.dirname, '..', '..')
let analysts: Analysts
beforeAll(async () => {
  analysts = await startAnalysts()
})
afterAll(() => analysts?.close())
const clientOf = (account: string): Client =>
  createClient(tokenEffects(analysts.origin, analysts.token(account)))

/** The compiler refuses what is given where more, or something else, is expected. */
const holds = <Expected, Given extends Expected>(given?: Given): Expected | undefined => given

/** What arrives of an answer: nothing that is read from JSON is bound to stay as it is. */
type Sent<Answer> = Answer extends readonly (infer One)[]
  ? Sent<One>[]
  : Answer extends object
    ? { -readonly [Name in keyof Answer]: Sent<Answer[Name]> }
    : Answer
/** A query as an object of any names. */
type Asked = { [Name in keyof CubeQuery]: CubeQuery[Name] }

/* The compiler holds the client's types to what the server's schemas give and take (`npm run check`). */
test('what the server answers is what the client says it gives', () => {
  holds<Session, Sent<SessionAnswer>>()
  holds<Status, Sent<StatusAnswer>>()
  holds<Reference, Sent<ReferenceAnswer>>()
  holds<Schema, Sent<SchemaAnswer>>()
  holds<HistoryEntry, Sent<HistoryAnswer['entries'][number]>>()
  holds<Progress | Ended, Sent<FollowedAnswer>>()
  holds<SavedView, Sent<ListedView>>()
  holds<OpenedByClient, Sent<OpenedView>>()
  holds<Notes, Sent<NotesAnswer>>()
  holds<LoadsPage, Sent<LoadsAnswer>>()
  holds<Lineage, Sent<LineageAnswer>>()
  holds<Reason, Sent<ReasonsAnswer['reasons'][number]>>()
  holds<FaultsPage, Sent<FaultsAnswer>>()
  holds<AuditPage, Sent<AuditAnswer>>()
  holds<Token, Sent<TokenAnswer>>()
  holds<Sessions, Sent<SessionsAnswer>>()
  holds<Reports, Sent<ReportsAnswer>>()
  holds<Slot, Sent<SlotAnswer>>()
  holds<Definition, Sent<DefinitionAnswer>>()
  holds<Checked, Sent<CheckAnswer>>()
  holds<Subscriptions, Sent<SubscriptionsAnswer>>()
  holds<Alerts, Sent<AlertsAnswer>>()
})

test('what the client sends is what the server’s schemas take', () => {
  holds<z.input<typeof sqlBody>, { sql: string; id: string }>()
  holds<z.input<typeof askedExport>, { format: ExportFormat; query: Asked } & ExportOptions>()
  holds<z.input<typeof writtenNote>, NoteContent>()
  holds<z.input<typeof savedView>, SavedPage & Pick<SavedView, 'name' | 'shared_with'>>()
})

/** By hand, from the dossiers of the harness: July and August 2025 hold all of them. */
const QUERY: CubeQuery = {
  measures: ['dossiers.received'],
  dimensions: ['dossiers.province'],
  timeDimensions: [{ dimension: 'dossiers.date', dateRange: ['2025-07-01', '2025-08-31'] }],
  order: { 'dossiers.province': 'asc' },
}

test('a program asks metrics, SQL and files with a token, and gets what its account may see', async () => {
  const client = clientOf('nationwide')
  const { datasets } = await client.status()
  expect(datasets.find(({ dataset }) => dataset === 'dossiers')).toMatchObject({ rows: 200 })
  expect((await client.definitions('en'))['dossiers.received']?.title).toBe('Received')
  const rowsOf = async (account: string): Promise<unknown> =>
    (await clientOf(account).load(QUERY, 'now')).map(Object.values)
  expect(await rowsOf('nationwide')).toEqual([
    ['01', 60],
    ['08', 100],
    ['79', 40],
  ])
  expect(await rowsOf('hanoi')).toEqual([['01', 60]])

  const sql = createSql(client)
  const id = crypto.randomUUID()
  const { signal } = new AbortController()
  const answer = await sql.run('SELECT province, count() FROM dossiers GROUP BY 1 ORDER BY 1', id, signal)
  expect((JSON.parse(answer) as { data: unknown }).data).toEqual(await rowsOf('nationwide'))
  expect(await sql.progress(id)).toMatchObject({ id, state: 'ended', status: 'done', rows: 3 })
  expect((await sql.history())[0]).toMatchObject({ id, status: 'done' })

  const file = await createExports(client).file(QUERY, 'arrow')
  const table = tableFromIPC(new Uint8Array(await file.arrayBuffer()))
  expect([...(table.getChild('dossiers.received') ?? [])].map(Number)).toEqual([60, 100, 40])
})

test('what the analysts’ guide says of it runs as it stands', async () => {
  const guide = readFileSync(join(ROOT, 'docs', 'analysts.md'), 'utf8')
  const [, block = ''] = /\n### TypeScript: .*?```ts\n(.*?)```/s.exec(guide) ?? []
  const path = join(analysts.metrics.dir, 'pasted.ts')
  writeFileSync(
    path,
    block.replaceAll("'./web/", `'${ROOT}/web/`).replaceAll('http://127.0.0.1:8080', analysts.origin),
  )
  const { stdout } = await promisify(execFile)(process.execPath, [path], {
    env: { ...process.env, TOANCANH_TOKEN: analysts.token('nationwide') },
  })
  const lines = stdout.trim().split('\n').sort()
  expect(lines).toEqual([
    ...['Hà Nội 60', 'Hồ Chí Minh 40', 'Tuyên Quang 100', 'all 200'],
    expect.stringMatching(/^bytes \d{3,}$/),
  ])
})

test('what is refused is an error that says why, and where', async () => {
  const { signal } = new AbortController()
  const refused = await createSql(clientOf('nationwide'))
    .run('SELECT 1,\n  provinse FROM dossiers', crypto.randomUUID(), signal)
    .catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(ApiError)
  expect(refused).toMatchObject({
    status: 400,
    code: 'sql_unknown_name',
    position: { line: 2, column: 3 },
  })
  await expect(createSql(clientOf('leader-of-01')).schema()).rejects.toMatchObject({
    status: 403,
    code: 'role',
  })
  await expect(clientOf('nobody').status()).rejects.toMatchObject({ status: 401 })
})
