import type { Described } from '../../cube/gateway/rows.ts'
import type { Account } from '../../cube/access/grants.ts'
import { datasetRow, datasetSql, type DatasetRow } from '../../server/api/status.ts'
import { readRows, type ReadableWarehouse } from '../../server/api/warehouse-rows.ts'
import { formatDay, formatNumber } from '../../web/src/format/number.ts'
import { dayAt, lastYear, previousPeriod, type ReportPeriod } from '../definitions/period.ts'
import { measuresIn } from '../definitions/placeholders.ts'
import type { ReportDefinition, Section } from '../definitions/schema.ts'
import type { Block, Place, ReportDocument, ReportNotes, ReportSection } from '../document.ts'
import { askNational, askOwn, askProvinces, type Ask, type RowsOfCube } from './ask.ts'
import { chartBlocks } from './chart.ts'
import { createModel, holds, rangeOf, type Composing, type Filters } from './composing.ts'
import { figuresBlock } from './figures.ts'
import { FORM_MEMBERS, formBlock } from './form.ts'
import { datasetName } from './names.ts'
import { nothing } from './nothing.ts'
import { periodTitle } from './period-words.ts'
import { sourcesTable } from './sources.ts'
import { tableBlocks } from './table.ts'
import { paragraphs } from './text.ts'

/** What reports are made of: the metrics, and the warehouse's own state. */
export interface ReportParts {
  cube: RowsOfCube & {
    describe: (members: readonly string[], account: Account) => Promise<Described[]>
  }
  warehouse: ReadableWarehouse
  /** code → name of the 34 provinces. */
  provinces: ReadonlyMap<string, string>
}

export interface ReportAsked {
  definition: ReportDefinition
  period: ReportPeriod
  /** Whose rights the figures are asked with. */
  account: Account
  /** The day and hour the document is made: its date, and what is late by then. */
  now: Date
}

/** Datasets behind a view of the metrics, where it is not called as they are. */
const DATASET: Record<string, string> = { rollout: 'indicators', catalogue: 'procedures' }

/** The state of the dataset behind a view; undefined where there is none. */
export const stateOf = (states: readonly DatasetRow[], view: string): DatasetRow | undefined =>
  states.find(({ dataset }) => dataset === (DATASET[view] ?? view))

/** The view of the metrics that a dataset is behind. */
const viewOf = ({ dataset }: { dataset: string }): string =>
  Object.keys(DATASET).find((view) => DATASET[view] === dataset) ?? dataset

const SIMULATED = 'Số liệu mô phỏng, hiệu chỉnh theo số đã công bố; không nói về tỉnh, thành phố nào có thật.'

/**
 * The national document of a report.
 * @throws NotGrantedError unless the account is nationwide.
 */
export async function composeReport(parts: ReportParts, asked: ReportAsked): Promise<ReportDocument> {
  const ask = askNational(parts.cube, asked.account)
  return compose(parts, asked, await readStates(parts), null, ask, ask)
}

/**
 * A report's documents of several provinces, in their order: asked together, so that all cost little more than one.
 * @throws NotGrantedError where the account may not see one of them.
 */
export async function composeProvinces(
  parts: ReportParts,
  asked: ReportAsked,
  codes: readonly string[],
): Promise<ReportDocument[]> {
  const places = codes.map((code) => ({ code, name: parts.provinces.get(code) ?? code }))
  const askOf = askProvinces(parts.cube, asked.account, places)
  const states = await readStates(parts)
  const documents: ReportDocument[] = []
  for (const place of places) {
    documents.push(await compose(parts, asked, states, place, askOf(place), askOf(place)))
  }
  return documents
}

/** Sections that no definition has, with the members that are named in them. */
export interface OwnSections {
  members: readonly string[]
  sections: (composing: Composing) => Promise<ReportSection[]>
}

/**
 * A document of what an account itself may see: Cube leaves out the rows of others. `narrowed` are further conditions on a view, and
 * `place` is what all that is called; null: the whole country.
 */
export async function composeOwn(
  parts: ReportParts,
  asked: ReportAsked,
  { place, narrowed }: { place: Place | null; narrowed: (view: string) => Filters },
  own?: OwnSections,
): Promise<ReportDocument> {
  const ask = askOwn(parts.cube, asked.account, narrowed)
  const askWhole = askOwn(parts.cube, asked.account, () => [])
  return compose(parts, asked, await readStates(parts), place, ask, askWhole, own)
}

/** How far every dataset goes. */
export const readStates = ({ warehouse }: Pick<ReportParts, 'warehouse'>): Promise<DatasetRow[]> =>
  readRows(warehouse, datasetRow, datasetSql, () => undefined)

