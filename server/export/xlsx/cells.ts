/** A column as it comes out of the engine. */
export interface TypedColumn {
  name: string
  /** ClickHouse's type. */
  type: string
  /** Shown as a percentage. */
  share?: boolean
}

/** Styles of the workbook, by their places in its list (workbook.ts). */
export const STYLE = { plain: 0, date: 1, time: 2, quoted: 3, share: 4, heading: 5 } as const

/** What a spreadsheet program would take for the beginning of a formula. */
const FORMULA = '^[=+\\\\-@\\\\t\\\\r]'

/** Characters a cell may hold at most. */
const CELL_CHARACTERS = 32_767

const base = (type: string): string => /^(?:Nullable|LowCardinality)\((.*)\)$/s.exec(type)?.[1] ?? type
const bare = (type: string): string => (base(type) === type ? type : bare(base(type)))

const quoted = (name: string) => `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``

/** Whether a column's values are texts, in which a formula could hide. */
const isText = (type: string): boolean =>
  !/^(?:U?Int\d+|Float\d+|BFloat16|Decimal|Date|Bool)/.test(bare(type))

/**
 * A statement whose one column is each row as a sheet's XML, written by the engine itself: types from the columns', text escaped,
 * never a formula. `null` is an empty cell.
 */
export function sheetRowsSql(statement: string, columns: readonly TypedColumn[]): string {
  return `SELECT concat('<row>', ${columns.map(cell).join(', ')}, '</row>') FROM (\n${statement}\n)`
}

function cell(column: TypedColumn): string {
  const value = quoted(column.name)
  const type = bare(column.type)
  return `ifNull(${cellOf(value, type, column.share === true)}, '<c/>')`
}

function cellOf(value: string, type: string, share: boolean): string {
  const number = (sql: string, style: number) => `concat('<c s="${style}"><v>', ${sql}, '</v></c>')`
  const style = share ? STYLE.share : STYLE.plain
  if (/^U?Int(?:8|16|32)$/.test(type)) return number(`toString(${value})`, style)
  if (/^U?Int/.test(type)) {
    // A spreadsheet's numbers have 15 digits; what has more stays exact as text.
    return `if(toFloat64(${value}) BETWEEN -999999999999999 AND 999999999999999, ${number(`toString(${value})`, style)}, ${textCell(`toString(${value})`)})`
  }
  if (/^(?:Float|BFloat|Decimal)/.test(type)) {
    const float = `toFloat64(${value})`
    return `if(isFinite(${float}), ${number(`toString(${float})`, style)}, ${textCell(`toString(${value})`)})`
  }
  if (type === 'Bool') return `concat('<c t="b"><v>', toString(toUInt8(${value})), '</v></c>')`
  if (/^Date(?:32)?$/.test(type)) return number(`toString(toInt32(${value}) + 25569)`, STYLE.date)
  if (/^DateTime/.test(type)) {
    const moment = `toDateTime(${value})`
    return number(
      `toString((toUnixTimestamp(${moment}) + timezoneOffset(${moment})) / 86400 + 25569)`,
      STYLE.time,
    )
  }
  return textCell(`toString(${value})`)
}

function textCell(text: string): string {
  // What XML cannot hold is left out; a text that looks like Excel's own escape is kept as it is by escaping its underscore.
  const clean = `replaceRegexpAll(replaceRegexpAll(${text}, '[\\\\x00-\\\\x08\\\\x0B\\\\x0C\\\\x0E-\\\\x1F]', ''), '_(x[0-9A-Fa-f]{4}_)', '_x005F_\\\\1')`
  const fitting = `if(lengthUTF8(${clean}) > ${CELL_CHARACTERS}, concat(substringUTF8(${clean}, 1, 32600), ' … [', toString(lengthUTF8(${clean})), ' ký tự, bị cắt / characters, cut]'), ${clean})`
  const escaped = `replaceAll(replaceAll(encodeXMLComponent(${fitting}), '\\n', '&#10;'), '\\r', '&#13;')`
  const style = `if(match(${text}, '${FORMULA}'), '${STYLE.quoted}', '${STYLE.plain}')`
  return `concat('<c t="inlineStr" s="', ${style}, '"><is><t xml:space="preserve">', ${escaped}, '</t></is></c>')`
}

/** A statement for CSV that people open in a spreadsheet program: texts that would be formulas get an apostrophe. */
export function harmlessSql(statement: string, columns: readonly TypedColumn[]): string {
  const shown = columns.map(({ name, type }) => {
    const value = quoted(name)
    if (!isText(type)) return value
    const text = `toString(${value})`
    return `if(match(${text}, '${FORMULA}'), concat('\\'', ${text}), ${text})`
  })
  // Named by place, not by name: a new name must not hide the column it is made from.
  return `SELECT ${shown.map((sql, index) => `${sql} AS _${index}`).join(', ')} FROM (\n${statement}\n)`
}

/** A statement with its columns under other names, in their order. */
export const renamedSql = (
  statement: string,
  names: readonly (readonly [from: string, to: string])[],
): string =>
  `SELECT ${names.map(([from, to]) => `${quoted(from)} AS ${quoted(to)}`).join(', ')} FROM (\n${statement}\n)`
