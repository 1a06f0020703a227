import { parseQuestion, type Question } from '../../web/src/pages/explore/question.ts'
import { slugOf } from '../../web/src/format/text.ts'
import { parseState } from '../../web/src/view/address.ts'
import type { PeriodRule } from '../definitions/period.ts'
import type { ReportDefinition, Section } from '../definitions/schema.ts'
import type { Filters } from '../compose/composing.ts'
import { ON_TIME } from './on-time.ts'

/** The place a page is narrowed to: what it is called, and the condition on a view that has places. */
export interface OwnPlace {
  code: string
  name: string
  filters: (view: string) => Filters
}

/** What of a saved view arrives by mail: sections as in a report, or the table of a question of one's own. */
export type OwnContent =
  | { kind: 'sections'; sections: readonly Section[]; place: OwnPlace | null; landscape: boolean }
  | { kind: 'question'; question: Question; place: OwnPlace | null; landscape: boolean }

/** Why a view cannot arrive by mail: its page has nothing to send, its units have ended, nothing is asked. */
export type NoContent = 'page' | 'units' | 'question'

export interface Places {
  /** code → name of the 34 provinces. */
  provinces: ReadonlyMap<string, string>
  regions: readonly string[]
}

/** Pages whose figures are those of a report. Of the whole country the overview is the minister's page, else the province's. */
const REPORT_OF: Record<string, [country: string, part: string]> = {
  '/': ['bo-truong-ngay', 'tinh-tuan'],
  '/province': ['tinh-tuan', 'tinh-tuan'],
  '/identity': ['dinh-danh', 'dinh-danh'],
  '/rollout': ['de-an-06', 'de-an-06'],
  '/scores': ['bo-chi-so-766', 'bo-chi-so-766'],
}

/** The content of a view's address, for someone who sees the whole country or parts of it. */
export function contentOf(
  address: string,
  reports: readonly ReportDefinition[],
  places: Places,
  nationwide: boolean,
): OwnContent | NoContent {
  const { pathname, searchParams } = new URL(address, 'http://local.invalid')
  const { place: chosen, units } = parseState(Object.fromEntries(searchParams))
  if (units === '63') return 'units'
  const place = placeOf(chosen, places)
  if (pathname === '/explore') {
    const question = parseQuestion({
      ...Object.fromEntries(searchParams),
      where: searchParams.getAll('where'),
    })
    return question.measures.length === 0
      ? 'question'
      : {
          kind: 'question',
          question,
          place,
          landscape: question.dimensions.length + question.measures.length > 6,
        }
  }
  if (pathname === '/on-time') return { kind: 'sections', sections: ON_TIME, place, landscape: false }
  const ids = REPORT_OF[pathname]
  const report = ids && reports.find(({ id }) => id === ids[place === null && nationwide ? 0 : 1])
  return report === undefined
    ? 'page'
    : { kind: 'sections', sections: report.sections, place, landscape: report.landscape }
}

/** Which days a subscription is about: a page of reporting periods goes on with them, where there are such. */
export function systemOf(address: string, rhythm: PeriodRule['kind']): PeriodRule['system'] {
  const { searchParams } = new URL(address, 'http://local.invalid')
  const { period } = parseState(Object.fromEntries(searchParams))
  return rhythm === 'month' && period?.kind.startsWith('reporting') === true ? 'reporting' : 'calendar'
}

function placeOf(
  chosen: ReturnType<typeof parseState>['place'],
  { provinces, regions }: Places,
): OwnPlace | null {
  if (chosen.kind === 'province') {
    const { code } = chosen
    const name = provinces.get(code)
    if (name === undefined) return null
    return { code, name, filters: (view) => [equals(`${view}.province`, code)] }
  }
  const region = chosen.kind === 'region' ? regions.find((name) => slugOf(name) === chosen.slug) : undefined
  return region === undefined
    ? null
    : { code: '', name: region, filters: (view) => [equals(`${view}.region`, region)] }
}

const equals = (member: string, value: string): Filters[number] => ({
  member,
  operator: 'equals',
  values: [value],
})
