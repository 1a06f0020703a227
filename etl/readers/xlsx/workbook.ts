import { posix } from 'node:path'
import { numberFormat, type NumberFormat } from './number-format.ts'
import { readXml, type XmlHandlers } from './xml.ts'
import type { Zip } from './zip.ts'

export interface Sheet {
  name: string
  /** The sheet's part in the zip file. */
  part: string
  hidden: boolean
}

/** What a workbook says of itself, without its rows. */
export interface Workbook {
  sheets: Sheet[]
  date1904: boolean
  /** Number formats by cell style. */
  formats: NumberFormat[]
  /** Where its shared texts are, if it has any. */
  sharedStrings: string | undefined
}

/** @throws RefusedError, or Error where its XML is broken or a part is missing. */
export async function readWorkbook(zip: Zip): Promise<Workbook> {
  const root = (await relations(zip, '')).find(({ type }) => type === 'officeDocument')?.target
  if (root === undefined) throw new Error('it holds no workbook')
  const parts = await relations(zip, root)
  const sheets: Sheet[] = []
  let date1904 = false
  await parse(zip, root, {
    open(name, attributes) {
      if (name === 'workbookPr') date1904 = ['1', 'true'].includes(attributes['date1904'] ?? '')
      if (name !== 'sheet') return
      const id = Object.entries(attributes).find(([key]) => key === 'r:id' || key.endsWith(':id'))?.[1]
      const part = parts.find((relation) => relation.id === id && relation.type === 'worksheet')?.target
      // Charts and macros have sheets too.
      if (part === undefined) return
      sheets.push({
        name: attributes['name'] ?? '',
        part,
        hidden: (attributes['state'] ?? 'visible') !== 'visible',
      })
    },
  })
  const styles = parts.find(({ type }) => type === 'styles')?.target
  const sharedStrings = parts.find(({ type }) => type === 'sharedStrings')?.target
  return {
    sheets,
    date1904,
    formats: styles === undefined ? [] : await readFormats(zip, styles),
    sharedStrings,
  }
}

async function parse(zip: Zip, part: string, handlers: XmlHandlers): Promise<void> {
  for await (const _ of readXml(zip.read(part), handlers));
}

interface Relation {
  id: string
  /** The last word of its type's address. */
  type: string
  target: string
}

async function relations(zip: Zip, part: string): Promise<Relation[]> {
  const found: Relation[] = []
  const folder = posix.dirname(part)
  await parse(zip, posix.join(folder, '_rels', `${posix.basename(part)}.rels`), {
    open(name, { Id = '', Type = '', Target = '' }) {
      if (name !== 'Relationship') return
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target)
      found.push({ id: Id, type: posix.basename(Type), target })
    },
  })
  return found
}

async function readFormats(zip: Zip, part: string): Promise<NumberFormat[]> {
  const codes = new Map<number, string>()
  const formats: NumberFormat[] = []
  let inside = false
  await parse(zip, part, {
    open(name, attributes) {
      const id = Number(attributes['numFmtId'] ?? 0)
      if (name === 'numFmt') codes.set(id, attributes['formatCode'] ?? '')
      else if (name === 'cellXfs') inside = true
      else if (name === 'xf' && inside) formats.push(numberFormat(id, codes.get(id)))
    },
    close(name) {
      if (name === 'cellXfs') inside = false
    },
  })
  return formats
}
