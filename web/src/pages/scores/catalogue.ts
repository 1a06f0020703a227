/** The reference data of index 766 as it is in force on a day, in the reader's language. Pure. */
import type { Reference, ScoreBand, ScoreCriterion, ScoreGroup } from '../../api/client.ts'
import type { Language } from '../../format/number.ts'
import type { Light } from '../../format/light.ts'
import type { Day } from '../../view/day.ts'

export interface Named {
  name: string
}
export type Group = ScoreGroup & Named
export type Criterion = ScoreCriterion & Named & { numerator: string; denominator: string }
export type Band = ScoreBand & Named & { light: Light }
export interface Catalogue {
  /** In the order the portal displays them. */
  groups: Group[]
  /** In the order of their numbers within their groups. */
  criteria: Criterion[]
  /** Best first. */
  bands: Band[]
}

const latest = <T extends { effective_from: string }>(
  rows: readonly T[],
  key: (row: T) => string,
  day: Day,
): T[] => {
  const begun = rows.filter((row) => row.effective_from <= day)
  return [...Map.groupBy(begun, key).values()].map((versions) =>
    versions.reduce((a, b) => (b.effective_from > a.effective_from ? b : a)),
  )
}

/** What is in force at a period's end: empty before the index began. */
export const catalogueAt = (
  reference: Reference['scores766'] | undefined,
  day: Day,
  language: Language,
): Catalogue => {
  const { groups = [], criteria = [], bands = [] } = reference ?? {}
  const named = <T extends { name_vi: string; name_en: string }>(row: T): T & Named => ({
    ...row,
    name: language === 'vi' ? row.name_vi : row.name_en,
  })
  const inOrder = latest(groups, (row) => row.code, day).sort((a, b) => a.position - b.position)
  const position = new Map(inOrder.map((row, i) => [row.code, i]))
  // Bands of one effective date are a set.
  const set = bands.filter((row) => row.effective_from <= day)
  const since = set.reduce((newest, row) => (row.effective_from > newest ? row.effective_from : newest), '')
  const best = set.filter((row) => row.effective_from === since).sort((a, b) => b.min_score - a.min_score)
  return {
    groups: inOrder.map(named),
    criteria: latest(criteria, (row) => row.criterion, day)
      .filter((row) => row.effective_to === null || row.effective_to >= day)
      .sort(
        (a, b) =>
          (position.get(a.group) ?? 9) - (position.get(b.group) ?? 9) ||
          a.criterion.localeCompare(b.criterion, 'en', { numeric: true }),
      )
      .map((row) => ({
        ...named(row),
        numerator: language === 'vi' ? row.numerator_vi : row.numerator_en,
        denominator: language === 'vi' ? row.denominator_vi : row.denominator_en,
      })),
    bands: best.map((row, i) => ({
      ...named(row),
      light: i < 2 ? 'good' : i === best.length - 1 ? 'bad' : 'warn',
    })),
  }
}
