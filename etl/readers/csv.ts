import type { CsvHeader } from './csv-header.ts'
import type { Input } from './input.ts'

/**
 * A CSV file's rows as SQL sees them.
 *
 * @param rows `exact`: every row is one line with the header's fields, else the whole file is an error. `any`: rows that have
 * not are marked; reading takes ten times as long, so only files that need it pay for it.
 */
export function csvInput(header: CsvHeader, rows: 'exact' | 'any', body: Input['body']): Input {
  const names = header.columns.map((_, index) => `c${index}`)
  const anyMissing = `isNull(${names.at(-1) ?? 'c0'})`
  const exact = rows === 'exact'
  return {
    raw: new Map(header.columns.map((column, index) => [column, `c${index}`])),
    structure: [...names, ...(exact ? [] : ['more'])]
      .map((name) => `${name} ${exact ? 'String' : 'Nullable(String)'}`)
      .join(', '),
    format: 'CSV',
    settings: {
      format_csv_delimiter: header.delimiter,
      input_format_csv_allow_whitespace_or_tab_as_delimiter: header.delimiter === '\t' ? 1 : 0,
      input_format_csv_skip_trailing_empty_lines: 1,
      // So that a missing field is null and an empty one is not, and one too many is seen.
      input_format_csv_allow_variable_number_of_columns: exact ? 0 : 1,
      input_format_csv_empty_as_default: 0,
      input_format_null_as_default: 0,
    },
    misshapen: exact ? '0' : `(${anyMissing} OR isNotNull(more))`,
    rowFaults: exact
      ? "[('', '', '')]"
      : `[
      ('', '', if(${anyMissing}, if(${names.map((name) => `position(ifNull(${name}, ''), '\\n') > 0`).join(' OR ')},
        'has a quote that is not closed', 'has fewer fields than the header'), '')),
      ('', ifNull(more, ''), if(isNotNull(more), 'has more fields than the header', ''))]`,
    blank: exact ? '0' : names.map((name) => `isNull(${name})`).join(' AND '),
    breaks: exact ? '0' : names.map((name) => `countSubstrings(ifNull(${name}, ''), '\\n')`).join(' + '),
    firstLine: header.lines + 1,
    decimalComma: header.delimiter === ';',
    lines: true,
    body,
  }
}