async function compose(
  parts: ReportParts,
  { definition, period, account, now }: ReportAsked,
  states: readonly DatasetRow[],
  place: Place | null,
  ask: Ask,
  askWhole: Ask,
  own?: OwnSections,
): Promise<ReportDocument> {
  const members = own === undefined ? membersOf(definition.sections) : [...own.members]
  const composing: Composing = {
    period,
    compared:
      definition.compare === 'none'
        ? null
        : definition.compare === 'previous'
          ? previousPeriod(period)
          : lastYear(period),
    place,
    ask,
    askNational: askWhole,
    model: createModel(await parts.cube.describe(members, account)),
    provinces: parts.provinces,
    asOf: (view) => stateOf(states, view)?.as_of ?? null,
  }
  const sections =
    own === undefined
      ? await Promise.all(
          definition.sections.map(async (section) => ({
            title: section.title ?? null,
            blocks: await blocksOf(composing, section, { parts, states, now }),
          })),
        )
      : await own.sections(composing)
  const used = [...new Set(members.map((member) => member.split('.')[0] ?? ''))].flatMap(
    (view) => stateOf(states, view) ?? [],
  )
  const name = (text: string) => text.replaceAll('{province}', place?.name ?? '')
  return {
    name: [definition.id, ...(place === null ? [] : [place.code]), period.word].join('-'),
    title: name(definition.title),
    subtitle: [...(place === null ? [] : [place.name]), periodTitle(period)].join(' – '),
    period,
    province: place,
    issuer: {
      parent: name(definition.issuer.parent),
      name: name(definition.issuer.name),
      place: name(definition.issuer.place),
      receiver: definition.issuer.receiver ?? null,
    },
    date: dayAt(now),
    landscape: definition.landscape,
    simulated: states.some(({ simulated }) => simulated) ? SIMULATED : null,
    sections,
    notes: await notesOf(composing, used, members, definition.explained),
  }
}

async function blocksOf(
  composing: Composing,
  section: Section,
  { parts, states, now }: { parts: ReportParts; states: readonly DatasetRow[]; now: Date },
): Promise<Block[]> {
  switch (section.kind) {
    case 'figures':
      return [await figuresBlock(composing, section)]
    case 'table':
      return tableBlocks(composing, section)
    case 'chart':
      return chartBlocks(composing, section)
    case 'form':
      return rangeOf(composing, 'dossiers') === null ? [nothing()] : [await formBlock(composing, section)]
    case 'text':
      return paragraphs(composing, section)
    case 'sources':
      return [await sourcesTable(section.title, states, parts.warehouse, now)]
  }
}

/** What is to be known of how far each dataset goes. */
function remarksOnDays(used: readonly DatasetRow[], period: ReportPeriod): string[] {
  const short = used.flatMap(({ dataset, as_of }) =>
    dataset !== 'published' && as_of !== null && as_of < period.to ? [{ dataset, as_of }] : [],
  )
  const name = ({ dataset }: { dataset: string }) => datasetName(dataset)
  const held = (one: { dataset: string; as_of: string }) => holds(viewOf(one), one.as_of, period)
  const missing = short.filter((one) => one.as_of < period.from && !held(one))
  return [
    ...short
      .filter((one) => one.as_of >= period.from)
      .map(
        (one) =>
          `${name(one)}: kỳ chưa trọn, số liệu đến hết ngày ${formatDay(one.as_of)}; so sánh với cùng số ngày đầu của kỳ trước.`,
      ),
    ...short
      .filter(held)
      .map((one) => `${name(one)}: tình trạng đến ngày ${formatDay(one.as_of)}, mới nhất hiện có.`),
    ...(missing.length > 0 ? [`Kỳ này chưa có dữ liệu: ${missing.map(name).join('; ')}.`] : []),
  ]
}

async function notesOf(
  composing: Composing,
  used: readonly DatasetRow[],
  members: readonly string[],
  explained: boolean,
): Promise<ReportNotes> {
  const { period, ask, model } = composing
  const remarks = remarksOnDays(used, period)
  const identity = rangeOf(composing, 'identity')
  if (identity !== null && used.some(({ dataset }) => dataset === 'identity')) {
    const rows = await ask({
      measures: ['identity.withheld'],
      dimensions: ['identity.product'],
      timeDimensions: [{ dimension: 'identity.date', dateRange: [identity.from, identity.to] }],
      order: { 'identity.product': 'asc' },
    })
    const withheld = rows.reduce((sum, row) => sum + Number(row['identity.withheld'] ?? 0), 0)
    if (withheld > 0) {
      remarks.push(
        `Căn cước, định danh: ${formatNumber(withheld, 'vi')} số đếm theo ngày nhỏ hơn 5 chưa nằm trong số liệu, được gộp vào ngày sau khi tổng đạt 5 để không lộ thông tin cá nhân.`,
      )
    }
  }
  if (!explained) remarks.push('Ý nghĩa và cách tính từng số liệu: trang Dữ liệu của Toàn Cảnh.')
  return {
    asOf: used.map(({ dataset, as_of }) => ({ dataset: datasetName(dataset), day: as_of })),
    remarks,
    definitions: (explained ? members : [])
      .map((member) => model.of(member))
      .filter(({ meta }) => meta['unit'] !== undefined)
      .map(({ title, description }) => ({ title: title.vi, text: description.vi })),
  }
}

/** Every member that a report's sections name. */
function membersOf(sections: readonly Section[]): string[] {
  const members = sections.flatMap((section): string[] => {
    switch (section.kind) {
      case 'figures':
        return section.figures.map(({ measure }) => measure)
      case 'table':
        return [...section.by, ...section.measures].map(({ member }) => member)
      case 'chart':
        return [...section.measures, ...(section.by === undefined ? [] : [section.by])].map(
          ({ member }) => member,
        )
      case 'form':
        return [section.by.member, ...FORM_MEMBERS]
      case 'text':
        return section.paragraphs.flatMap(measuresIn)
      case 'sources':
        return []
    }
  })
  return [...new Set(members)]
}
