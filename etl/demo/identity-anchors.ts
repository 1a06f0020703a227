import { OPENED } from './story.ts'

/**
 * Totals since the beginning at given days, nationwide; between two anchors the days follow the week and the holidays.
 * Published totals (domain: 18/4/2022, 31/12/2023, mid-2025, 16/01/2026, 15 million cards by 4/2021) are met to the
 * unit; the others are drawn between them as S-curves and are simulated.
 */
type Curve = readonly (readonly [day: string, total: number])[]

export const MEASURES = ['received', 'approved', 'issued', 'reissued', 'activated', 'rejected'] as const
export type Measure = (typeof MEASURES)[number]

/** Registration of electronic identity began on 2022-02-25. */
const EID_BEGAN = '2022-02-25'
/** VNeID accounts were first issued and activated in July 2022. */
const EID_ISSUED_FROM = '2022-07-18'
/** Rejections are not reported before. */
const REJECTED_FROM = '2022-05-01'
const REISSUED_FROM = '2024-07-01'
const END = '2027-12-31'

const EID_DAYS = [
  '2022-07-17',
  '2022-12-31',
  '2023-03-01',
  '2023-06-30',
  '2023-12-31',
  '2024-12-31',
  '2025-06-30',
  '2026-01-16',
  '2026-10-31',
  END,
]
const CARD_DAYS = [
  '2021-04-30',
  '2021-06-30',
  '2021-12-24',
  '2022-04-18',
  '2022-12-31',
  '2023-07-31',
  '2023-12-31',
  '2024-06-30',
  '2024-12-31',
  '2025-06-30',
  '2025-12-31',
  '2026-10-31',
  END,
]

/** Totals in thousands at these days. */
const at = (days: readonly string[], thousands: readonly number[]): Curve =>
  thousands.map((total, index) => [
    days[index + days.length - thousands.length] ?? '',
    Math.round(total * 1000),
  ])

const share = (curve: Curve, of: number, from: string): Curve =>
  curve.filter(([day]) => day > from).map(([day, total]) => [day, Math.round(total * of)])

interface Series {
  product: string
  measure: Measure
  /** The first day; nothing is reported before. */
  from: string
  curve: Curve
}

// 93,029 and 300,000 are the 393,029 dossiers of 2022-04-18; how they split by level is simulated.
const eid1Received: Curve = [
  ['2022-03-15', 20_000],
  ['2022-04-10', 72_000],
  ['2022-04-18', 93_029],
  ...at(EID_DAYS, [350, 4_500, 6_600, 12_500, 18_200, 21_000, 22_000, 23_200, 24_600, 26_000]),
]
const eid2Received: Curve = [
  ['2022-03-15', 80_000],
  ['2022-04-10', 240_000],
  ['2022-04-18', 300_000],
  ...at(EID_DAYS, [1_100, 10_500, 15_400, 34_500, 52_000, 59_000, 61_500, 64_300, 67_000, 70_000]),
]
const cardReceived = at(
  CARD_DAYS,
  [15_200, 50_200, 58_500, 65_000, 76_500, 84_400, 85_200, 86_200, 91_300, 96_400, 101_500, 109_800, 121_500],
)

