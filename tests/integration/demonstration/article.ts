import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Demonstration, Query } from './loaded.ts'

/** The day the article's figures are of, and the first day of registration for electronic identity. */
const ARTICLE_DAY = '2022-04-18'
const EID_BEGAN = '2022-02-25'
const EID = ['eid_1', 'eid_2']
/** The central cities of April 2022. */
const CITIES = ['01', '31', '48', '79', '92']

/** One line of fixtures/article-2022.csv: what the article prints, and where it must come out. */
interface Figure {
  /** Its name in the dataset `published`. */
  figure: string
  member: string
  filters: { member: string; values: string[] }[]
  period: [from: string, to: string]
  /** Bounds, both allowed; a percentage to the decimals the article prints. */
  least: number
  most: number
  decimals: number | null
  /** The number as printed. */
  printed: number
  source: string
}

const FIGURES = readFileSync(join(import.meta.dirname, '../../fixtures/article-2022.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map(figureOf)

function figureOf(line: string): Figure {
  const [figure = '', member = '', where = '', period = '', value = '', printed = '', source = ''] = [
    ...line.matchAll(/(?<=^|,)(?:"([^"]*)"|([^,]*))/g),
  ].map(([, quoted, plain]) => quoted ?? plain)
  const [view = ''] = member.split('.')
  const [from = '', to = from] = period.split('/')
  const [least = '', most = least] = value.replace(' %', '').split('..')
  return {
    figure,
    member,
    filters: where
      .split(';')
      .filter((condition) => condition !== '')
      .map((condition) => condition.split('='))
      .map(([name, values]) => ({ member: `${view}.${name}`, values: values?.split('|') ?? [] })),
    period: [from, to],
    least: Number(least),
    most: Number(most),
    decimals: value.endsWith('%') ? (least.split('.')[1]?.length ?? 0) : null,
    printed: Number(printed),
    source,
  }
}

const query = ({ member, filters, period }: Pick<Figure, 'member' | 'filters' | 'period'>): Query => ({
  measures: [member],
  timeDimensions: [{ dimension: `${member.split('.')[0]}.date`, dateRange: period }],
  filters: filters.map((filter) => ({ ...filter, operator: 'equals' })),
})

/** The figures the product starts from, read from the article's table and asked of Cube's REST by their members. */
export function articleTests(demonstration: () => Demonstration): void {
  const one = async (asked: Query): Promise<number | null> => {
    const rows = await demonstration().rows(asked)
    expect(rows).toHaveLength(1)
    const value = rows[0]?.[asked.measures[0] ?? ''] ?? null
    return value === null ? null : Number(value)
  }

  test('the table holds every figure of the article', () => {
    expect(FIGURES).toHaveLength(17)
    for (const { member, least, most, printed, source } of FIGURES) {
      expect(member).toMatch(/^[a-z]+\.[a-z_]+$/)
      expect(least).toBeGreaterThan(0)
      expect(most).toBeGreaterThanOrEqual(least)
      expect(printed).toBeGreaterThan(0)
      expect(source).toContain('18/4/2022')
    }
  })

  test.each(FIGURES)('$figure comes out of $member', async ({ decimals, least, most, ...figure }) => {
    const value = await one(query(figure))
    const shown = decimals === null ? value : Number(((value ?? Number.NaN) * 100).toFixed(decimals))
    expect(shown).toBeGreaterThanOrEqual(least)
    expect(shown).toBeLessThanOrEqual(most)
  })

  test('registration for electronic identity began on 25 February 2022', async () => {
    const received = (member: string, day: string) =>
      one(query({ member, period: [day, day], filters: [{ member: 'identity.product', values: EID }] }))
    expect(await received('identity.received_total', '2022-02-24')).toBeNull()
    expect(await received('identity.received', EID_BEGAN)).toBeGreaterThan(0)
  })

  test('each of the five central cities has terminals at every commune, and no other province has', async () => {
    const rows = await demonstration().rows({
      ...query({
        member: 'rollout.rate',
        period: [ARTICLE_DAY, ARTICLE_DAY],
        filters: [{ member: 'rollout.indicator', values: ['communes_with_terminals'] }],
      }),
      dimensions: ['rollout.province63'],
    })
    expect(rows).toHaveLength(63)
    const whole = rows.filter((row) => Number(row['rollout.rate']) === 1)
    expect(whole.map((row) => row['rollout.province63']).sort()).toEqual(CITIES)
  })

  test('the figures stand as published ones beside the simulated, with source and date, and are not added to them', async () => {
    const rows = await demonstration().rows({
      measures: ['published.value'],
      dimensions: ['published.figure', 'published.as_of', 'published.source', 'published.unit'],
      timeDimensions: [{ dimension: 'published.date', dateRange: [ARTICLE_DAY, ARTICLE_DAY] }],
      filters: [{ member: 'published.as_of', operator: 'equals', values: [ARTICLE_DAY] }],
    })
    const published = rows.map((row) => ({
      figure: row['published.figure'],
      as_of: row['published.as_of'],
      value: Number(row['published.value']),
      source: row['published.source'],
    }))
    const byName = (a: { figure: unknown }, b: { figure: unknown }) =>
      String(a.figure) < String(b.figure) ? -1 : 1
    expect(published.sort(byName)).toEqual(
      FIGURES.map(({ figure, printed, source }) => ({
        figure,
        as_of: ARTICLE_DAY,
        value: printed,
        source,
      })).sort(byName),
    )
    for (const row of rows) expect(row['published.unit']).not.toBe('')

    const status = await demonstration().get<{ simulated: boolean }>('/api/status')
    expect(status.simulated).toBe(true)
  })
}
