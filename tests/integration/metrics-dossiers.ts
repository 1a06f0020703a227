import fc from 'fast-check'
import { addDays } from '../../cube/source/grain.ts'
import { daysBetween, type Dossier } from './metrics-model.ts'

export const FIRST = '2025-05-20'
/** No random dossier ends after it. */
export const LAST = '2025-08-10'
export const PROVINCES = ['01', '08', '79']

const aTime = (from: string, to: string) =>
  fc
    .tuple(fc.constantFrom(...daysBetween(from, to)), fc.nat({ max: 86_399 }))
    .map(([date, second]) => `${date} ${new Date(second * 1000).toISOString().slice(11, 19)}`)

/** Dossiers as the contract allows them: received ≤ requested ≤ completed ≤ ended. */
export const aDossier: fc.Arbitrary<Omit<Dossier, 'code'>> = fc
  .record({
    province: fc.constantFrom(...PROVINCES),
    agency: fc.constantFrom('G01.01', 'G01.02'),
    procedure: fc.constantFrom('1.1', '1.2', '1.3'),
    eResult: fc.constantFrom(true, false, null),
    channel: fc.constantFrom('online' as const, 'counter' as const, 'postal' as const),
    times: fc
      .array(aTime(FIRST, addDays(FIRST, 70)), { minLength: 4, maxLength: 4 })
      .map((times) => times.sort()),
    near: fc.boolean(),
    shape: fc.constantFrom('plain', 'waiting', 'completed'),
    ends: fc.integer({ min: 0, max: 9 }).map((n) => n < 7),
    requests: fc.constantFrom(1, 1, 1, 2, 3),
    dueIn: fc.integer({ min: 0, max: 20 }),
    status: fc.constantFrom(7, 8, 9, 10),
  })
  .map(({ times, near, shape, ends, requests, dueIn, status, ...rest }) => {
    // Most steps are days apart, as in life; the others weeks.
    const [received = '', ...later] = times
    const steps = later.map((time, n) =>
      near
        ? `${addDays(received.slice(0, 10), Math.min(n * 2 + (Number(time.slice(17)) % 3), 80))} 23:${time.slice(14)}`
        : time,
    )
    const [requested = '', completed = '', ended = ''] = steps.sort()
    return {
      ...rest,
      status: ends ? status : shape === 'waiting' ? 5 : 4,
      receivedAt: received,
      dueAt: `${addDays(received.slice(0, 10), dueIn)} 17:00:00`,
      endedAt: ends ? ended : null,
      requestedAt: shape === 'plain' ? null : requested,
      completedAt: shape === 'completed' ? completed : null,
      requests: shape === 'plain' ? 0 : requests,
    }
  })
  .filter(({ receivedAt, requestedAt, endedAt }) =>
    [receivedAt, requestedAt, endedAt].every((time) => (time ?? receivedAt) >= receivedAt),
  )

/** Dossiers go by the month in their code, so a dossier keeps it whatever its dates become. */
export const codeOf = ({ province, receivedAt }: Omit<Dossier, 'code'>, n: number): string =>
  `G01.${province}-${receivedAt.slice(2, 10).replaceAll('-', '')}-${String(n).padStart(4, '0')}`

const COLUMNS = {
  dossier_code: (d: Dossier) => d.code,
  procedure_code: (d: Dossier) => d.procedure,
  agency_code: (d: Dossier) => d.agency,
  province_code: (d: Dossier) => d.province,
  province_era: () => '34',
  channel: (d: Dossier) => d.channel,
  status: (d: Dossier) => d.status,
  received_at: (d: Dossier) => d.receivedAt,
  due_at: (d: Dossier) => d.dueAt,
  ended_at: (d: Dossier) => d.endedAt ?? '',
  supplement_requested_at: (d: Dossier) => d.requestedAt ?? '',
  supplement_completed_at: (d: Dossier) => d.completedAt ?? '',
  supplement_requests: (d: Dossier) => (d.requestedAt === null ? '' : d.requests),
  e_result: (d: Dossier) => (d.eResult === null ? '' : Number(d.eResult)),
}

/** A file of dossiers, all as of one moment. */
export const dossiersCsv = (dossiers: readonly Dossier[], updatedAt: string): string =>
  [
    [...Object.keys(COLUMNS), 'updated_at'].join(','),
    ...dossiers.map((dossier) => [...Object.values(COLUMNS).map((of) => of(dossier)), updatedAt].join(',')),
    '',
  ].join('\n')
