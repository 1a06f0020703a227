import { expect, test } from 'vitest'
import { finalResult, finalResults, type QueryResult } from './final-result.ts'

const result = (queryType: string, resType = 'default'): QueryResult => {
  const query = {
    measures: ['dossiers.received'],
    dimensions: [],
    timeDimensions: [
      { dimension: 'dossiers.date', granularity: 'month', dateRange: ['2022-01-01', '2022-01-31'] },
    ],
  }
  return {
    getTransformData: () => [
      {
        aliasToMemberNameMap: {
          dossiers__received: 'dossiers.received',
          dossiers__date_month: 'dossiers.date.month',
        },
        queryType,
        resType,
        query,
      },
    ],
    getRootResultObject: () => [{ slowQuery: false }],
    getResults: () => [[{ dossiers__date_month: '2022-01-01T00:00:00.000', dossiers__received: '7' }]],
  }
}
const row = {
  'dossiers.date.month': '2022-01-01T00:00:00.000',
  'dossiers.received': '7',
  'dossiers.date': '2022-01-01T00:00:00.000',
}

test('aliases become member names, in each format', () => {
  expect(finalResult(result('regularQuery'))).toEqual({ slowQuery: false, data: [row] })
  expect(finalResult(result('regularQuery', 'compact'))).toMatchObject({
    data: { members: Object.keys(row), dataset: [Object.values(row)] },
  })
  expect(finalResult(result('regularQuery', 'columnar'))).toMatchObject({
    data: { columns: Object.values(row).map((value) => [value]) },
  })
})

test('compared periods are told apart', () => {
  const both = finalResults({
    results: [result('compareDateRangeQuery')],
    rootResultObject: { queryType: 'compareDateRangeQuery', slowQuery: false },
  })
  expect(both).toMatchObject({
    queryType: 'compareDateRangeQuery',
    results: [{ data: [{ ...row, compareDateRange: '2022-01-01 - 2022-01-31' }] }],
    pivotQuery: { dimensions: ['compareDateRange'] },
  })
})
