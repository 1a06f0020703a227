import type { Words } from '../../../cube/gateway/rows.ts'
import { formatDay, formatNumber, formatPercent, type Language } from '../../../web/src/format/number.ts'
import type { Model } from '../../compose/composing.ts'
import { differenceText, figureText, inBoth, inSentence, word } from '../evaluate/figure-text.ts'
import type { Spoken } from '../evaluate/judgement.ts'
import { datasetTitle, spokenOf, valueTitle } from '../evaluate/names.ts'
import type { AlertRule, Condition, ConditionOf, Limit, MetricCondition, Window } from './schema.ts'

/** A rule in words, a sentence a line: when an alert begins, when it ends, what is not judged, and what no data means. */
export function ruleWords(rule: AlertRule, model: Model): Words[] {
  const { condition } = rule
  return [
    condition.kind === 'stale'
      ? staleWords(condition)
      : inBoth((language) => begins(condition, model, language)),
    ends(rule, model),
    ...least(condition, model),
    NO_DATA[rule.no_data],
  ]
}

const NO_DATA: Record<AlertRule['no_data'], Words> = {
  alert: {
    vi: 'Không có dữ liệu: báo riêng, vì đó cũng là điều cần biết.',
    en: 'Without data: an alert of its own.',
  },
  keep: {
    vi: 'Không có dữ liệu: giữ nguyên trạng thái, không coi là bằng 0.',
    en: 'Without data: left as it was, never taken for zero.',
  },
  ok: { vi: 'Không có dữ liệu: coi là bình thường.', en: 'Without data: taken for well.' },
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

function begins(condition: MetricCondition, model: Model, language: Language): string {
  const spoken = spokenOf(model, condition)
  const title = inSentence(spoken.title[language]) + partOf(condition, language)
  const say = (vi: string, en: string) => sentence(word(language, vi, en))
  switch (condition.kind) {
    case 'threshold': {
      const limit = limitText(condition.limit, spoken, language)
      const when = windowText(condition.window, language)
      return condition.side === 'above'
        ? say(`báo khi ${title} ${when} vượt ${limit}`, `begins when ${title} ${when} is above ${limit}`)
        : say(`báo khi ${title} ${when} dưới ${limit}`, `begins when ${title} ${when} is below ${limit}`)
    }
    case 'change': {
      const by = byText(condition.by, spoken, language)
      const when = windowText(condition.window, language)
      const old = word(
        language,
        condition.against === 'previous' ? 'kỳ liền trước dài bằng vậy' : 'cùng kỳ năm trước',
        condition.against === 'previous' ? 'the same span before it' : 'the same days a year before',
      )
      const fall = condition.direction === 'fall'
      return say(
        `báo khi ${title} ${when} ${fall ? 'giảm' : 'tăng'} quá ${by} so với ${old}`,
        `begins when ${title} ${when} ${fall ? 'falls' : 'rises'} by more than ${by} against ${old}`,
      )
    }
    case 'rank':
      return say(
        `báo khi ${title} ${windowText(condition.window, language)} tụt từ ${condition.fell_by} bậc trở lên so với kỳ liền trước`,
        `begins when ${title} ${windowText(condition.window, language)} is ${condition.fell_by} places or more down from the period before`,
      )
    case 'forecast': {
      const by =
        condition.deadline === 'year_end'
          ? word(language, 'cuối năm', "the year's end")
          : formatDay(condition.deadline)
      const target = limitText(condition.target, spoken, language)
      return say(
        `báo khi đường thẳng (bình phương nhỏ nhất) qua ${condition.weeks} tuần gần nhất của ${title} kéo đến ${by} thấp hơn ${target}`,
        `begins when the straight line (least squares) through the last ${condition.weeks} weeks of ${title} leads below ${target} at ${by}`,
      )
    }
    case 'anomaly': {
      const { width, least_width, weeks } = condition
      const share = formatPercent(least_width, language)
      const side = {
        above: word(language, 'cao hơn', 'above'),
        below: word(language, 'thấp hơn', 'below'),
        both: word(language, 'ra ngoài', 'outside'),
      }[condition.side]
      return say(
        `báo khi ${title} của ngày trọn gần nhất ${side} mức thường lệ: trung vị cùng thứ trong ${weeks} tuần trước, cộng trừ ${formatNumber(width, 'vi', 1)} lần độ lệch (1,4826 × trung vị khoảng cách) và ít nhất ${share}; không xét ngày nghỉ, ngày làm bù`,
        `begins when ${title} of the last whole day is ${side} what is usual: the median of the same weekday of ${weeks} weeks before, give or take ${formatNumber(width, 'en', 1)} deviations (1.4826 × the median distance) and at least ${share}; holidays are left out`,
      )
    }
  }
}

function staleWords({ datasets, grace_days }: ConditionOf<'stale'>): Words {
  return inBoth((language) => {
    const which =
      datasets.length === 0
        ? word(language, 'một nguồn có nhịp', 'a dataset that has a rhythm')
        : datasets.map((one) => datasetTitle(one)[language]).join(', ')
    const days =
      grace_days === 0 ? '' : word(language, ` thêm ${grace_days} ngày`, ` by ${grace_days} more days`)
    return sentence(
      word(
        language,
        `báo khi số liệu mới nhất của ${which} cũ hơn nhịp bình thường${days}`,
        `begins when the newest data of ${which} is older than its rhythm${days}`,
      ),
    )
  })
}

function ends({ condition, for: often, recover_for }: AlertRule, model: Model): Words {
  return inBoth((language) => {
    const back = backText(condition, model, language)
    const begin =
      often === 1
        ? ''
        : word(
            language,
            ` Phải vượt ${often} lần đánh giá liền mới báo.`,
            ` It must be so in ${often} evaluations in a row.`,
          )
    const calm =
      recover_for === 1
        ? ''
        : word(language, `, ${recover_for} lần đánh giá liền`, `, in ${recover_for} evaluations in a row`)
    return `${word(language, 'Hết báo khi', 'Ends when')} ${back}${calm}.${begin}`
  })
}

function backText(condition: Condition, model: Model, language: Language): string {
  const plain = word(language, 'trở lại trong ngưỡng', 'it is back within the limit')
  switch (condition.kind) {
    case 'stale':
      return word(language, 'số liệu về đúng nhịp', 'the data is in rhythm again')
    case 'rank':
      return condition.margin === 0
        ? plain
        : word(
            language,
            `tụt không quá ${Math.max(0, condition.fell_by - 1 - condition.margin)} bậc`,
            `it is no more than ${Math.max(0, condition.fell_by - 1 - condition.margin)} places down`,
          )
    case 'anomaly':
      return word(
        language,
        `trở lại trong ${formatPercent(1 - condition.margin, 'vi')} khoảng thường lệ`,
        `it is back within ${formatPercent(1 - condition.margin, 'en')} of the usual range`,
      )
    case 'threshold':
    case 'change':
    case 'forecast': {
      if (condition.margin === 0) return plain
      const by = byText(condition.margin, spokenOf(model, condition), language, condition.kind === 'change')
      return word(language, `trở lại trong ngưỡng thêm ${by}`, `it is back within the limit by ${by}`)
    }
  }
}

function least(condition: Condition, model: Model): Words[] {
  const lines: Words[] = []
  if (condition.kind === 'stale') return lines
  if (condition.min_count !== undefined) {
    const { measure, at_least } = condition.min_count
    const { title } = model.of(measure)
    lines.push({
      vi: `Chỉ xét khi ${inSentence(title.vi)} từ ${formatNumber(at_least, 'vi')} trở lên.`,
      en: `Judged only where ${inSentence(title.en)} is at least ${formatNumber(at_least, 'en')}.`,
    })
  }
  if (condition.kind === 'anomaly') {
    lines.push({
      vi: `Chỉ xét khi mức thường lệ từ ${formatNumber(condition.least_usual, 'vi')} trở lên.`,
      en: `Judged only where the usual number is at least ${formatNumber(condition.least_usual, 'en')}.`,
    })
  }
  return lines
}

const partOf = ({ filters }: MetricCondition, language: Language): string =>
  filters.length === 0
    ? ''
    : ` (${filters.flatMap(({ member, values }) => values.map((value) => valueTitle(member, value)[language])).join(', ')})`

function limitText(limit: Limit, spoken: Spoken, language: Language): string {
  if (typeof limit === 'number') return figureText(limit, spoken.unit, language)
  return limit.level === 'green'
    ? word(language, 'ngưỡng đạt đang hiệu lực', 'the target in force')
    : word(language, 'ngưỡng tối thiểu đang hiệu lực', 'the minimum in force')
}

/** A distance: of counts that change a share, else in the figure's own unit. */
const byText = (by: number, { unit }: Spoken, language: Language, relative = true): string =>
  unit === 'count' && relative
    ? formatPercent(by, language)
    : differenceText(by, unit, language).replace('+', '')

const KIND = {
  vi: { day: 'ngày', week: 'tuần', month: 'tháng', quarter: 'quý', half: 'nửa năm', year: 'năm' },
  en: { day: 'day', week: 'week', month: 'month', quarter: 'quarter', half: 'half-year', year: 'year' },
} as const

function windowText(window: Window, language: Language): string {
  if ('last' in window)
    return word(
      language,
      `của ${KIND.vi[window.last]} trọn gần nhất`,
      `of the last whole ${KIND.en[window.last]}`,
    )
  return window.days === 1
    ? word(language, 'ở ngày mới nhất', 'on the newest day')
    : word(language, `trong ${window.days} ngày gần nhất`, `of the last ${window.days} days`)
}
