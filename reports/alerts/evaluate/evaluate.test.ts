import { describe, expect, test } from 'vitest'
import { judgeAnomaly, medianOf, usualOf } from './anomaly.ts'
import { judgeChange } from './change.ts'
import { judgeForecast, lineOf } from './forecast.ts'
import { zoneOf, type Spoken } from './judgement.ts'
import { judgeRank, ranksOf } from './rank.ts'
import { judgeStale } from './stale.ts'
import { judgeThreshold } from './threshold.ts'

const COUNT: Spoken = { title: { vi: 'Tiếp nhận', en: 'Received' }, unit: 'count' }
const RATE: Spoken = { title: { vi: 'Tỷ lệ đúng hạn', en: 'On-time rate' }, unit: 'ratio' }
const DAY = { from: '2026-11-28', to: '2026-11-28' }
const NOVEMBER = { from: '2026-11-01', to: '2026-11-28' }
const OCTOBER = { from: '2026-10-04', to: '2026-10-31' }

test.for<[value: number, side: 'above' | 'below', limit: number, margin: number, zone: string]>([
  [0.0501, 'above', 0.05, 0.01, 'beyond'],
  [0.05, 'above', 0.05, 0.01, 'between'],
  [0.0401, 'above', 0.05, 0.01, 'between'],
  [0.04, 'above', 0.05, 0.01, 'within'],
  [0.9499, 'below', 0.95, 0.005, 'beyond'],
  [0.95, 'below', 0.95, 0.005, 'between'],
  [0.955, 'below', 0.95, 0.005, 'within'],
  [0.3, 'above', 0.1 + 0.2, 0, 'within'],
])('%d %s %d, margin %d: %s', ([value, side, limit, margin, zone]) => {
  expect(zoneOf(value, side, limit, margin)).toBe(zone)
})

describe('threshold', () => {
  const rule = { side: 'below', margin: 0.005 } as const
  test('says the figure, its days and the limit', () => {
    expect(judgeThreshold(rule, 0.95, RATE, { value: 0.9421 }, NOVEMBER)).toEqual({
      zone: 'beyond',
      value: 0.9421,
      sentence: {
        vi: 'Tỷ lệ đúng hạn: 94,21% (01/11–28/11/2026), dưới ngưỡng 95%.',
        en: 'On-time rate: 94.21% (01/11–28/11/2026), below the limit of 95%.',
      },
    })
  })
  test('no data is not zero, and too little is not judged', () => {
    const none = judgeThreshold(rule, 0.95, RATE, { value: null }, NOVEMBER)
    expect([none.zone, none.sentence.vi]).toEqual([
      'no_data',
      'Tỷ lệ đúng hạn: không có dữ liệu (01/11–28/11/2026).',
    ])
    const count = (value: number | null) => ({
      value,
      at_least: 50,
      title: { vi: 'Đã giải quyết', en: 'Resolved' },
    })
    const few = judgeThreshold(rule, 0.95, RATE, { value: 0.5, count: count(12) }, NOVEMBER)
    expect([few.zone, few.sentence.vi]).toEqual([
      'unjudged',
      'Tỷ lệ đúng hạn: chưa xét, vì đã giải quyết chỉ là 12, ít hơn 50.',
    ])
    expect(judgeThreshold(rule, 0.95, RATE, { value: 0.5, count: count(50) }, DAY).zone).toBe('beyond')
    expect(judgeThreshold(rule, 0.95, RATE, { value: null, count: count(0) }, DAY).zone).toBe('unjudged')
    expect(judgeThreshold(rule, 0.95, RATE, { value: null, count: count(null) }, DAY).zone).toBe('no_data')
  })
})

