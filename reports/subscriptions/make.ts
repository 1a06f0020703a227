import { grantsOf, type Account } from '../../cube/access/grants.ts'
import { slugOf } from '../../web/src/format/text.ts'
import { composeOwn, type ReportParts } from '../compose/compose.ts'
import type { ReportPeriod } from '../definitions/period.ts'
import type { ReportDefinition, ReportFormat } from '../definitions/schema.ts'
import type { Place, ReportDocument } from '../document.ts'
import { renderReport } from '../render/render.ts'
import { contentOf, type NoContent, type OwnContent } from './content.ts'
import { questionSections } from './question-table.ts'

/** Rows of a table within a message; an attached workbook has all. */
const IN_MESSAGE = 100
/** Places are named while they are few. */
const NAMED = 3

export interface MakingParts extends ReportParts {
  regions: readonly string[]
  /** Pages are sent as the sections of reports. */
  reports: () => readonly ReportDefinition[]
}

export interface MadeMessage {
  /** Of the message itself. */
  html: string
  files: { filename: string; content: Buffer }[]
}

/** Makes what a view is now, for one account and period. */
export type MakeSubscribed = (asked: {
  definition: ReportDefinition
  address: string
  account: Account
  period: ReportPeriod
  formats: readonly ReportFormat[]
  now: Date
}) => Promise<MadeMessage | NoContent>

export const createMakeSubscribed =
  (parts: MakingParts): MakeSubscribed =>
  async ({ definition, address, account, period, formats, now }) => {
    const content = contentOf(address, parts.reports(), parts, grantsOf(account).scope === 'nationwide')
    if (typeof content === 'string') return content
    const asked = {
      definition: { ...definition, sections: content.kind === 'sections' ? [...content.sections] : [] },
      ...{ period, account, now },
    }
    const place = calledOf(content, account, parts.provinces)
    const narrowed = content.place?.filters ?? (() => [])
    const own = content.kind === 'question' ? questionSections(content.question) : undefined
    const document = {
      ...(await composeOwn(parts, asked, { place, narrowed }, own)),
      name: `${slugOf(definition.title).slice(0, 60) || 'khung-nhin'}-${period.word}`,
      landscape: content.landscape,
    }
    const files: MadeMessage['files'] = []
    for (const format of formats)
      files.push({ filename: `${document.name}.${format}`, content: await renderReport(document, format) })
    return {
      html: (await renderReport(shortened(document, formats.includes('xlsx')), 'html')).toString(),
      files,
    }
  }

/** What the document is called to be about: the place of the page, else what the account sees. */
function calledOf({ place }: OwnContent, account: Account, names: ReadonlyMap<string, string>): Place | null {
  if (place !== null) return place
  const grants = grantsOf(account)
  if (grants.scope === 'nationwide') return null
  const { provinces } = grants
  return {
    code: '',
    name:
      provinces.length > NAMED
        ? `${provinces.length} tỉnh, thành phố được xem`
        : provinces.map((code) => names.get(code) ?? code).join(', '),
  }
}

/** Long tables are cut, and say so. */
const shortened = (document: ReportDocument, attached: boolean): ReportDocument => ({
  ...document,
  sections: document.sections.map((section) => ({
    ...section,
    blocks: section.blocks.map((block) =>
      block.kind === 'table' && block.rows.length > IN_MESSAGE
        ? {
            ...block,
            rows: block.rows.slice(0, IN_MESSAGE),
            remark: `Thư chỉ gồm ${IN_MESSAGE} trong ${block.rows.length} dòng; ${attached ? 'tệp Excel kèm theo' : 'khung nhìn'} có đủ.`,
          }
        : block,
    ),
  })),
})
