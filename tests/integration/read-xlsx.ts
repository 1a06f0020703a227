import { inflateRawSync } from 'node:zlib'
import { parseXml, type XmlElement } from './xml.ts'

export interface Cell {
  kind: 'text' | 'number' | 'bool' | 'empty'
  value: string
  formula: boolean
}

export interface Sheet {
  name: string
  rows: Cell[][]
}

/** A workbook as its directory and parts say, by a reader that shares nothing with the writer. */
export function openXlsx(bytes: Buffer): { sheets: Sheet[] } {
  const parts = unzip(bytes)
  const part = (name: string) => parts.get(name)?.toString() ?? ''
  const targets = new Map(
    [...parseXml(part('xl/_rels/workbook.xml.rels')).querySelectorAll('Relationship')].map((one) => [
      one.getAttribute('Id'),
      one.getAttribute('Target') ?? '',
    ]),
  )
  const sheets = [...parseXml(part('xl/workbook.xml')).querySelectorAll('sheet')]
  return {
    sheets: sheets.map((sheet) => ({
      name: sheet.getAttribute('name') ?? '',
      rows: rowsOf(part(`xl/${targets.get(sheet.getAttribute('r:id'))}`)),
    })),
  }
}

const rowsOf = (xml: string): Cell[][] =>
  [...parseXml(xml).querySelectorAll('row')].map((row) => [...row.children].map(cellOf))

function cellOf(cell: XmlElement): Cell {
  const formula = cell.querySelector('f') !== null
  const type = cell.getAttribute('t')
  if (type === 'inlineStr')
    return { kind: 'text', value: cell.querySelector('t')?.textContent ?? '', formula }
  const value = cell.querySelector('v')?.textContent ?? ''
  return { kind: value === '' ? 'empty' : type === 'b' ? 'bool' : 'number', value, formula }
}

/** Every file of a ZIP, by its path. */
export function unzip(bytes: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>()
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  const count = bytes.readUInt16LE(end + 10)
  for (let at = bytes.readUInt32LE(end + 16), index = 0; index < count; index += 1) {
    const packed = bytes.readUInt32LE(at + 20)
    const nameLength = bytes.readUInt16LE(at + 28)
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    const local = bytes.readUInt32LE(at + 42)
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    files.set(name, inflateRawSync(bytes.subarray(start, start + packed)))
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return files
}
