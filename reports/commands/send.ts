import { randomUUID } from 'node:crypto'
import type { Command } from 'commander'
import { localTime } from '../../etl/commands/local-time.ts'
import { textTable } from '../../etl/commands/table.ts'
import { commandActor } from '../../server/admin/context.ts'
import { recordAudit } from '../../server/audit/audit.ts'
import { openState, type State } from '../../server/state/state.ts'
import { readDeliverySettings } from '../deliver/settings.ts'
import { addRun, sendAgain } from '../schedule/by-hand.ts'
import { deliveriesOf } from '../schedule/deliveries.ts'
import { runSlot } from '../schedule/run.ts'
import { endSlot, slotById, takeSlot } from '../schedule/slots.ts'
import { createSending } from '../sending.ts'
import { dataDir, definitionOf, EXIT, log, regions, UsageError, withParts } from './context.ts'
import { periodOf } from './run.ts'

export function addSend(program: Command): void {
  program
    .command('send')
    .description('Makes a report and sends it to its recipients, as the page Báo cáo does.')
    .argument('<id>', 'a report, as "report list" names it')
    .option('--period <period>', 'as for "report run" (the last whole one)')
    .option('--json', 'prints the slot with every recipient')
    .addHelpText('after', EXITS)
    .action(async (id: string, { period, json }: { period?: string; json?: true }) => {
      const definition = definitionOf(id)
      const now = new Date()
      const about = periodOf(definition, period, now)
      await sending(json === true, ({ db }) => {
        const slot = addRun(db, id, about, now)
        recordAudit(db, now, commandActor(), 'report_run', id, { period: about.word })
        return slot
      })
    })
  program
    .command('resend')
    .description('Sends what did not go out of a slot that has ended; makes it where it was skipped.')
    .argument('<slot>', 'its id in "report history"')
    .option('--json', 'prints the slot with every recipient')
    .addHelpText('after', EXITS)
    .action(async (text: string, { json }: { json?: true }) => {
      await sending(json === true, ({ db }) => {
        const slot = slotById(db, Number(text))
        if (slot === null) throw new UsageError(`there is no slot "${text}": see "report history"`)
        if (!sendAgain(db, slot.id))
          throw new UsageError(`slot ${slot.id} is being sent, or waits for its next attempt`)
        const planned = { planned_at: slot.planned_at }
        recordAudit(db, new Date(), commandActor(), 'report_resent', slot.report, planned)
        return slot.id
      })
    })
}

const EXITS =
  '\nExit codes: 0 everyone has it, 2 wrong use, 3 somebody has not, 4 it waits: the running product goes on with it.'

/** Enters a slot, takes it before a running product does, runs it here and tells what came of it. */
async function sending(asJson: boolean, enter: (state: State) => number): Promise<void> {
  const settings = readDeliverySettings(process.env, dataDir)
  const state = openState({ dataDir, url: process.env['STATE_URL'] })
  const { db } = state
  try {
    const id = enter(state)
    const slot = slotById(db, id)
    const owner = `report ${process.pid} ${randomUUID()}`
    if (slot !== null && takeSlot(db, id, owner, new Date())) {
      await withParts(async (parts) => {
        const { runParts } = createSending(db, { ...parts, regions: regions() }, settings)
        const { signal } = new AbortController()
        await runSlot({ ...runParts, owner, signal }, slot).finally(() => runParts.mailer?.close())
      }).catch((error: unknown) => {
        // Without a warehouse: it waits for who has one.
        endSlot(db, id, owner, { state: 'waiting' }, new Date())
        throw error
      })
    }
    tell(state, id, asJson)
  } finally {
    state.close()
  }
}

function tell({ db }: State, id: number, asJson: boolean): void {
  const slot = slotById(db, id)
  if (slot === null) return
  const deliveries = deliveriesOf(db, id).map(({ slot_id: _, ...told }) => told)
  const { owner: __, leased_until: ___, ...told } = slot
  if (asJson) console.log(JSON.stringify({ ...told, deliveries }))
  else if (deliveries.length > 0) {
    const why = (reason: string | null, detail: string | null) =>
      [reason, detail].filter((text) => text !== null).join(': ')
    console.log(
      textTable(
        ['channel', 'account', 'state', 'why'],
        deliveries.map(({ channel, account, state, reason, detail }) => [
          ...[channel, account, state],
          state === 'sent' ? '' : why(reason, detail),
        ]),
      ),
    )
  }
  const { state, reason, detail, next_try_at } = slot
  const words = [reason, detail].filter((text) => text !== null).join(': ')
  log(`slot ${id}: ${state}${words === '' ? '' : ` (${words})`}`)
  if (next_try_at !== null) log(`the running product tries it again at ${localTime(next_try_at)}`)
  if (state === 'waiting' || state === 'running') process.exitCode = EXIT.unreachable
  else if (state !== 'sent') process.exitCode = EXIT.refused
}
