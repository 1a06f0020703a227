import { expect, test } from 'vitest'
import { numberFormat, numberText, type NumberFormat } from './number-format.ts'

test.each<[number, string | undefined, NumberFormat]>([
  [0, undefined, { is: 'plain' }],
  [14, undefined, { is: 'date' }],
  [22, undefined, { is: 'date' }],
  [164, '00', { is: 'padded', digits: 2 }],
  [164, '00000;-00000', { is: 'padded', digits: 5 }],
  [164, '#,##0', { is: 'plain' }],
  [164, '0.00', { is: 'plain' }],
  [164, 'General', { is: 'plain' }],
  [164, '#,##0 "đồng/ngày d"', { is: 'plain' }],
  [164, '[$-42A]d mmmm yyyy', { is: 'date' }],
  [164, 'dd/mm/yyyy hh:mm', { is: 'date' }],
  [164, '[h]:mm', { is: 'date' }],
  [164, '[Red]0', { is: 'plain' }],
])('format %i %s', (id, code, format) => {
  expect(numberFormat(id, code)).toEqual(format)
})

// Serials as Excel shows them: 44669 is 18 April 2022 in the 1900 system, 43207 in the 1904 one.
test.each<[string, NumberFormat, boolean, string]>([
  ['44669', { is: 'date' }, false, '2022-04-18'],
  ['43207', { is: 'date' }, true, '2022-04-18'],
  ['44669.395833333336', { is: 'date' }, false, '2022-04-18 09:30:00'],
  ['44669.999999', { is: 'date' }, false, '2022-04-19'],
  ['1', { is: 'date' }, false, '1900-01-01'],
  ['59', { is: 'date' }, false, '1900-02-28'],
  ['60', { is: 'date' }, false, '60'],
  ['61', { is: 'date' }, false, '1900-03-01'],
  ['0.5', { is: 'date' }, false, '0.5'],
  ['-3', { is: 'date' }, false, '-3'],
  ['1', { is: 'padded', digits: 2 }, false, '01'],
  ['123', { is: 'padded', digits: 2 }, false, '123'],
  ['1', { is: 'plain' }, false, '1'],
  ['1.1000000000000001', { is: 'plain' }, false, '1.1'],
  ['1E+20', { is: 'plain' }, false, '100000000000000000000'],
  ['1.5E-7', { is: 'plain' }, false, '0.00000015'],
  ['-1.25E+21', { is: 'plain' }, false, '-1250000000000000000000'],
  ['9007199254740991', { is: 'plain' }, false, '9007199254740991'],
  ['x', { is: 'plain' }, false, 'x'],
])('%s as %o is %s', (value, format, date1904, text) => {
  expect(numberText(value, format, date1904)).toBe(text)
})
