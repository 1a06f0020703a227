import { beforeAll, expect, test } from 'vitest'
import { QUESTIONS } from '../../../web/src/pages/sql/questions.ts'
import type { Demonstration } from './loaded.ts'
import { ANSWERS, answerTables } from './recomputed-answers.ts'
import type { RecomputedDatabase } from './recomputed-database.ts'

/** The worked questions of the page SQL: what `/api/sql` answers is what DuckDB finds in the files. */
export function questionTests(demonstration: () => Demonstration, database: () => RecomputedDatabase): void {
  beforeAll(async () => {
    for (const statement of answerTables(demonstration().folder)) await database().run(statement)
  })

  test('there are thirty questions of every subject, each with its second computation', () => {
    expect(QUESTIONS).toHaveLength(30)
    expect(QUESTIONS.map(({ id }) => id).sort()).toEqual(Object.keys(ANSWERS).sort())
    expect(new Set(QUESTIONS.map(({ page }) => page)).size).toBe(5)
  })

  test.each(QUESTIONS)('$en', async ({ id, sql }) => {
    const [answer, expected] = await Promise.all([
      demonstration().sql(sql),
      database().lists(ANSWERS[id] ?? ''),
    ])
    expect(answer.length).toBeGreaterThan(0)
    expect(answer.map(comparable)).toEqual(expected.map(comparable))
  })
}

const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i

/** Numbers to twelve digits, whichever way the engine writes them; the rest as text. */
const comparable = (row: unknown[]): unknown[] =>
  row.map((value) =>
    typeof value === 'number' || (typeof value === 'string' && NUMBER.test(value) && !/^0\d/.test(value))
      ? Number(Number(value).toPrecision(12))
      : value,
  )
