import type { Column, Dataset } from '../contracts/types.ts'
import { RefusedError } from '../load/errors.ts'
import type { Input } from './input.ts'

/** What a column of a typed file holds; `other` is a type that is not read, in its format's words. */
export type NativeType =
  | { is: 'text' | 'bool' | 'float' | 'date' | 'list' | 'nothing' }
  | { is: 'int'; signed: boolean }
  | { is: 'decimal'; precision: number; scale: number }
  /** `digits` of a second; `zoned`: an instant, else the local time of the ministry. */
  | { is: 'time'; digits: 0 | 3 | 6 | 9; zoned: boolean }
  | { is: 'other'; type: string }

const ZONE = 'Asia/Ho_Chi_Minh'

/** The engine's type for a column, and SQL of the text that a CSV file would hold. */
function engineType(
  column: Column,
  native: NativeType,
  name: string,
): { type: string; text: string } | undefined {
  switch (native.is) {
    case 'text':
      return { type: 'Nullable(String)', text: name }
    case 'bool':
      return { type: 'Nullable(Bool)', text: `toString(${name})` }
    case 'int':
      return { type: `Nullable(${native.signed ? 'Int64' : 'UInt64'})`, text: `toString(${name})` }
    case 'float':
      return { type: 'Nullable(Float64)', text: `toString(${name})` }
    case 'decimal':
      return { type: `Nullable(Decimal(${native.precision}, ${native.scale}))`, text: `toString(${name})` }
    case 'date':
      return { type: 'Nullable(Date32)', text: `toString(${name})` }
    case 'time': {
      const local = native.zoned ? `toTimeZone(${name}, '${ZONE}')` : name
      const text = `formatDateTime(${local}, '%F %T')`
      return {
        type: `Nullable(DateTime64(${native.digits}, 'UTC'))`,
        // A day is a day only at midnight; anything else is said as it is, and is a fault.
        text: column.kind === 'date' ? `replaceOne(${text}, ' 00:00:00', '')` : text,
      }
    }
    case 'list':
      if (column.kind !== 'list') return undefined
      return {
        type: 'Array(Nullable(String))',
        text: `arrayStringConcat(arrayMap(x -> ifNull(x, ''), ${name}), ';')`,
      }
    case 'nothing':
    case 'other':
      return undefined
  }
}

const words = (native: NativeType) => (native.is === 'other' ? native.type : native.is)

/**
 * The rows of a file with types of its own. Every value becomes the text that a CSV file would hold, so that there is
 * one set of checks. Rows are counted as lines.
 *
 * @throws RefusedError naming columns of a type that is not read.
 */
export function nativeInput(
  path: string,
  dataset: Dataset,
  types: ReadonlyMap<string, NativeType>,
  engine: Pick<Input, 'format' | 'settings' | 'body'>,
): Input {
  const raw = new Map<string, string>()
  const structure: string[] = []
  const texts: [name: string, text: string][] = []
  for (const column of dataset.columns) {
    const native = types.get(column.name)
    // A column of nulls alone, as some tools write an empty one.
    if (native === undefined || (native.is === 'nothing' && column.required !== true)) continue
    // The statement gives the contract's names to typed values, so what is read is matched by them in capitals.
    const name = column.name.toUpperCase()
    const found = engineType(column, native, name)
    if (found === undefined) {
      throw new RefusedError(
        `${path}: column "${column.name}" is of a type that is not read (${words(native)})`,
      )
    }
    if (native.is === 'text' || native.is === 'list') {
      // The file says it is text; the statement would fail on what is not.
      raw.set(column.name, `toValidUTF8(ifNull(${found.text}, ''))`)
      texts.push([column.name, `ifNull(${found.text}, '')`])
    } else raw.set(column.name, found.text)
    structure.push(`${name} ${found.type}`)
  }
  return {
    raw,
    structure: structure.join(', '),
    misshapen: texts.map(([, text]) => `NOT isValidUTF8(${text})`).join(' OR ') || '0',
    rowFaults: `[('', '', '')${texts
      .map(
        ([name, text]) =>
          `, ('${name}', toValidUTF8(${text}), if(isValidUTF8(${text}), '', 'is not valid UTF-8 text'))`,
      )
      .join('')}]`,
    blank: '0',
    breaks: '0',
    firstLine: 1,
    decimalComma: false,
    lines: false,
    ...engine,
  }
}
