/*
 * The thirty worked questions of the page SQL and the twelve that Khám phá begins with, each chosen, run and read off the page, and
 * answered a second time by DuckDB over the files that the product was loaded from.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { QUESTIONS } from '../../web/src/pages/sql/questions.ts'
import { ANSWERS, answerTables } from '../integration/demonstration/recomputed-answers.ts'
import { openRecomputed, type RecomputedDatabase } from '../integration/demonstration/recomputed-database.ts'
import { cli } from '../product.ts'
import type { Visit } from './browser.ts'
import { openDesk } from './desk.ts'
import { DOSSIERS } from './product.ts'
import { numberShown, readTable, roundingOf, type ShownTable } from './shown-table.ts'
import { starterTests } from './starter-questions.ts'

const folder = mkdtempSync(join(tmpdir(), 'toancanh-worked-'))
const drop = join(folder, 'drop')
let browser: Browser
let desk: Visit
let origin: string
let recomputed: RecomputedDatabase

/** The demonstration once more: the same arguments give the same bytes. */
async function writeFiles(): Promise<void> {
  const args = ['demo', '--out', drop, '--dossiers', String(DOSSIERS)]
  const { code, stderr } = await cli('etl', args, join(folder, 'data'))
  if (code !== 0) throw new Error(stderr)
}

beforeAll(async () => {
  const [opened] = await Promise.all([openDesk(), writeFiles()])
  ;({ browser, desk } = opened)
  origin = opened.product.url
  recomputed = await openRecomputed(drop)
  for (const statement of answerTables(drop)) await recomputed.run(statement)
  await desk.page.goto(`${origin}/sql`)
})
afterAll(async () => {
  recomputed?.close()
  await browser?.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
})

test('the files are those that the product was loaded from', async () => {
  const answer = await desk.page.context().request.get(`${origin}/api/data/loads?limit=200`)
  const { loads } = (await answer.json()) as { loads: { file: string; bytes: number }[] }
  const written = readdirSync(drop, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.csv'))
    .map((entry) => [entry.name, statSync(join(entry.parentPath, entry.name)).size])
  expect(loads.map(({ file, bytes }) => [basename(file), bytes]).sort()).toEqual(written.sort())
})

/** The result on the page, once it is that of the statement in the editor. @throws Error with what the page says went wrong. */
async function result(): Promise<ShownTable> {
  const { page } = desk
  const shown = page.locator('[data-card=result][aria-busy=false]:not(:has([data-changed])) [role=grid]')
  const failed = page.locator('[data-failed]')
  await shown.or(failed).waitFor()
  if (await failed.isVisible()) throw new Error(await failed.innerText())
  return readTable(shown)
}

/** What a person reads in a cell is what it must say: numbers up to their rounding, days as `31/10/2026`, texts as they are. */
const expectShown = (text: string, exact: unknown, where: string): void => {
  if (typeof exact === 'bigint' || typeof exact === 'number') {
    const difference = Math.abs(numberShown(text) - Number(exact))
    expect(difference, `${where}: ${text} for ${exact}`).toBeLessThanOrEqual(roundingOf(Number(exact)))
  } else if (exact instanceof Date) {
    const [year, month, day] = exact.toISOString().slice(0, 10).split('-')
    expect(text, where).toBe(`${day}/${month}/${year}`)
  } else {
    expect(text, where).toBe(exact === null ? 'NULL' : exact)
  }
}

const expectTable = (rows: string[][], exact: unknown[][]): void => {
  expect(rows.map((row) => row.length)).toEqual(exact.map((row) => row.length))
  exact.forEach((row, r) =>
    row.forEach((value, c) => expectShown(rows[r]?.[c] ?? '', value, `row ${r + 1}, column ${c + 1}`)),
  )
}

test.each(QUESTIONS)('$vi', async ({ id, vi }) => {
  await desk.page.getByRole('button', { name: vi, exact: true }).click()
  const { rows } = await result()
  expect(rows.length).toBeGreaterThan(0)
  expectTable(rows, await recomputed.values(ANSWERS[id] ?? ''))
})

test('of a table longer than the page draws at once, every row', async () => {
  const { page } = desk
  await page.click('[data-editor] .cm-content')
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(
    'SELECT received_date, province, count() AS received FROM dossiers GROUP BY 1, 2 ORDER BY 1 DESC, 2 LIMIT 600',
  )
  // Until the page has taken the text in, the result it shows is that of the one before.
  await page.waitForSelector('[data-card=result] [data-changed]')
  await page.keyboard.press('Control+Enter')
  const { headings, rows } = await result()
  expect(headings).toEqual(['received_date', 'province', 'received'])
  expectTable(
    rows,
    await recomputed.values(
      'SELECT received_on, province, count(*) FROM dossiers GROUP BY 1, 2 ORDER BY 1 DESC, 2 LIMIT 600',
    ),
  )
  expect(desk.troubles).toEqual([])
})

describe('Khám phá begins with', () =>
  starterTests(
    () => desk,
    () => recomputed,
  ))
