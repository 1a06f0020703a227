import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const DOSSIERS =
  'dossier_code,procedure_code,agency_code,province_code,province_era,channel,status,received_at,due_at,ended_at,fee_vnd,paid_online,digitised,e_result,satisfaction,updated_at'
const PROCEDURES =
  'procedure_code,valid_from,name,field,force,service_level,published_on,processing_days,has_fee,needs_result,programmes'
const procedure = (n: number, kind: number) =>
  `P${n},2021-01-01,Thủ tục ${n},Lĩnh vực ${kind},Lực lượng ${n % 2},${3 + (n % 2)},2021-01-01,7,1,${kind === 0 ? 0 : 1},${n % 2 === 0 ? 'DA06-25' : ''}`
const PROVINCES = ['01', '02', '08', '48', '79']
const CHANNELS = ['online', 'counter', 'postal']

const day = (n: number) => new Date(Date.UTC(2025, 4, 1 + n)).toISOString().slice(0, 10)
/** Row `n`, always the same; `late` is a later word on it: it has ended. */
function dossier(n: number, late: boolean, status = late ? 10 : 4): string {
  const received = n % 60
  const ended = late ? `${day(received + 1 + (n % 17))} 10:00:00` : ''
  const code = `G01.${String(n % 90).padStart(2, '0')}-${day(received).slice(2).replaceAll('-', '')}-${String(n).padStart(5, '0')}`
  return [
    code,
    `P${1 + (n % 7)}`,
    `G01.${n % 90}`,
    PROVINCES[n % 5],
    63,
    CHANNELS[n % 3],
    status,
    `${day(received)} 08:00:00`,
    `${day(received + 8)} 17:00:00`,
    ended,
    late ? (n % 4) * 10000 : '',
    late ? n % 2 : '',
    late ? n % 2 : '',
    late ? Number(n % 3 === 0) : '',
    late ? 1 + (n % 5) : '',
    `${day(received + (late ? 20 : 0))} 18:00:00`,
  ].join(',')
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n)
const csv = (header: string, lines: readonly string[]) => `${[header, ...lines].join('\n')}\n`

/**
 * Drop folders to be loaded one after another. Between them: new files, corrections, the same file again, the same rows in another
 * file, faulty rows behind fields with line breaks, two different rows of one key and time, a refused file, unknown
 * procedures, an older state that comes later.
 */
export function writeRounds(into: string): string[] {
  const rounds: Record<string, string>[] = [
    {
      'procedures/a.csv': csv(
        PROCEDURES,
        range(1, 6).map((n) => procedure(n, n % 2)),
      ),
      'identity/a.csv': csv(
        'date,province_code,product,group,received,issued,updated_at',
        range(0, 20).map((n) => `${day(n)},01,eid_1,all,${100 + n},${90 + n},${day(n)} 20:00:00`),
      ),
      'dossiers/a.csv': csv(
        DOSSIERS,
        range(0, 3000).map((n) => dossier(n, false)),
      ),
    },
    {
      // Later words on half of them, some rows faulty; behind fields with line breaks, which push lines down.
      'dossiers/b.csv': csv(DOSSIERS, [
        ...range(0, 30).map((n) => dossier(n, true).replace(/G01\.(\d+),/, '"G01\n$1",')),
        ...range(30, 1500).map((n) => (n % 200 === 7 ? dossier(n, true, 77) : dossier(n, true))),
        'G01.01-250501-99999,P1,G01.1',
      ]),
      'dossiers/c.csv': csv(
        DOSSIERS,
        range(2900, 3300).map((n) => dossier(n, false)),
      ),
      'dossiers/d-refused.csv': `${DOSSIERS},ho_ten\n${dossier(1, true)},A\n`,
      'dossiers/e-refused.csv': csv(DOSSIERS, [dossier(5000, true), dossier(5000, true, 9)]),
      // As said in b, and another row with its key and time.
      'dossiers/f.csv': csv(
        DOSSIERS,
        range(100, 120).map((n) => (n % 2 === 0 ? dossier(n, true) : dossier(n, true, 9))),
      ),
    },
    {
      'dossiers/a-again.csv': csv(
        DOSSIERS,
        range(0, 3000).map((n) => dossier(n, false)),
      ),
      // Procedures change, so that rollups of what is there do.
      'procedures/b.csv': csv(
        PROCEDURES,
        range(1, 7).map((n) => procedure(n, n % 3)),
      ),
    },
  ]
  return rounds.map((files, round) => {
    const folder = join(into, `round-${round}`)
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(join(folder, name, '..'), { recursive: true })
      writeFileSync(join(folder, name), content)
    }
    return folder
  })
}
