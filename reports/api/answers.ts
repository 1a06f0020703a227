import type { DatabaseSync } from 'node:sqlite'
import type { Account } from '../../server/sign-in/roles.ts'
import { listAccounts } from '../../server/sign-in/accounts.ts'
import type { ReportDefinition } from '../definitions/schema.ts'
import { deliveriesOf, type Delivery } from '../schedule/deliveries.ts'
import { filesOf } from '../schedule/files.ts'
import { lateSlots, type LateSlot } from '../schedule/late.ts'
import { placesOf, recipientsOf } from '../schedule/recipients.ts'
import { listSlots, type Slot } from '../schedule/slots.ts'
import { nextTime } from '../schedule/times.ts'

/** A report in `GET /api/reports`. */
export interface ListedReport extends Pick<
  ReportDefinition,
  'id' | 'title' | 'title_en' | 'scope' | 'period' | 'formats' | 'deliver'
> {
  cron: string
  missed: 'catch_up' | 'skip'
  roles: readonly string[]
  next_at: string | null
  /** Places of it that the account may see. */
  places: string[]
  /** Who is sent it; for administrators, else null. */
  recipients: { name: string; places: string[]; address: boolean }[] | null
}

/** `GET /api/reports` */
export interface ReportsAnswer {
  reports: ListedReport[]
  /** What is wrong with definitions; for administrators. */
  problems: string[]
  late: LateSlot[]
  mail: boolean
  /** Whether the account may run and send. */
  may_run: boolean
}

/** A slot in `GET /api/reports/slots`. */
export interface ListedSlot extends Omit<Slot, 'owner' | 'leased_until'> {
  /** `removed`: it was kept for as long as files are, and is not there any more. */
  files: { place: string; format: string; bytes: number; removed: boolean }[]
  counts: Record<Delivery['state'], number>
}

/** `GET /api/reports/slots/{id}` */
export interface SlotAnswer extends ListedSlot {
  deliveries: Omit<Delivery, 'slot_id' | 'message_id'>[]
}

export interface Answering {
  db: DatabaseSync
  account: Account
  provinces: readonly string[]
  now: Date
}

export function listedReport(
  definition: ReportDefinition,
  { db, account, provinces, now }: Answering,
): ListedReport {
  const { id, title, title_en, scope, period, formats, deliver, schedule, recipients } = definition
  return {
    ...{ id, title, title_en, scope, period, formats, deliver, ...schedule, roles: recipients.roles },
    next_at: nextTime(schedule.cron, now)?.toISOString() ?? null,
    places: placesOf(definition, account, provinces),
    recipients:
      account.role === 'administrator'
        ? recipientsOf(definition, listAccounts(db), provinces).map(({ account: to, places }) => ({
            name: to.name,
            places,
            address: to.email !== null,
          }))
        : null,
  }
}

/** Reports of which the account may see a place, the only ones it is told of. */
export const visible = (definitions: readonly ReportDefinition[], { account, provinces }: Answering) =>
  definitions.filter((definition) => placesOf(definition, account, provinces).length > 0)

export const lateOf = (definitions: readonly ReportDefinition[], { db, now }: Answering): LateSlot[] =>
  lateSlots(db, definitions, now)

export function listedSlots(
  definitions: readonly ReportDefinition[],
  asked: { report?: string | undefined; limit: number },
  answering: Answering,
): ListedSlot[] {
  const known = new Map(definitions.map((definition) => [definition.id, definition]))
  return listSlots(answering.db, asked.report ?? null, asked.limit).flatMap((slot) => {
    const definition = known.get(slot.report)
    return definition === undefined ? [] : [listedSlot(slot, definition, answering)]
  })
}

function listedSlot(slot: Slot, definition: ReportDefinition, answering: Answering): ListedSlot {
  const { db, account, provinces } = answering
  const places = placesOf(definition, account, provinces)
  const counts = { waiting: 0, sending: 0, sent: 0, failed: 0, skipped: 0 }
  for (const { state } of deliveriesOf(db, slot.id)) counts[state]++
  const { owner: _, leased_until: __, ...told } = slot
  return {
    ...told,
    // What went wrong is told in words of servers, which are for administrators.
    detail: account.role === 'administrator' ? slot.detail : null,
    counts,
    files: filesOf(db, slot.id)
      .filter(({ place }) => places.includes(place))
      .map(({ place, format, bytes, removed_at }) => ({
        place,
        format,
        bytes,
        removed: removed_at !== null,
      })),
  }
}

export function slotAnswer(slot: Slot, definition: ReportDefinition, answering: Answering): SlotAnswer {
  const { db, account } = answering
  return {
    ...listedSlot(slot, definition, answering),
    deliveries: deliveriesOf(db, slot.id)
      .filter((delivery) => account.role === 'administrator' || delivery.account === account.name)
      .map(({ slot_id: _, message_id: __, ...told }) => told),
  }
}
