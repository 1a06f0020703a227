import { expect, test } from 'vitest'
import { datasetRow, freshness, statusAnswer, today } from './status.ts'

const row = (newest: string | null, rhythm_days = 7, rows = 1) => ({
  rows,
  newest_business_date: newest,
  rhythm_days,
})

test('late means: older than the rhythm, in days of the ministry', () => {
  const evening = new Date('2026-11-20T16:59:59Z')
  expect(today(evening)).toBe('2026-11-20')
  expect(freshness(row('2026-11-13'), evening)).toBe('fresh')
  expect(freshness(row('2026-11-12'), evening)).toBe('late')
  const midnight = new Date('2026-11-20T17:00:00Z')
  expect(today(midnight)).toBe('2026-11-21')
  expect(freshness(row('2026-11-13'), midnight)).toBe('late')
})

test('no rows are not late but empty; without a rhythm nothing is late', () => {
  const now = new Date('2026-11-20T03:00:00Z')
  expect(freshness(row(null, 7, 0), now)).toBe('empty')
  expect(freshness(row('2019-04-01', 0), now)).toBe('fresh')
})

test('rows are read as the engine writes them', () => {
  const parsed = datasetRow.parse({
    dataset: 'dossiers',
    rows: '18446744',
    as_of: '2026-10-31',
    newest_business_date: '2026-10-31',
    last_load_at: '2026-11-01T02:03:04Z',
    rhythm_days: 1,
    simulated: 1,
  })
  const answer = statusAnswer([parsed], new Date('2026-11-20T03:00:00Z'), '1.2.3')
  expect(answer).toEqual({
    version: '1.2.3',
    now: '2026-11-20T03:00:00.000Z',
    simulated: true,
    datasets: [
      {
        dataset: 'dossiers',
        rows: 18446744,
        as_of: '2026-10-31',
        newest_business_date: '2026-10-31',
        last_load_at: '2026-11-01T02:03:04Z',
        rhythm_days: 1,
        state: 'late',
      },
    ],
  })
  expect(() => datasetRow.parse({ ...parsed, rows: '-1' })).toThrow()
})
