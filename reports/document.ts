import type { ReportPeriod } from './definitions/period.ts'
import type { Cell, Kind } from './values.ts'

/**
 * A report as plain data: everything that is said in it, nothing of how it looks. Every renderer reads this and asks nothing
 * else, so the same document says the same in every format.
 */
export interface ReportDocument {
  /** Name of its file, without the ending. */
  name: string
  title: string
  /** What place and period it is about, as the second line of the title. */
  subtitle: string
  period: ReportPeriod
  /** null: the whole country. */
  province: Place | null
  issuer: { parent: string; name: string; place: string; receiver: string | null }
  /** `YYYY-MM-DD`: the day it is dated, and all that the files say of when they were made. */
  date: string
  landscape: boolean
  /** Said on every page where the data is simulated. */
  simulated: string | null
  sections: ReportSection[]
  notes: ReportNotes
}

export interface Place {
  code: string
  name: string
}

export interface ReportSection {
  title: string | null
  blocks: Block[]
}

export type Block = Paragraph | FiguresBlock | TableBlock | ChartBlock | FormBlock

export interface Paragraph {
  kind: 'paragraph'
  text: string
}

export interface FiguresBlock {
  kind: 'figures'
  figures: Figure[]
}

export interface Figure {
  title: string
  value: number | string | null
  unit: Kind
  /** Against the comparison; null where nothing is compared. */
  change: { text: string; better: boolean | null } | null
  /** The same figure of the whole country, beside a province's. */
  national: number | string | null | undefined
}

export interface TableColumn {
  title: string
  kind: Kind
}

export interface TableBlock {
  kind: 'table'
  title: string
  columns: TableColumn[]
  rows: Cell[][]
  /** All rows together. */
  total: Cell[] | null
  /** Said below it: that there are no rows, or that these are not all. */
  remark: string | null
}

export interface ChartBlock {
  kind: 'chart'
  title: string
  chart: 'line' | 'bars'
  labels: string[]
  /** What the labels are, as the heading of a table. */
  labelled: string
  series: { title: string; kind: Kind; values: (number | null)[] }[]
}

/** Biểu II.06a: columns 1 to 13, a row each, and the sum. */
export interface FormBlock {
  kind: 'form'
  form: 'II.06a'
  /** What a row is, as the heading of column 2. */
  rowTitle: string
  rows: FormRow[]
  total: FormRow
}

export interface FormRow {
  name: string
  /** Columns 3 to 13. */
  counts: number[]
}

export interface ReportNotes {
  /** Up to which day the data of each dataset goes. */
  asOf: { dataset: string; day: string | null }[]
  /** What is left out, withheld or not over yet. */
  remarks: string[]
  definitions: { title: string; text: string }[]
}
