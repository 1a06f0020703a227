import { formatDay, formatDayShort } from '../../web/src/format/number.ts'
import type { Day } from '../../web/src/view/day.ts'
import type { ReportPeriod } from '../definitions/period.ts'

const ROMAN = ['', 'I', 'II', 'III', 'IV']

/** `quý I năm 2022`, within a sentence. */
export function periodName({ kind, word, from, to }: ReportPeriod): string {
  const year = word.slice(0, 4)
  switch (kind) {
    case 'day':
      return `ngày ${formatDay(from)}`
    case 'week':
      return `tuần ${Number(word.slice(6))} năm ${year} (${formatDayShort(from)}–${formatDay(to)})`
    case 'month':
      return `tháng ${Number(word.slice(5))} năm ${year}`
    case 'quarter':
      return `quý ${ROMAN[Number(word.slice(6))]} năm ${year}`
    case 'half':
      return word.endsWith('1') ? `6 tháng đầu năm ${year}` : `6 tháng cuối năm ${year}`
    case 'year':
      return `năm ${year}`
  }
}

/** The period with its days: `Quý I năm 2022 (từ ngày 15/12/2021 đến ngày 14/03/2022)`. */
export function periodTitle(period: ReportPeriod): string {
  const name = periodName(period)
  const title = name.charAt(0).toUpperCase() + name.slice(1)
  if (period.kind === 'day' || period.kind === 'week') return title
  return `${title} (từ ngày ${formatDay(period.from)} đến ngày ${formatDay(period.to)})`
}

/** What a comparison is against: `so với tuần trước`. */
export function comparedName(period: ReportPeriod, compared: ReportPeriod): string {
  const words = { day: 'ngày', week: 'tuần', month: 'tháng', quarter: 'quý', half: 'nửa năm', year: 'năm' }
  const previous = compared.from < period.from && nextTo(compared.to) === period.from
  if (previous) return `so với ${words[period.kind]} trước`
  return `so với ${periodName(compared)}`
}

const nextTo = (day: Day): Day => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)

/** `Hà Nội, ngày 05 tháng 02 năm 2022`: Nghị định 30/2020/NĐ-CP pads days below 10 and months 1 and 2. */
export function placeAndDate(place: string, day: Day): string {
  const [year = '', month = '', date = ''] = day.split('-')
  return `${place}, ngày ${date} tháng ${Number(month) > 2 ? Number(month) : month} năm ${year}`
}
