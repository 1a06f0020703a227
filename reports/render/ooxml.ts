import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { createZip } from '../../server/export/xlsx/zip.ts'

/** What workbooks and text documents of Office have in common: XML parts in a ZIP, linked by relationships. */
export const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
export const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** Text in XML; characters that XML cannot hold are left out. */
export const escaped = (text: string): string =>
  text
    .replace(/[\x00-\x08\x0B\x0C\x0E-\x1F]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

export interface Relationship {
  id: string
  /** Last part of its type's address: `worksheet`, `styles`. */
  type: string
  target: string
}

export const relationshipsXml = (relationships: readonly Relationship[]): string =>
  `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${relationships
    .map(({ id, type, target }) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`

/** @param parts path of each part and its content type */
export const contentTypesXml = (parts: readonly (readonly [path: string, type: string])[]): string =>
  `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${parts
    .map(([path, type]) => `<Override PartName="/${path}" ContentType="${type}"/>`)
    .join('')}</Types>`

export const CORE_TYPE = 'application/vnd.openxmlformats-package.core-properties+xml'

/** Title and date of a document; `day` is all that is said of when it was made. */
export const coreXml = (title: string, author: string, day: string): string =>
  `${HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escaped(title)}</dc:title><dc:creator>${escaped(author)}</dc:creator><dc:language>vi-VN</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">${day}T00:00:00Z</dcterms:created></cp:coreProperties>`

/** The package's own relationships: the main part and its properties. */
export const packageXml = (main: string): string =>
  `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="main" Type="${OFFICE}/officeDocument" Target="${main}"/><Relationship Id="core" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

/** The parts as one file; the same parts give the same bytes. */
export async function zipped(parts: readonly (readonly [path: string, xml: string])[]): Promise<Buffer> {
  const out = new PassThrough()
  const whole = buffer(out)
  const zip = createZip(out)
  for (const [path, xml] of parts) await zip.add(path, [Buffer.from(xml)])
  await zip.finish()
  out.end()
  return whole
}