// prettier-ignore
export const SERIES: readonly Series[] = [
  { product: 'eid_1', measure: 'received', from: EID_BEGAN, curve: eid1Received },
  { product: 'eid_1', measure: 'approved', from: EID_BEGAN, curve: [['2022-03-15', 12_000], ['2022-04-10', 52_000], ['2022-04-18', 70_000],
    ...at(EID_DAYS, [300, 4_200, 6_250, 12_000, 17_800, 20_700, 21_800, 22_950, 24_300, 25_700])] },
  { product: 'eid_1', measure: 'issued', from: EID_ISSUED_FROM, curve: at(EID_DAYS, [4_000, 6_000, 11_700, 17_500, 20_400, 21_500, 22_700, 24_000, 25_400]) },
  { product: 'eid_1', measure: 'activated', from: EID_ISSUED_FROM, curve: at(EID_DAYS, [500, 1_000, 4_500, 10_900, 13_400, 14_300, 15_200, 16_400, 18_000]) },
  { product: 'eid_1', measure: 'rejected', from: REJECTED_FROM, curve: share(eid1Received, 0.012, REJECTED_FROM) },
  { product: 'eid_2', measure: 'received', from: EID_BEGAN, curve: eid2Received },
  { product: 'eid_2', measure: 'approved', from: EID_BEGAN, curve: [['2022-03-15', 50_000], ['2022-04-10', 180_000], ['2022-04-18', 230_000],
    ...at(EID_DAYS, [950, 9_600, 14_300, 33_000, 50_900, 58_100, 60_800, 63_500, 66_300, 69_300])] },
  { product: 'eid_2', measure: 'issued', from: EID_ISSUED_FROM, curve: at(EID_DAYS, [8_800, 13_200, 31_500, 49_800, 57_400, 60_000, 62_600, 65_500, 68_500]) },
  { product: 'eid_2', measure: 'activated', from: EID_ISSUED_FROM, curve: at(EID_DAYS, [1_200, 2_800, 14_500, 38_800, 46_500, 49_600, 52_100, 54_800, 58_000]) },
  { product: 'eid_2', measure: 'rejected', from: REJECTED_FROM, curve: share(eid2Received, 0.012, REJECTED_FROM) },
  { product: 'card', measure: 'received', from: '2021-01-01', curve: cardReceived },
  { product: 'card', measure: 'approved', from: '2021-01-01', curve: at(CARD_DAYS, [13_000, 48_000, 57_500, 64_300, 76_000, 84_000, 84_950, 85_900, 90_950, 96_000, 101_050, 109_350, 121_000]) },
  { product: 'card', measure: 'issued', from: '2021-01-01', curve: at(CARD_DAYS, [10_500, 46_000, 56_000, 63_000, 75_000, 83_600, 84_700, 85_600, 87_100, 88_600, 90_100, 92_600, 96_100]) },
  { product: 'card', measure: 'reissued', from: REISSUED_FROM, curve: at(CARD_DAYS, [3_500, 7_000, 10_500, 16_300, 24_500]) },
  { product: 'card', measure: 'rejected', from: REJECTED_FROM, curve: share(cardReceived, 0.004, REJECTED_FROM) },
  { product: 'child_number', measure: 'issued', from: '2021-01-01', curve: [['2021-12-24', 6_520_000], ['2022-04-18', 7_004_312],
    ...at(['2022-12-31', '2023-12-31', '2024-12-31', '2025-12-31', '2026-10-31', END], [8_000, 9_400, 10_750, 12_050, 13_100, 14_500])] },
]

/** Hồ Chí Minh City (63 units) had issued 1,497,360 accounts on 2023-03-01 and 304,191 were active; by level simulated. */
const HCMC_DAY = '2023-03-01'
const HCMC: Record<string, number> = {
  'eid_1 issued': 468_000,
  'eid_2 issued': 1_029_360,
  'eid_1 activated': 80_000,
  'eid_2 activated': 224_191,
}
/** The city's share of all dossiers, at which those two figures fit the national curves. */
const HCMC_SHARE = 0.078

/** A stretch of days over which `amount` is spread. `place` is the city's code, or empty for the other 62 provinces. */
export type Segment = [
  product: string,
  measure: Measure,
  place: '79' | '',
  from: string,
  to: string,
  amount: number,
]

const dayAfter = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)

/** Consecutive stretches. Anchors before the portal opened become one opening row each, dated the anchor. */
export function segments(): Segment[] {
  return SERIES.flatMap(({ product, measure, from, curve }) => {
    const city = curve.map(([day, total]): [string, number] => [
      day,
      (day === HCMC_DAY ? HCMC[`${product} ${measure}`] : undefined) ?? Math.round(total * HCMC_SHARE),
    ])
    const others = curve.map(([day, total], index): [string, number] => [
      day,
      total - (city[index]?.[1] ?? 0),
    ])
    return (
      [
        ['79', city],
        ['', others],
      ] as const
    ).flatMap(([place, totals]) =>
      totals.map(([day, total], index): Segment => {
        const before = totals[index - 1]
        const start = day < OPENED ? day : before === undefined ? from : dayAfter(before[0])
        return [product, measure, place, start, day, total - (before?.[1] ?? 0)]
      }),
    )
  })
}
