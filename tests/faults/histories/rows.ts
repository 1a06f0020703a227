import fc from 'fast-check'
import { PERIOD_ENDS } from './contracts.ts'
import type { Row } from './history.ts'

/** Rows of each dataset from few keys and few times, so that files meet: most are right, some faulty. */

type Fields = Record<string, fc.Arbitrary<string>>

const of = (...values: string[]) => fc.constantFrom(...values)
/** Mostly the first. */
const mostly = (value: string, ...others: string[]) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: of(...others) })
const rowOf = (fields: Fields): fc.Arbitrary<Row> => fc.record(fields)
const flag = of('', '0', '1')

/** 02 is only of the 63, 08 of both, 44 of both with another meaning, 45 and 61 only of the 63. */
const province = of('01', '02', '08', '44', '45')
const era = mostly('', '63', '34')
const updated = of('', '2025-08-01T08:00:00', '2025-08-02T08:00:00')

/** Now and then something in a row is wrong. */
const spoilt = (row: fc.Arbitrary<Row>, faults: readonly Row[]): fc.Arbitrary<Row> =>
  fc
    .tuple(
      row,
      fc.oneof(
        { weight: 9, arbitrary: fc.constant({}) },
        { weight: 1, arbitrary: fc.constantFrom(...faults) },
      ),
    )
    .map(([right, fault]) => ({ ...right, ...fault }))

const DAY = 24 * 3600
const at = (day: string, seconds: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + seconds * 1000).toISOString().slice(0, 19)

/** A dossier some days after it was given in: every time in order. */
const dossier: fc.Arbitrary<Row> = fc
  .record({
    code: of(
      '220103-0001',
      '220103-0002',
      '220128-0003',
      '220214-0001',
      '250620-0001',
      '250620-0002',
      '250703-0001',
    ),
    shift: fc.constantFrom(0, 0, 0, 1),
    hour: fc.constantFrom(0, 8, 23),
    due: fc.nat({ max: 8 }),
    asked: fc.option(fc.nat({ max: 4 * DAY }), { freq: 2 }),
    waited: fc.option(fc.nat({ max: 4 * DAY }), { freq: 3 }),
    ended: fc.nat({ max: 4 * DAY }),
    updated: fc.constantFrom(15, 16, 30),
    fields: rowOf({
      procedure_code: of('P1', 'P2', 'P9'),
      agency_code: mostly('A', 'B'),
      province_code: of('01', '02', '08', '44', '01'),
      province_era: mostly('', '63', '34'),
      commune_code: mostly('', '00004'),
      channel: of('online', 'counter', 'postal', '1', '2', '3', ''),
      status: of('9', '10', '4', '2', '8', '7', '1', '3'),
      supplement_requests: of('', '1', '2'),
      fee_vnd: of('', '0', '50000'),
      ...{ paid_online: flag, digitised: flag, e_result: flag, reused_data: flag },
      satisfaction: of('', '3', '4', '5'),
    }),
  })
  .map(({ code, shift, hour, due, asked, waited, ended, updated: on, fields }) => {
    const day = `20${code.slice(0, 2)}-${code.slice(2, 4)}-${code.slice(4, 6)}`
    const received = shift * DAY + hour * 3600
    const status = fields['status'] ?? ''
    const requested = asked === null ? null : received + asked
    const completed = requested === null || waited === null ? null : requested + waited
    const isReceived = status !== '1' && status !== '3'
    const isEnded = ['7', '8', '9', '10'].includes(status)
    const time = (seconds: number | null) => (seconds === null ? '' : at(day, seconds))
    // Of the merger's two sides the later codes are sure to be of the new one.
    const late = day >= '2025-07-01' ? { province_code: '01', province_era: '' } : {}
    return {
      ...fields,
      ...late,
      dossier_code: `000.00.00.G01-${code}`,
      received_at: isReceived ? time(received) : '',
      due_at: isReceived ? time(received + due * DAY) : '',
      supplement_requested_at: isReceived ? time(requested) : '',
      supplement_completed_at: isReceived ? time(completed) : '',
      ended_at: isEnded ? time((completed ?? requested ?? received) + ended) : '',
      returned_at: '',
      updated_at: time(on * DAY),
    }
  })

