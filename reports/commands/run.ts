import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { Account } from '../../cube/access/grants.ts'
import { composeProvinces, composeReport, type ReportParts } from '../compose/compose.ts'
import { dayAt, lastComplete, PeriodError, readPeriod, type ReportPeriod } from '../definitions/period.ts'
import { REPORT_FORMATS, type ReportDefinition, type ReportFormat } from '../definitions/schema.ts'
import type { ReportDocument } from '../document.ts'
import { renderReport } from '../render/render.ts'
import { definitionOf, log, provinces, UsageError, withParts } from './context.ts'

interface Options {
  period?: string
  province?: string
  format?: string
  out: string
  json?: true
}

/** Whoever may run commands on this machine may see its whole warehouse. */
const OPERATOR: Account = { name: 'report', role: 'administrator', provinces: 'all' }

export function addRun(program: Command): void {
  program
    .command('run')
    .description('Makes a report now and writes its files; prints their paths.')
    .argument('<id>', 'a report, as "report list" names it')
    .option(
      '--period <period>',
      '2022-03, 2022-Q1, 2022-H1, 2022, 2022-W12 or 2022-04-18 (the last whole one)',
    )
    .option('--province <codes>', 'codes such as 01,79 (all)')
    .option('--format <formats>', `${REPORT_FORMATS.join(', ')} (those of the report)`)
    .requiredOption('--out <folder>', 'folder for the files, made where it is not there')
    .option('--json', 'prints an array of { file, period, province, format }')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 2 wrong use, 3 a report that would not add up, 4 the warehouse could not be reached.',
    )
    .action(async (id: string, options: Options) => {
      const definition = definitionOf(id)
      const now = new Date()
      const period = periodOf(definition, options.period, now)
      const formats = formatsOf(definition, options.format)
      const codes = codesOf(definition, options.province)
      mkdirSync(options.out, { recursive: true })
      await withParts(async (parts) => {
        const documents = await composed(parts, definition, period, now, codes)
        for (const document of documents) {
          for (const format of formats) {
            const file = join(options.out, `${document.name}.${format}`)
            write(file, await renderReport(document, format))
            if (options.json !== true) console.log(file)
          }
        }
        if (options.json === true) console.log(JSON.stringify(told(documents, formats, options.out)))
      })
      log(`${definition.id}: ${period.word}, ${period.from} to ${period.to}`)
    })
}

const composed = async (
  parts: ReportParts,
  definition: ReportDefinition,
  period: ReportPeriod,
  now: Date,
  codes: readonly string[],
): Promise<ReportDocument[]> => {
  const asked = { definition, period, account: OPERATOR, now }
  return definition.scope === 'national'
    ? [await composeReport(parts, asked)]
    : composeProvinces(parts, asked, codes)
}

const told = (documents: readonly ReportDocument[], formats: readonly ReportFormat[], out: string) =>
  documents.flatMap(({ name, period, province }) =>
    formats.map((format) => ({
      file: join(out, `${name}.${format}`),
      period: period.word,
      province: province?.code ?? null,
      format,
    })),
  )

/** Written aside, then renamed: whoever watches the folder sees whole files. */
function write(file: string, content: Buffer): void {
  writeFileSync(`${file}.part`, content)
  renameSync(`${file}.part`, file)
}

export function periodOf({ period }: ReportDefinition, word: string | undefined, now: Date): ReportPeriod {
  if (word === undefined) return lastComplete(dayAt(now), period)
  try {
    return readPeriod(word, period)
  } catch (error) {
    if (error instanceof PeriodError) throw new UsageError(error.message)
    throw error
  }
}

function formatsOf(definition: ReportDefinition, text: string | undefined): ReportFormat[] {
  if (text === undefined) return definition.formats
  return text.split(',').map((word) => {
    const format = REPORT_FORMATS.find((known) => known === word.trim())
    if (format === undefined) throw new UsageError(`"${word}" is not a format: ${REPORT_FORMATS.join(', ')}`)
    return format
  })
}

function codesOf(definition: ReportDefinition, text: string | undefined): string[] {
  if (definition.scope === 'national') {
    if (text === undefined) return []
    throw new UsageError(`"${definition.id}" is about the whole country: leave --province out`)
  }
  const known = [...provinces().keys()]
  if (text === undefined || text === 'all') return known
  const codes = text.split(',').map((code) => code.trim())
  const unknown = codes.filter((code) => !known.includes(code))
  if (unknown.length > 0) {
    throw new UsageError(`${unknown.join(', ')}: not a province code; the codes are ${known.join(', ')}`)
  }
  return codes
}
