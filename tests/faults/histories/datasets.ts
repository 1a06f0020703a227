import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Row } from './history.ts'

/** The contracts once more, written from their documentation and not from the code that reads files by them. */
export interface Contract {
  name: string
  columns: Readonly<Record<string, Kind>>
  required: readonly string[]
  key: readonly string[]
  /** Rows carry `updated_at`, or may. */
  versioned: boolean
  /** Which rows are published and rebuilt together. */
  part: (row: Row) => string
  /** The day the row is about; '' where it has none. */
  businessDate: (row: Row) => string
  /** The day that decides the era of a row that gives none. @default businessDate */
  eraDate?: (row: Row) => string
  nationwide?: boolean
  /** What is wrong between columns. */
  broken?: (row: Row) => boolean
}

export type Kind = 'text' | 'date' | 'time' | 'count' | 'number' | 'flag' | 'list' | 'choice'

export const MERGER = '2025-07-01'

const reference = (file: string) =>
  readFileSync(join(import.meta.dirname, '..', '..', '..', 'etl', 'reference', file), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))

const NEW_CODES = new Set(reference('provinces34.csv').map(([code]) => code))
const OLD_TO_NEW = new Map(reference('provinces63.csv').map(([code, , , , now]) => [code ?? '', now ?? '']))

/** Days off and working Saturdays. */
export const CALENDAR = new Map(reference('calendar.csv').map(([date = '', kind = '']) => [date, kind]))

export interface Place {
  province: string
  province63: string
}

/** Where a row counts; undefined where its code is none of its era's. */
export function placeOf(contract: Contract, row: Row): Place | undefined {
  const code = row['province_code'] ?? ''
  if (code === '00') return contract.nationwide === true ? { province: '00', province63: '' } : undefined
  const era = row['province_era'] || ((contract.eraDate ?? contract.businessDate)(row) < MERGER ? '63' : '34')
  if (era === '34') return NEW_CODES.has(code) ? { province: code, province63: '' } : undefined
  const province = OLD_TO_NEW.get(code)
  if (era !== '63' || province === undefined) return undefined
  return { province, province63: isOpen(contract, row) ? '' : code }
}

/** A dossier updated since the merger that gives no era: its old province is that of its last earlier version. */
export const isOpen = (contract: Contract, row: Row): boolean =>
  contract.name === 'dossiers' && row['province_era'] === '' && (row['updated_at'] ?? '') >= MERGER

/** The key, with the era where a province is part of it. */
export function keyOf(contract: Contract, row: Row, place: Place | undefined): string {
  const own = contract.key.map((column) => row[column])
  return (contract.key.includes('province_code') ? [...own, place?.province63 === ''] : own).join('|')
}

/** Whether the calendar has the day that a date or time begins with. */
const isDay = (text: string) => {
  const at = Date.parse(`${text.slice(0, 10)}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text.slice(0, 10)
}

const FORMS: Record<Kind, RegExp> = {
  text: /./,
  date: /^\d{4}-\d\d-\d\d$/,
  time: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/,
  count: /^\d+$/,
  number: /^-?\d+([.]\d+)?$/,
  flag: /^[01]$/,
  list: /./,
  choice: /./,
}

/** Whether a row goes into quarantine. */
export function isFaulty(contract: Contract, row: Row, today: string): boolean {
  const given = Object.entries(contract.columns).filter(([name]) => row[name] !== '')
  return (
    contract.required.some((name) => row[name] === '') ||
    given.some(([name, kind]) => !FORMS[kind].test(row[name] ?? '')) ||
    given.some(([name, kind]) => (kind === 'date' || kind === 'time') && !isDay(row[name] ?? '')) ||
    (CHOICES[contract.name] ?? []).some(
      ([name, values]) => row[name] !== '' && !values.includes(row[name] ?? ''),
    ) ||
    ('province_code' in contract.columns && placeOf(contract, row) === undefined) ||
    contract.businessDate(row) > today ||
    contract.broken?.(row) === true
  )
}

const ERAS: [string, string[]] = ['province_era', ['63', '34']]
const CHOICES: Record<string, [string, string[]][]> = {
  identity: [
    ERAS,
    ['product', ['card', 'eid_1', 'eid_2', 'child_number']],
    ['group', ['all', 'student', 'policy', 'it_telecom', 'civil_servant', 'industrial_worker']],
  ],
  population: [ERAS],
  indicators: [ERAS],
  scores766: [ERAS, ['period_type', ['month', 'quarter', 'half', 'year']]],
  procedures: [['service_level', ['1', '2', '3', '4', 'partial', 'full']]],
  tasks: [['objective', ['1', '2', '3', '4', '5']]],
  dossiers: [
    ERAS,
    ['channel', ['online', 'counter', 'postal', '1', '2', '3']],
    ['status', ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']],
    ['satisfaction', ['1', '2', '3', '4', '5']],
  ],
}

/** The value of a field as the published views show it. */
export function valueOf(kind: Kind, text: string): unknown {
  switch (kind) {
    case 'text':
    case 'choice':
      return text
    case 'list':
      return text === '' ? [] : text.split(';')
    case 'date':
      return text === '' ? null : text
    case 'time':
      return text === '' ? null : text.replace('T', ' ')
    case 'count':
    case 'number':
    case 'flag':
      return text === '' ? null : Number(text)
  }
}