describe('change', () => {
  const fall = { direction: 'fall', by: 0.3, margin: 0.1 } as const
  const judge = (
    value: number,
    before: number | null,
    spoken = COUNT,
    rule: Parameters<typeof judgeChange>[0] = fall,
  ) => judgeChange(rule, spoken, { value }, NOVEMBER, { range: OCTOBER, value: before })
  test('a count by its share', () => {
    // 658 of 1,000 is 34.2 % less.
    expect(judge(658, 1000)).toEqual({
      zone: 'beyond',
      value: 658,
      sentence: {
        vi: 'Tiếp nhận: 658 (01/11–28/11/2026), giảm 34,2% so với 1.000 (04/10–31/10/2026).',
        en: 'Received: 658 (01/11–28/11/2026), 34.2% less than 1,000 (04/10–31/10/2026).',
      },
    })
    expect([judge(700, 1000).zone, judge(800, 1000).zone, judge(2000, 1000).zone]).toEqual([
      'between',
      'within',
      'within',
    ])
  })
  test('a rate by its points', () => {
    const rule = { direction: 'fall', by: 0.05, margin: 0 } as const
    const judged = judge(0.88, 0.94, RATE, rule)
    expect([judged.zone, judged.sentence.vi]).toEqual([
      'beyond',
      'Tỷ lệ đúng hạn: 88% (01/11–28/11/2026), giảm 6 điểm % so với 94% (04/10–31/10/2026).',
    ])
    expect(judge(0.9, 0.94, RATE, rule).zone).toBe('within')
  })
  test('against nothing it is not judged', () => {
    expect([judge(10, null).zone, judge(10, 0).zone]).toEqual(['unjudged', 'unjudged'])
  })
})

describe('rank', () => {
  const rule = { fell_by: 10, margin: 5 } as const
  test('equals share a rank, and who has no figure has none', () => {
    const values = new Map<string, number | null>(Object.entries({ a: 9, b: 7, c: 7, d: null, e: 3 }))
    expect([...ranksOf(values, 'high', 'count')]).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 2],
      ['e', 4],
    ])
    expect([...ranksOf(values, 'low', 'count')]).toEqual([
      ['a', 4],
      ['b', 2],
      ['c', 2],
      ['e', 1],
    ])
    expect(ranksOf(values, 'low', 'rank').get('a')).toBe(9)
  })
  test('places lost against the period before', () => {
    const judge = (now: number, before: number | null) =>
      judgeRank(
        rule,
        { ...COUNT, unit: 'rank' },
        { value: now },
        { rank: now, of: 34, range: NOVEMBER },
        { rank: before, of: 34, range: OCTOBER },
      )
    expect(
      [judge(30, 18), judge(28, 18), judge(27, 18), judge(22, 18), judge(2, null)].map(({ zone }) => zone),
    ).toEqual(['beyond', 'beyond', 'between', 'within', 'unjudged'])
    expect(judge(30, 18).sentence.vi).toBe(
      'Tiếp nhận: hạng 30/34 (01/11–28/11/2026), tụt 12 bậc từ hạng 18 (04/10–31/10/2026).',
    )
  })
})

describe('forecast', () => {
  const week = (day: string, value: number) => ({ day, value })
  // Half a point a week: 0.80, 0.805, 0.81, 0.815 at the ends of four weeks.
  const points = [
    week('2026-11-08', 0.8),
    week('2026-11-15', 0.805),
    week('2026-11-22', 0.81),
    week('2026-11-29', 0.815),
  ]
  const rule = { deadline: 'year_end', margin: 0.005 } as const
  const spoken = { ...RATE, title: { vi: 'Độ phủ', en: 'Coverage' } }
  test('a straight line, drawn on to the deadline', () => {
    // 32 days after the last point: 0.815 + 32 ÷ 7 × 0.005 = 0.837857…
    const judged = judgeForecast(rule, 0.9, spoken, { value: 0.815 }, points)
    expect(judged.value).toBeCloseTo(0.815 + (32 / 7) * 0.005, 12)
    expect([judged.zone, judged.sentence.vi]).toEqual([
      'beyond',
      'Độ phủ: 81,5% ngày 29/11/2026; theo đường thẳng qua 4 tuần gần nhất (+0,5 điểm % mỗi tuần) thì đến 31/12/2026 đạt 83,79%, thấp hơn mục tiêu 90%.',
    ])
    const at = (target: number) => judgeForecast(rule, target, spoken, { value: 0.815 }, points).zone
    expect([at(0.84), at(0.835), at(0.83)]).toEqual(['beyond', 'between', 'within'])
  })
  test('least squares of points that are on no line', () => {
    // Days 0, 1, 2, 3 with 1, 3, 2, 6: slope 7 ÷ 5 a day, through (1.5; 3).
    const line = lineOf(
      ['01', '02', '03', '04'].map((date, index) => week(`2026-01-${date}`, [1, 3, 2, 6][index] ?? 0)),
    )
    expect(line?.perWeek).toBeCloseTo(9.8, 12)
    expect(line?.at('2026-01-11')).toBeCloseTo(3 + 8.5 * 1.4, 12)
  })
  test('after the deadline the figure is what counts; fewer than four weeks tell nothing', () => {
    const over = { ...rule, deadline: '2026-11-20' }
    expect(judgeForecast(over, 0.9, spoken, { value: 0.815 }, points)).toMatchObject({
      zone: 'beyond',
      value: 0.815,
    })
    expect(judgeForecast(rule, 0.9, spoken, { value: 0.815 }, points.slice(1)).zone).toBe('unjudged')
  })
})

