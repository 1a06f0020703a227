import type { Column } from '../contracts/types.ts'

/** The ministry's zone: local times in files, and the day of every business date. */
const ZONE = 'Asia/Ho_Chi_Minh'

/** A text as an SQL literal. */
export const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
const list = (values: readonly string[]) => `[${values.map(quote).join(', ')}]`

const DATE = (raw: string) => `toDate(multiIf(
  length(${raw}) != 10, NULL,
  substring(${raw}, 5, 1) = '-', parseDateTimeOrNull(${raw}, '%Y-%m-%d', '${ZONE}'),
  parseDateTimeOrNull(${raw}, '%d/%m/%Y', '${ZONE}')))`

const ISO = String.raw`'^\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d([.]\\d+)?)?(Z|[+-]\\d\\d:?\\d\\d)?$'`

// The common forms first: parseDateTimeOrNull is strict (no 30 February) and fast.
const TIME = (raw: string) => {
  const common = `parseDateTimeOrNull(${raw}, '%Y-%m-%d %H:%i:%S', '${ZONE}')`
  return `multiIf(
  isNotNull(${common}), ${common},
  ${raw} = '', NULL,
  length(${raw}) = 19 AND substring(${raw}, 5, 1) = '-', parseDateTimeOrNull(replaceOne(${raw}, 'T', ' '), '%Y-%m-%d %H:%i:%S', '${ZONE}'),
  length(${raw}) = 19, parseDateTimeOrNull(${raw}, '%d/%m/%Y %H:%i:%S', '${ZONE}'),
  length(${raw}) = 16 AND substring(${raw}, 3, 1) = '/', parseDateTimeOrNull(${raw}, '%d/%m/%Y %H:%i', '${ZONE}'),
  length(${raw}) = 10 AND substring(${raw}, 5, 1) = '-', parseDateTimeOrNull(${raw}, '%Y-%m-%d', '${ZONE}'),
  length(${raw}) = 10, parseDateTimeOrNull(${raw}, '%d/%m/%Y', '${ZONE}'),
  match(${raw}, ${ISO}), toDateTime(parseDateTime64BestEffortOrNull(${raw}, 3, '${ZONE}'), '${ZONE}'),
  NULL)`
}

const YES = list(['1', 'true', 'yes', 'có'])
const NO = list(['0', 'false', 'no', 'không'])

/** The typed value of a column, null where empty or not readable; `raw` is the trimmed text of the field. */
export function typed(column: Column, raw: string, decimalComma: boolean): string {
  switch (column.kind) {
    case 'text':
      return `normalizeUTF8NFC(${raw})`
    case 'code':
    case 'province':
    case 'era':
      return raw
    case 'date':
      return DATE(raw)
    case 'time':
      return TIME(raw)
    case 'count':
      return `if(length(${raw}) <= 18, toUInt64OrNull(${raw}), NULL)`
    case 'number':
      return `toFloat64OrNull(${decimalComma ? `replaceOne(${raw}, ',', '.')` : raw})`
    case 'flag':
      return `multiIf(has(${YES}, lowerUTF8(${raw})), 1, has(${NO}, lowerUTF8(${raw})), 0, NULL)`
    case 'choice': {
      const spellings = [...column.values, ...Object.keys(column.also ?? {})]
      const values = [...column.values, ...Object.values(column.also ?? {})]
      return `transform(${raw}, ${list(['', ...spellings])}, ${list([column.empty ?? '', ...values])}, '')`
    }
    case 'list':
      return `arrayFilter(x -> x != '', arrayMap(x -> trimBoth(x), splitByChar(';', normalizeUTF8NFC(${raw}))))`
  }
}

/** When a value cannot be taken, as an SQL condition, and why, in words. */
export interface Fault {
  column: string
  when: string
  /** SQL text. */
  reason: string
}

/** Why a field may not be taken. `raw` is its text and `value` its typed value, both SQL. */
export function faultsOf(column: Column, raw: string, value: string): Fault[] {
  const faults: [when: string, reason: string][] = []
  if (column.required === true) faults.push([`${raw} = ''`, 'is required'])
  const given = `${raw} != ''`
  switch (column.kind) {
    case 'text':
    case 'list':
      faults.push([`NOT isValidUTF8(${raw})`, 'is not valid UTF-8 text'])
      break
    case 'code':
      faults.push([
        `${given} AND NOT match(${raw}, ${quote(`^(?:${column.pattern})$`)})`,
        `is not of the form ${column.form}`,
      ])
      break
    case 'province':
      faults.push([`${given} AND NOT match(${raw}, '^[0-9][0-9]$')`, 'is not a two-digit province code'])
      if (column.nationwide !== true)
        faults.push([`${raw} = '00'`, 'must be a province; 00 (nationwide) is not allowed here'])
      break
    case 'era':
      faults.push([`${given} AND ${raw} NOT IN ('63', '34')`, 'is neither 63 nor 34'])
      break
    case 'date':
      faults.push([`${given} AND isNull(${value})`, 'is not a date (2022-04-18 or 18/04/2022)'])
      break
    case 'time':
      faults.push([
        `${given} AND isNull(${value})`,
        'is not a time (2022-04-18T09:30:00 or 18/04/2022 09:30)',
      ])
      break
    case 'count': {
      const { min = 0, max } = column
      const range =
        max === undefined ? `a whole number, ${min} or more` : `a whole number from ${min} to ${max}`
      const outside = max === undefined ? `${value} < ${min}` : `${value} < ${min} OR ${value} > ${max}`
      faults.push([`${given} AND (isNull(${value}) OR ${outside})`, `is not ${range}`])
      break
    }
    case 'number':
      faults.push([`${given} AND (isNull(${value}) OR NOT isFinite(${value}))`, 'is not a number'])
      break
    case 'flag':
      faults.push([`${given} AND isNull(${value})`, 'is neither yes nor no (1 or 0, true or false)'])
      break
    case 'choice':
      faults.push([`${given} AND ${value} = ''`, `is none of ${column.values.join(', ')}`])
      break
  }
  return faults.map(([when, reason]) => ({ column: column.name, when, reason: quote(reason) }))
}

/** A value that any two equal typed values share and no two different ones do, for the row's hash. */
export function hashable(column: Column, value: string): string {
  if (column.kind === 'number') return `ifNull(${value}, -1.7976931348623157e308)`
  return ZERO[column.kind] === undefined ? value : `ifNull(toInt64(${value}), -1)`
}

/** SQL for a kind's value where there is none; text kinds are '' by themselves. */
const ZERO: Partial<Record<Column['kind'], string>> = {
  date: 'toDate(0)',
  time: `toDateTime(0, '${ZONE}')`,
  count: '0',
  number: '0',
  flag: '0',
}

/** What the landing table stores: never null where the contract requires a value. */
export function stored(column: Column, value: string): string {
  const zero = ZERO[column.kind]
  return zero === undefined || column.required !== true ? value : `ifNull(${value}, ${zero})`
}
