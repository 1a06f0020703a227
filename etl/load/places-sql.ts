import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Dataset } from '../contracts/types.ts'
import { quote } from './parse-sql.ts'

/** From this day codes belong to the 34 provinces (Nghị quyết 202/2025/QH15). */
const MERGE = "toDate('2025-07-01')"

const codes = (file: string, columns: number[]) =>
  readFileSync(join(import.meta.dirname, '..', 'reference', file), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => columns.map((index) => line.split(',')[index] ?? ''))

const OLD = codes('provinces63.csv', [0, 4])
const array = (values: (string | undefined)[]) => `[${values.map((value) => quote(value ?? '')).join(', ')}]`
const OLD_CODES = array(OLD.map(([code]) => code))
const OLD_TO_NEW = array(OLD.map(([, province34]) => province34))
const NEW_CODES = array(codes('provinces34.csv', [0]).map(([code]) => code))

export interface PlaceSql {
  /** `63` or `34`. */
  era: string
  /** 34-era code, `00`, or '' where the code is none of its era's. */
  province: string
  /** 63-era code, or '' where there is none or it is not known. */
  province63: string
}

/**
 * The era, 34-era and 63-era code of a row. A row's era is its `province_era` where given, else its business
 * date's. Every code of 2025 is also the code of one of the provinces it was made of, so a dossier received before
 * the merger and updated since, that gives no era, has a certain new province; its old one is kept from its last
 * earlier version when it is published (publish.ts), else there is none.
 */
export function placeSql(dataset: Dataset): PlaceSql | undefined {
  const names = dataset.columns.map(({ name }) => name)
  if (!names.includes('province_code')) return undefined
  const given = names.includes('province_era') ? 'province_era' : "''"
  const date = dataset.eraDate ?? dataset.businessDate
  const era = `if(${given} IN ('63', '34'), ${given}, if(ifNull(${date} < ${MERGE}, 0), '63', '34'))`
  const uncertain =
    dataset.name === 'dossiers' ? `(${given} = '' AND ifNull(toDate(updated_at) >= ${MERGE}, 0))` : '0'
  return {
    era,
    province: `multiIf(
      province_code = '00', '00',
      ${era} = '63', transform(province_code, ${OLD_CODES}, ${OLD_TO_NEW}, ''),
      has(${NEW_CODES}, province_code), province_code,
      '')`,
    province63: `if(${era} = '63' AND province_code != '00' AND NOT ${uncertain}, province_code, '')`,
  }
}