describe('anomaly', () => {
  const rule = { side: 'below', width: 3, least_width: 0.1, margin: 0.25, least_usual: 30 } as const
  // Sorted 900 940 960 980 1000 1020 1050 1100: median 990; distances 10 10 30 30 50 60 90 110: median 40.
  const history = [980, 1020, 900, 1100, 940, 1000, 960, 1050]
  const judge = (value: number | null, given: Partial<Parameters<typeof judgeAnomaly>[0]> = {}) =>
    judgeAnomaly({ ...rule, ...given }, COUNT, { day: '2026-11-26', value, special: false }, history)
  test('median and median distance of the same weekday', () => {
    expect([medianOf([3, 1, 2]), medianOf([4, 1, 3, 2])]).toEqual([2, 2.5])
    const { median, half } = usualOf(rule, history)
    expect(median).toBe(990)
    expect(half).toBeCloseTo(3 * 1.4826 * 40, 9)
    // 990 ± 177.912
    expect([judge(812).zone, judge(813).zone, judge(857).zone, judge(2000).zone]).toEqual([
      'beyond',
      'between',
      'within',
      'within',
    ])
    expect([judge(1168, { side: 'both' }).zone, judge(1168, { side: 'above' }).zone]).toEqual([
      'beyond',
      'beyond',
    ])
    expect(judge(310).sentence).toEqual({
      vi: 'Tiếp nhận: 310 thứ Năm ngày 26/11/2026; cùng thứ trong 8 tuần trước thường từ 812 đến 1.168 (trung vị 990).',
      en: 'Received: 310 on Thursday, 26/11/2026; the same weekday of the 8 weeks before is usually 812 to 1,168 (median 990).',
    })
  })
  test('at least a part of the median, where the weeks before are alike', () => {
    const same = judgeAnomaly(
      rule,
      COUNT,
      { day: '2026-11-26', value: 91, special: false },
      Array<number>(8).fill(100),
    )
    expect(same.zone).toBe('between')
  })
  test('not judged: a day off, few weeks, few dossiers; a day that is not there is no zero', () => {
    const on = (value: number | null, special: boolean, weeks: number[]) =>
      judgeAnomaly(rule, COUNT, { day: '2026-11-26', value, special }, weeks).zone
    expect([
      on(1, true, history),
      on(1, false, history.slice(4)),
      on(1, false, [9, 9, 9, 9, 9]),
      on(null, false, history),
    ]).toEqual(['unjudged', 'unjudged', 'unjudged', 'no_data'])
  })
})

test('a dataset against its rhythm, by the ministry’s day', () => {
  // 23:30 of 28/11 in Hà Nội is still 28/11; half an hour later it is not.
  const judge = (now: string, grace_days = 0, rows = 10) =>
    judgeStale({ grace_days }, { rows, newest_business_date: '2026-11-26', rhythm_days: 2 }, new Date(now))
  expect(judge('2026-11-28T16:30:00Z').zone).toBe('within')
  expect(judge('2026-11-28T17:00:00Z')).toEqual({
    zone: 'beyond',
    value: 3,
    sentence: {
      vi: 'Số liệu mới nhất của ngày 26/11/2026, cách nay 3 ngày; nhịp bình thường là 2 ngày.',
      en: 'The newest data is of 26/11/2026, 3 days ago; its rhythm is 2 days.',
    },
  })
  expect(judge('2026-11-28T17:00:00Z', 2).zone).toBe('between')
  expect(judge('2026-11-28T17:00:00Z', 0, 0).zone).toBe('no_data')
})
