import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Problem } from '../definitions/yaml.ts'
import { referenceRows, type ReferenceRow, type Rule } from './reference-file.ts'

const form =
  (pattern: RegExp, words: string): Rule =>
  (text) =>
    pattern.test(text) ? undefined : `is not ${words}`
const oneOf =
  (...values: string[]): Rule =>
  (text) =>
    values.includes(text) ? undefined : `is none of ${values.join(', ')}`

const some: Rule = (text) =>
  text.trim() === '' ? 'is empty' : text === text.normalize('NFC') ? undefined : 'is not in Unicode form NFC'
const province = form(/^\d\d$/, 'a two-digit province code')
const count = form(/^\d+$/, 'a whole number')
const number = form(/^-?\d+(\.\d+)?$/, 'a number')
const flag = oneOf('0', '1')
const optional =
  (rule: Rule): Rule =>
  (text) =>
    text === '' ? undefined : rule(text)
const direction = oneOf('up', 'down')
const kind = oneOf('tỉnh', 'thành phố')
const date: Rule = (text) =>
  /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00Z`).toJSON()?.startsWith(text)
    ? undefined
    : 'is not a date'

interface ReferenceFile {
  columns: Readonly<Record<string, Rule>>
  key: readonly string[]
  /** Column → the file and column its value must be in. */
  refers?: Readonly<Record<string, readonly [file: string, column: string]>>
  /** What is wrong with a whole row, and the column it is said of. */
  row?: (value: (column: string) => string) => { column: string; message: string } | undefined
}

const FILES: Readonly<Record<string, ReferenceFile>> = {
  provinces34: {
    columns: { code: province, name: some, type: kind, region: some, valid_from: date, type_from: date },
    key: ['code'],
  },
  provinces63: {
    columns: {
      code: province,
      name: some,
      type: kind,
      region: some,
      province34: province,
      iso: form(/^VN-[0-9A-Z]{2}$/, 'a code of ISO 3166-2'),
      valid_to: date,
    },
    key: ['code'],
    refers: { province34: ['provinces34', 'code'] },
  },
  communes: {
    columns: { code: form(/^\d{5}$/, 'a five-digit commune code'), name: some, province },
    key: ['code'],
    refers: { province: ['provinces34', 'code'] },
  },
  statuses: {
    columns: {
      code: form(/^([1-9]|10)$/, 'a status from 1 to 10'),
      name_vi: some,
      name_en: some,
      ended: flag,
    },
    key: ['code'],
  },
  indicators: {
    columns: {
      code: form(/^[a-z][a-z0-9_]*$/, 'a name of small letters, digits and _'),
      name_vi: some,
      name_en: some,
      unit_vi: some,
      unit_en: some,
      objective: form(/^[1-5]$/, 'an objective from 1 to 5'),
      direction,
      rhythm: oneOf('day', 'week', 'month', 'quarter', 'half', 'year'),
      national: oneOf('reported', 'summed'),
      kind: oneOf('rate', 'value'),
    },
    key: ['code'],
  },
  thresholds: {
    columns: { metric: some, effective_from: date, green: number, amber: number, direction, source: some },
    key: ['metric', 'effective_from'],
    row: (value) => {
      const better = value('direction') === 'up' ? 1 : -1
      const sound = better * (Number(value('green')) - Number(value('amber'))) >= 0
      return sound ? undefined : { column: 'green', message: `is worse than amber ${value('amber')}` }
    },
  },
  calendar: {
    columns: {
      date,
      kind: oneOf('holiday', 'substitute', 'swap_off', 'swap_work'),
      name: some,
      source: some,
      verified: flag,
    },
    key: ['date'],
    row: (value) => {
      const weekend = [0, 6].includes(new Date(`${value('date')}T00:00Z`).getUTCDay())
      if (value('kind') === 'holiday' || weekend === (value('kind') === 'swap_work')) return undefined
      return {
        column: 'kind',
        message: weekend ? 'is on a weekend, which is off anyway' : 'is on a working day',
      }
    },
  },
  scores766_groups: {
    columns: {
      code: form(/^[A-Z]{4}$/, 'a code of four capitals'),
      effective_from: date,
      position: count,
      name_vi: some,
      name_en: some,
      max_points: number,
      source: some,
      verified: flag,
    },
    key: ['code', 'effective_from'],
  },
  scores766_criteria: {
    columns: {
      criterion: form(/^[0-9A-Z]+(\.[0-9]+[a-z]?)?$/, 'a code such as 4.5a or CTBS'),
      effective_from: date,
      effective_to: optional(date),
      group: some,
      name_vi: some,
      name_en: some,
      max_points: optional(number),
      provisional: flag,
      threshold: optional(number),
      direction,
      over_time: oneOf('sum', 'latest'),
      dossiers: optional(oneOf('progress', 'online', 'payment', 'e_result', 'digitised', 'reuse')),
      numerator_vi: some,
      numerator_en: some,
      denominator_vi: some,
      denominator_en: some,
      source: some,
      verified: flag,
    },
    key: ['criterion', 'effective_from'],
    refers: { group: ['scores766_groups', 'code'] },
    row: (value) => {
      if (value('threshold') !== '' && Number(value('threshold')) <= 0)
        return { column: 'threshold', message: 'is not above 0' }
      const ends = value('effective_to')
      return ends !== '' && ends < value('effective_from')
        ? { column: 'effective_to', message: `is before effective_from ${value('effective_from')}` }
        : undefined
    },
  },
  scores766_bands: {
    columns: {
      code: form(/^[a-z]+$/, 'a name of small letters'),
      effective_from: date,
      name_vi: some,
      name_en: some,
      min_score: number,
      min_assessed: form(/^(0(\.\d+)?|1)$/, 'a share from 0 to 1'),
      source: some,
      verified: flag,
    },
    key: ['code', 'effective_from'],
  },
  census2019: {
    columns: { province63: province, residents: count, as_of: date, source: some },
    key: ['province63'],
    refers: { province63: ['provinces63', 'code'] },
  },
}

/** Checks every reference file of `folder`. Returns the rows each has, and what is wrong. */
export function checkReference(folder: string): { rows: Record<string, number>; problems: Problem[] } {
  const problems: Problem[] = []
  const read = new Map<string, ReferenceRow[]>()
  for (const [name, { columns }] of Object.entries(FILES)) {
    const file = join(folder, `${name}.csv`)
    if (!existsSync(file)) {
      problems.push({ file, line: 1, column: 1, message: 'is missing' })
      continue
    }
    const found = referenceRows(file, readFileSync(file, 'utf8'), columns)
    problems.push(...found.problems)
    read.set(name, found.rows)
  }
  for (const [name, { key, refers = {}, row }] of Object.entries(FILES)) {
    const file = join(folder, `${name}.csv`)
    const keys = new Map<string, number>()
    for (const { line, fields } of read.get(name) ?? []) {
      const value = (column: string) => fields.get(column)?.text ?? ''
      const fault = (column: string, message: string) =>
        problems.push({
          file,
          line,
          column: fields.get(column)?.column ?? 1,
          message: `${column} "${value(column)}" ${message}`,
        })
      const id = key.map(value).join(', ')
      const earlier = keys.get(id)
      if (earlier !== undefined) fault(key[0] ?? '', `is on line ${earlier} already (${key.join(', ')})`)
      keys.set(id, line)
      for (const [column, [other, of]] of Object.entries(refers)) {
        const known = read.get(other)?.some((entry) => entry.fields.get(of)?.text === value(column))
        if (known === false) fault(column, `is not in ${other}.csv`)
      }
      const broken = row?.(value)
      if (broken !== undefined) fault(broken.column, broken.message)
    }
  }
  problems.sort((a, b) =>
    a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1,
  )
  return { rows: Object.fromEntries([...read].map(([name, rows]) => [name, rows.length])), problems }
}