export const ROWS: Record<string, fc.Arbitrary<Row>> = {
  dossiers: spoilt(dossier, [
    { status: '11' },
    { status: '9', ended_at: '' },
    { ended_at: '2021-12-31T10:00:00' },
    { updated_at: '' },
    { updated_at: '2021-12-31T10:00:00' },
    { province_code: '99' },
    { province_era: '64' },
    { satisfaction: '6' },
    { supplement_requested_at: '', supplement_completed_at: '2022-01-05T10:00:00' },
    { received_at: '2026-11-01T08:00:00', updated_at: '2026-11-02T08:00:00' },
    { received_at: '30/02/2022' },
    { dossier_code: 'X' },
  ]),
  identity: spoilt(
    rowOf({
      date: of('2022-04-01', '2022-04-02', '2025-06-30', '2025-07-01'),
      province_code: province,
      province_era: era,
      product: mostly('card', 'eid_1'),
      group: mostly('all', 'student'),
      received: of('', '0', '1', '2'),
      approved: of('', '1'),
      issued: of('', '1'),
      reissued: of(''),
      activated: of('', '1'),
      rejected: of(''),
      updated_at: updated,
    }),
    [{ date: '2026-11-01' }, { product: 'x' }, { received: '-1' }, { province_code: '00' }],
  ),
  population: spoilt(
    rowOf({
      as_of: of('2019-04-01', '2025-07-01'),
      province_code: province,
      province_era: era,
      residents: of('', '10', '11'),
      eligible_card: of('', '5'),
      eligible_eid: of(''),
      source: of('x', 'y'),
    }),
    [{ source: '' }, { as_of: '2025-13-01' }],
  ),
  procedures: spoilt(
    rowOf({
      procedure_code: of('P1', 'P2', 'P3'),
      valid_from: of('2021-07-01', '2022-01-03', '2022-01-04', '2025-06-21'),
      name: of('x', 'y'),
      field: of('f'),
      force: of('QLHC'),
      service_level: of('3', '4', 'full'),
      published_on: of('', '2021-07-01'),
      withdrawn_on: of('', '2025-01-01'),
      processing_days: of('', '7'),
      has_fee: flag,
      needs_result: flag,
      programmes: of('', 'QD10695;DA06-25'),
    }),
    [{ name: '' }, { service_level: '5' }, { published_on: '2021-07-01', withdrawn_on: '2021-06-30' }],
  ),
  indicators: spoilt(
    rowOf({
      indicator_code: of('bodies_connected', 'banks_piloting'),
      as_of: of('2022-04-18', '2025-07-01'),
      province_code: of('00', '01', '08'),
      province_era: era,
      unit: of('', 'B'),
      numerator: of('1', '2.5'),
      denominator: of('', '4'),
      target: of('', '8'),
      source: of('x'),
      updated_at: updated,
    }),
    [{ numerator: '' }, { numerator: 'x' }, { as_of: '2026-11-01' }],
  ),
  tasks: spoilt(
    rowOf({
      task_code: of('T1', 'T2', 'T3'),
      name: of('x', 'y'),
      objective: of('1', '5'),
      source_document: of('06/QĐ-TTg'),
      lead_agency: of('C06'),
      co_agencies: of('', 'V01;H05'),
      province_code: of('00', '01', '08'),
      assigned_on: of('2022-01-06', '2022-01-07'),
      due_on: of('2022-06-30', '2022-07-01'),
      done_on: of('', '2022-06-15', '2022-07-15'),
      updated_at: of('2022-08-01T08:00:00', '2022-08-02T08:00:00'),
    }),
    [{ objective: '6' }, { due_on: '2022-01-05' }, { done_on: '2022-08-03' }, { updated_at: '' }],
  ),
  published: spoilt(
    rowOf({
      figure: of('dossiers', 'cards'),
      as_of: of('2022-04-18', '2025-07-01'),
      province_code: of('00', '01', '08'),
      value: of('1', '2', '2.5'),
      unit: of('hồ sơ'),
      source: of('x', 'y'),
    }),
    [{ value: '' }, { source: '' }, { province_code: '02', as_of: '2025-07-01' }],
  ),
  scores766: spoilt(
    fc
      .tuple(
        of(...Object.keys(PERIOD_ENDS)),
        rowOf({
          criterion: of('2.1', '3.3'),
          province_code: province,
          province_era: era,
          numerator: of('', '950'),
          denominator: of('', '1000'),
          points: of('', '19', '20'),
          flag: of('', 'f'),
        }),
      )
      .map(([period, row]) => {
        const [period_type = '', name = ''] = period.split(' ')
        return { ...row, period_type, period: name }
      }),
    [{ period: '2025-Q5' }, { period_type: 'year', period: '2025-Q1' }, { criterion: '' }],
  ),
}
