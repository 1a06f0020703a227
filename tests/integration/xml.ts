// @ts-expect-error jsdom brings no types
import { JSDOM } from 'jsdom'

/** What is needed of a parsed XML file. */
export interface XmlElement {
  tagName: string
  textContent: string | null
  children: Iterable<XmlElement>
  getAttribute: (name: string) => string | null
  querySelector: (selector: string) => XmlElement | null
  querySelectorAll: (selector: string) => Iterable<XmlElement>
}

const Dom = JSDOM as new (
  text: string,
  options: { contentType: string },
) => { window: { document: XmlElement } }

/** @throws where the text is not well-formed XML. */
export const parseXml = (text: string): XmlElement =>
  new Dom(text, { contentType: 'text/xml' }).window.document
