import type { Dataset } from '../contracts/types.ts'
import { quote } from '../load/parse-sql.ts'
import type { Input } from './input.ts'

/** The rows of newline-delimited JSON: an object a line, whose keys are the contract's columns. */
export function ndjsonInput(dataset: Dataset, body: Input['body']): Input {
  const names = dataset.columns.map(({ name }) => quote(name)).join(', ')
  const value = (name: string) => {
    const key = quote(name)
    return `multiIf(
      JSONType(l, ${key}) = 'String', JSONExtractString(l, ${key}),
      JSONType(l, ${key}) = 'Null', '',
      JSONType(l, ${key}) = 'Array', arrayStringConcat(JSONExtract(l, ${key}, 'Array(String)'), ';'),
      JSONExtractRaw(l, ${key}))`
  }
  return {
    raw: new Map(dataset.columns.map(({ name }) => [name, value(name)])),
    structure: 'l String',
    format: 'LineAsString',
    settings: {},
    misshapen: `(NOT isValidJSON(l) OR JSONType(l) != 'Object' OR notEmpty(arrayFilter(k -> k NOT IN (${names}), JSONExtractKeys(l))))`,
    rowFaults: `arrayConcat(
      if(isValidJSON(l) AND JSONType(l) = 'Object', [], [('', substring(l, 1, 200), 'is not a JSON object')]),
      arrayMap(k -> (k, '', 'unknown column'), arrayFilter(k -> k NOT IN (${names}), JSONExtractKeys(l))))`,
    blank: "trimBoth(l) = ''",
    breaks: '0',
    firstLine: 1,
    decimalComma: false,
    lines: true,
    body,
  }
}
