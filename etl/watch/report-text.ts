import { datasetNamed } from '../contracts/registry.ts'
import { causeOf } from './causes.ts'
import type { FaultyField } from './answers.ts'
import { EN, VI, type Words } from './report-words.ts'
import type { Report } from './report.ts'

/** Faults spelt out for people; the JSON report has more. */
const FAULTS_IN_TEXT = 20

/** What is written beside a handled file as `NAME.report.txt`, for who sent it: Vietnamese, then English. */
export const reportText = (report: Report): string =>
  `${textIn(report, VI, causeOf(report.reason ?? '').vi)}\n\n${'-'.repeat(72)}\n\n${textIn(report, EN, causeOf(report.reason ?? '').en)}\n`

function textIn(report: Report, words: Words, cause: { why: string; fix: string }): string {
  const number = (value: number) => value.toLocaleString(words.locale)
  const { status, labels } = { status: report.status, labels: words.labels }
  const refused = status === 'refused'
  const before = report.loaded_before
  // Of the load that brought the content, where this one changed nothing.
  const counts = status === 'unchanged' ? before : report
  const faulty = counts?.quarantined ?? 0
  const shown = report.faults.slice(0, FAULTS_IN_TEXT)

  const head: [label: string, value: string][] = [
    [labels.file, report.file],
    [labels.dataset, titleOf(report.dataset) ?? words.noDataset],
    [labels.time, localTime(report.handled_at)],
    ...(report.batch === '' ? [] : [[labels.batch, report.batch] as [string, string]]),
  ]
  const width = Math.max(...head.map(([label]) => label.length)) + 1
  const outcome = {
    published: [faulty === 0 ? words.loaded : words.loadedBut(number(faulty))],
    unchanged: [words.unchanged],
    refused: [words.refused, cause.why],
  }[status]
  const fix = refused ? cause.fix : faulty > 0 ? words.sendCorrected : words.nothingToDo
  return [
    words.title,
    '',
    ...head.map(([label, value]) => `${`${label}:`.padEnd(width)}  ${value}`),
    '',
    ...outcome,
    ...(before === undefined ? [] : [words.loadedBefore(localTime(before.published_at), before.batch)]),
    ...(refused || counts === undefined
      ? []
      : [
          words.counts({
            read: number(counts.read),
            loaded: number(counts.loaded),
            quarantined: number(counts.quarantined),
            superseded: number(counts.superseded),
          }),
        ]),
    '',
    `${labels.todo}: ${fix}`,
    ...(refused ? ['', `${labels.verbatim}: ${report.reason ?? ''}`] : []),
    ...section(labels.warnings, (report.warnings ?? []).map(words.reason)),
    ...section(
      words.faults(number(shown.length), number(report.faults_total)),
      shown.map((fault) => faultText(fault, words)),
    ),
    ...(report.all_faults === undefined ? [] : ['', `${words.allFaults}: ${report.all_faults}`]),
  ].join('\n')
}

/** `dòng 5, cột ended_at, giá trị "2022-04-05": sớm hơn received_at`; a fault of a whole row has no column. */
function faultText({ line, column, value, reason }: FaultyField, words: Words): string {
  const place = [`${words.line} ${line}`, ...(column === '' ? [] : [`${words.column} ${column}`])]
  return `${[...place, `${words.value} ${JSON.stringify(value)}`].join(', ')}: ${words.reason(reason)}`
}

function titleOf(name: string): string | undefined {
  const dataset = datasetNamed(name)
  return dataset === undefined ? undefined : `${name} (${dataset.title})`
}

const section = (title: string, items: readonly string[]) =>
  items.length === 0 ? [] : ['', `${title}:`, ...items.map((item) => `  - ${item}`)]

/** `dd/MM/yyyy HH:mm` in the ministry's zone. */
function localTime(iso: string): string {
  const [date = '', time = ''] = new Date(Date.parse(iso) + 7 * 3_600_000).toISOString().split('T')
  return `${date.split('-').reverse().join('/')} ${time.slice(0, 5)}`
}
