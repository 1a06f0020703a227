import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What is loaded while processes are killed: every dataset at first, then corrections that rebuild partitions. */
export interface Files {
  first: string[]
  /** Changes half of the dossiers in every month, and the identity counts of one year; a few rows are faulty. */
  correction: string[]
  /** New versions of procedures, which change the rollups of dossiers that are not loaded again. */
  procedures: string[]
}

const two = (n: number) => String(n).padStart(2, '0')
const PROCEDURES = 5

export function writeFiles(folder: string, dossiers: number): Files {
  const write = (name: string, header: string, lines: readonly string[]): string => {
    const path = join(folder, name)
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, [header, ...lines].join('\n'))
    return path
  }
  const serials = Array.from({ length: dossiers }, (_, n) => n)
  return {
    first: [
      write('first/procedures/a.csv', PROCEDURE_HEADER, procedures([['2021-07-01', 1]])),
      write(
        'first/population/a.csv',
        'as_of,province_code,residents,eligible_card,eligible_eid,source',
        ['01', '79', '92'].map((code, n) => `2019-04-01,${code},${(n + 1) * 1000},${(n + 1) * 800},,census`),
      ),
      write(
        'first/published/a.csv',
        'figure,as_of,province_code,value,unit,source',
        ['2022-04-18', '2022-05-18'].map((day, n) => `dossiers,${day},00,${217_000 + n},hồ sơ,bulletin`),
      ),
      write('first/identity/a.csv', IDENTITY_HEADER, identity('2021', 1)),
      write('first/identity/b.csv', IDENTITY_HEADER, identity('2022', 1)),
      write(
        'first/indicators/a.csv',
        'indicator_code,as_of,province_code,numerator,source,updated_at',
        ['01', '79'].map((code) => `bodies_connected,2022-04-18,${code},8,report,2022-04-19T08:00:00`),
      ),
      write(
        'first/tasks/a.csv',
        'task_code,name,objective,source_document,lead_agency,province_code,assigned_on,due_on,updated_at',
        [1, 2, 3].map((n) => `T${n},Task,${n},06/QĐ-TTg,C06,00,2022-01-06,2022-06-30,2022-02-0${n}T08:00:00`),
      ),
      write(
        'first/scores766/a.csv',
        'criterion,period_type,period,province_code,points',
        ['2023-Q1', '2024-Q1'].map((period) => `2.1,quarter,${period},01,19`),
      ),
      write('first/dossiers/a.csv', DOSSIER_HEADER, [
        ...serials.map((n) => dossier(n, '1')),
        ...serials.slice(0, 3).map((n) => dossier(n, '1').replace(',P', ',,P')),
      ]),
      // A late file, overlapping: older and newer rows of a month that the one before has.
      write(
        'first/dossiers/b.csv',
        DOSSIER_HEADER,
        serials.filter((n) => n % 24 === 0).map((n) => dossier(n, n % 48 === 0 ? '0' : '2')),
      ),
    ],
    correction: [
      write('correction/identity/a.csv', IDENTITY_HEADER, identity('2022', 2)),
      write('correction/dossiers/a.csv', DOSSIER_HEADER, [
        ...serials.filter((n) => n % 2 === 1).map((n) => dossier(n, '3')),
        ...serials.slice(0, 2).map((n) => dossier(n, '3').replace('2022-', '2099-')),
      ]),
    ],
    procedures: [
      write(
        'procedures/procedures/a.csv',
        PROCEDURE_HEADER,
        procedures([
          ['2021-07-01', 0],
          ['2022-06-02', 1],
        ]),
      ),
    ],
  }
}

const PROCEDURE_HEADER = 'procedure_code,valid_from,name,field,force,service_level,needs_result'
const procedures = (versions: [day: string, needsResult: number][]) =>
  versions.flatMap(([day, needsResult]) =>
    Array.from({ length: PROCEDURES }, (_, n) => `P${n},${day},Procedure,Field,QLHC,4,${needsResult}`),
  )

const IDENTITY_HEADER = 'date,province_code,product,group,received,issued,updated_at'
const identity = (year: string, version: number) =>
  Array.from({ length: 28 * 12 }, (_, n) => {
    const day = `${year}-${two(Math.floor(n / 28) + 1)}-${two((n % 28) + 1)}`
    return ['01', '79'].map(
      (code) => `${day},${code},eid_1,all,${n + version},${n},${Number(year) + 1}-01-0${version}T08:00:00`,
    )
  }).flat()

const DOSSIER_HEADER =
  'dossier_code,procedure_code,agency_code,province_code,status,received_at,due_at,ended_at,e_result,updated_at'
/** Dossiers over twelve months, so that a load touches as many partitions. */
function dossier(n: number, version: string): string {
  const month = two((n % 12) + 1)
  const day = `2022-${month}-03`
  return [
    ...[`000.00.00.G01-22${month}03-${String(n).padStart(6, '0')}`, `P${n % PROCEDURES}`, 'A'],
    ...[n % 3 === 0 ? '79' : '01', '9', `${day}T08:00:00`, `${day}T17:00:00`],
    ...[`2022-${month}-0${Number(version) + 3}T10:00:00`, n % 2, `2022-${month}-1${version}T10:00:00`],
  ].join(',')
}
