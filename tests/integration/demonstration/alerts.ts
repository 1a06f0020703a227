import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { AlertsAnswer, ListedChange } from '../../../reports/alerts/api/answers.ts'
import { readRules } from '../../../reports/alerts/rules/read.ts'
import { cli } from '../../product.ts'
import type { Demonstration } from './loaded.ts'
import type { RecomputedDatabase } from './recomputed-database.ts'
import { dossiersSql } from './recomputed-dossiers.ts'

const day = (back: number, from: string): string =>
  new Date(Date.parse(from) - back * 86_400_000).toISOString().slice(0, 10)

/** What the running product has found by itself, against the files. */
export function alertsTests(demonstration: () => Demonstration, recomputed: () => RecomputedDatabase): void {
  /** Once every rule has been evaluated, which the product does by itself. */
  const evaluated = async (): Promise<AlertsAnswer> => {
    for (;;) {
      const answer = await demonstration().get<AlertsAnswer>('/api/alerts')
      if (answer.rules.every(({ evaluated_at }) => evaluated_at !== null)) return answer
      await sleep(500)
    }
  }
  const asOf = async (name: string): Promise<string> => {
    const { datasets } = await demonstration().get<{ datasets: { dataset: string; as_of: string }[] }>(
      '/api/status',
    )
    return datasets.find(({ dataset }) => dataset === name)?.as_of ?? ''
  }
  const openOf = ({ alerts }: AlertsAnswer, rule: string): string[] =>
    alerts.flatMap((alert) => (alert.rule === rule ? alert.place.code : [])).sort()

  test('every rule is evaluated for every place and said in whole sentences', async () => {
    const answer = await evaluated()
    expect(answer.rules.map(({ id }) => id)).toEqual(readRules().rules.map(({ id }) => id))
    for (const { id, scope, watched, words } of answer.rules) {
      if (scope !== 'dataset') expect(watched, id).toBe(scope === 'national' ? 1 : 34)
      expect(words.length, id).toBeGreaterThanOrEqual(3)
    }
    const { changes } = await demonstration().get<{ changes: ListedChange[] }>(
      '/api/alerts/history?limit=500',
    )
    expect(changes.length).toBeGreaterThanOrEqual(answer.alerts.length)
    expect(JSON.stringify([answer, changes])).not.toMatch(/NaN|undefined|Infinity/)
    // Nothing more recent than that the data is simulated and ends long ago.
    expect(openOf(answer, 'nguon-cham')).toContain('dossiers')
  })

  test('provinces with much overdue, and below the least on-time rate, are those of the files', async () => {
    const answer = await evaluated()
    const end = await asOf('dossiers')
    const of = async (from: string) =>
      recomputed().rows(
        dossiersSql({ name: '', period: ['', ''], by: ['province'] }, { start: '', from, to: end }),
      )
    const backlog = await of(end)
    const overdue = backlog.filter(
      (row) => Number(row['pending']) >= 30 && Number(row['pending_overdue']) / Number(row['pending']) > 0.4,
    )
    expect(openOf(answer, 'ton-qua-han-tinh')).toEqual(overdue.map((row) => String(row['province'])).sort())
    const weeks = await of(day(27, end))
    const late = weeks.filter((row) => Number(row['resolved']) >= 50 && Number(row['on_time_rate']) < 0.95)
    expect(openOf(answer, 'dung-han-tinh')).toEqual(late.map((row) => String(row['province'])).sort())
    expect(overdue.length + late.length).toBeGreaterThan(0)
  })

  test('the command line finds what the running product found', async () => {
    const answer = await evaluated()
    const { code, stdout } = await cli('report', ['alerts', '--evaluate', '--json'], demonstration().dataDir)
    expect(code).toBe(0)
    const found = JSON.parse(stdout) as { rule: string; subject: string; state: string }[]
    const beyond = found.flatMap(({ rule, subject, state }) =>
      state === 'beyond' ? `${rule}.${subject}` : [],
    )
    // One rule waits for a second evaluation.
    const waiting = beyond.filter((id) => id.startsWith('hai-long-giam-tinh.'))
    expect(beyond.filter((id) => !waiting.includes(id)).sort()).toEqual(
      answer.alerts.map(({ id }) => id).sort(),
    )
  })

  test('the overdue tasks of the country are those of the file', async () => {
    const answer = await evaluated()
    const [alert] = answer.alerts.filter(({ rule }) => rule === 'nhiem-vu-qua-han')
    const end = await asOf('tasks')
    const [row] = await recomputed().rows(
      `SELECT count(*) AS n FROM (
         SELECT * FROM read_csv('${demonstration().folder}/tasks/*.csv', all_varchar = true)
         QUALIFY row_number() OVER (PARTITION BY task_code ORDER BY updated_at DESC) = 1
       ) WHERE due_on < '${end}' AND (done_on IS NULL OR done_on > '${end}')`,
    )
    expect(Number(row?.['n'])).toBeGreaterThan(0)
    expect(alert?.sentence.vi).toContain(`quá hạn: ${Number(row?.['n'])} (`)
  })
}
