import type { Account } from '../cube/access/grants.ts'
import type { Preview } from './api/routes.ts'
import { composeProvinces, composeReport, type ReportParts } from './compose/compose.ts'
import type { ReportFormat } from './definitions/schema.ts'
import type { ReportDocument } from './document.ts'
import { renderReport } from './render/render.ts'
import { renderSummary } from './render/summary.ts'
import type { MadeFile } from './schedule/files.ts'
import { COUNTRY } from './schedule/recipients.ts'
import type { Make } from './schedule/run.ts'

/** Makes reports that are sent: each with no more rights than its places need. */
export const createMake = (parts: ReportParts): Make =>
  async function* (definition, period, now) {
    const account: Account = {
      name: `report ${definition.id}`,
      role: 'service',
      provinces: definition.scope === 'national' ? 'all' : [...parts.provinces.keys()],
    }
    const mailed = definition.deliver.includes('mail')
    for (const document of await composed(parts, { definition, period, account, now }, account.provinces)) {
      for (const [index, format] of definition.formats.entries()) {
        const file = await fileOf(document, format)
        yield index === 0 && mailed ? { ...file, summary: renderSummary(document) } : file
      }
    }
  }

/** Makes one file with the rights of who looks. */
export const createPreview =
  (parts: ReportParts): Preview =>
  async ({ place, format, ...asked }) => {
    const [document] = await composed(parts, asked, [place])
    if (document === undefined) throw new Error(`there is no document of ${place}`)
    return fileOf(document, format)
  }

const composed = async (
  parts: ReportParts,
  asked: Parameters<typeof composeReport>[1],
  places: Account['provinces'],
): Promise<ReportDocument[]> =>
  asked.definition.scope === 'national'
    ? [await composeReport(parts, asked)]
    : composeProvinces(parts, asked, places === 'all' ? [...parts.provinces.keys()] : places)

const fileOf = async (document: ReportDocument, format: ReportFormat): Promise<MadeFile> => ({
  place: document.province?.code ?? COUNTRY,
  format,
  name: `${document.name}.${format}`,
  content: await renderReport(document, format),
})
