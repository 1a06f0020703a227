import { today, type DatasetRow } from '../../../server/api/status.ts'
import { formatDay } from '../../../web/src/format/number.ts'
import { spanOf } from '../../../web/src/view/day.ts'
import { inBoth, word } from './figure-text.ts'
import type { Judgement } from './judgement.ts'
import type { ConditionOf } from '../rules/schema.ts'

type State = Pick<DatasetRow, 'rows' | 'newest_business_date' | 'rhythm_days'>

/** A dataset against its rhythm. It is over as soon as the data is in rhythm again. */
export function judgeStale(
  { grace_days }: Pick<ConditionOf<'stale'>, 'grace_days'>,
  { rows, newest_business_date: newest, rhythm_days }: State,
  now: Date,
): Judgement {
  if (rows === 0 || newest === null) {
    return {
      zone: 'no_data',
      value: null,
      sentence: inBoth((language) => word(language, 'Chưa có dữ liệu.', 'No data yet.')),
    }
  }
  const age = spanOf(newest, today(now)) - 1
  const late = age - rhythm_days
  return {
    zone: late > grace_days ? 'beyond' : late > 0 ? 'between' : 'within',
    value: age,
    sentence: inBoth((language) =>
      word(
        language,
        `Số liệu mới nhất của ngày ${formatDay(newest)}, cách nay ${age} ngày; nhịp bình thường là ${rhythm_days} ngày.`,
        `The newest data is of ${formatDay(newest)}, ${age} days ago; its rhythm is ${rhythm_days} days.`,
      ),
    ),
  }
}
