/** How a number cell of a style is to be read: as a moment, as digits with leading zeros, or as it is. */
export type NumberFormat = { is: 'date' } | { is: 'padded'; digits: number } | { is: 'plain' }

/** Formats that every workbook has by number, without writing them down (ECMA-376, 18.8.30). */
const BUILT_IN_DATES = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 30, 36, 45, 46, 47, 50, 57])

/**
 * @param id the style's `numFmtId`.
 * @param code its format code where the workbook gives one: `00`, `dd/mm/yyyy`, `#,##0`.
 */
export function numberFormat(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) return BUILT_IN_DATES.has(id) ? { is: 'date' } : { is: 'plain' }
  // For positive numbers, without texts, colours, conditions, languages and fillings.
  const [positive = ''] = code.replaceAll(/"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]/gi, '').split(';')
  if (/^0{2,}$/.test(positive)) return { is: 'padded', digits: positive.length }
  return /[dmyhs]/i.test(positive.replaceAll(/general/gi, '')) ? { is: 'date' } : { is: 'plain' }
}

const DAY_SECONDS = 86_400
/** Days from 1970-01-01 to the day that serial 0 stands for. */
const EPOCH_1900 = -25_569
const EPOCH_1904 = -24_107
/** 31 December 9999. */
const LAST_SERIAL = 2_958_466

/**
 * The text of a number cell: `2022-04-18`, `2022-04-18 09:30:00`, `01`, `12.5`; a number without exponent, and of the 15
 * digits that the program shows.
 *
 * @param value as the file has it, `44669.395833333336`.
 */
export function numberText(value: string, format: NumberFormat, date1904: boolean): string {
  const number = value.trim() === '' ? NaN : Number(value)
  if (!Number.isFinite(number)) return value
  if (format.is === 'date') return momentText(number, date1904) ?? plainText(number)
  const text = plainText(number)
  return format.is === 'padded' && /^\d+$/.test(text) ? text.padStart(format.digits, '0') : text
}

/** @returns undefined where the number is no day of the calendar: a time of day alone, or 29 February 1900. */
function momentText(serial: number, date1904: boolean): string | undefined {
  if (serial < 1 || serial >= LAST_SERIAL) return undefined
  // Seconds are what a file's times have; serials are fractions and never exact.
  const seconds = Math.round(serial * DAY_SECONDS)
  const day = Math.floor(seconds / DAY_SECONDS)
  if (!date1904 && day === 60) return undefined
  const epoch = date1904 ? EPOCH_1904 : day < 60 ? EPOCH_1900 + 1 : EPOCH_1900
  const iso = new Date((seconds + epoch * DAY_SECONDS) * 1000).toISOString()
  return seconds % DAY_SECONDS === 0 ? iso.slice(0, 10) : iso.slice(0, 19).replace('T', ' ')
}

function plainText(number: number): string {
  if (Number.isSafeInteger(number)) return String(number)
  const text = String(Number(number.toPrecision(15)))
  const [, sign = '', whole = '', fraction = '', exponent] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(text) ?? []
  if (exponent === undefined) return text
  const shift = Number(exponent)
  const digits = whole + fraction
  const point = whole.length + shift
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return (
    sign +
    digits.slice(0, point).padEnd(point, '0') +
    (point < digits.length ? `.${digits.slice(point)}` : '')
  )
}
