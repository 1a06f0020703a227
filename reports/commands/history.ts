import type { Command } from 'commander'
import { localTime } from '../../etl/commands/local-time.ts'
import { textTable } from '../../etl/commands/table.ts'
import { openState } from '../../server/state/state.ts'
import { deliveriesOf, type Delivery } from '../schedule/deliveries.ts'
import { lateSlots } from '../schedule/late.ts'
import { listSlots, type Slot } from '../schedule/slots.ts'
import { dataDir, definitionOf, definitions, log, UsageError } from './context.ts'

interface Told extends Omit<Slot, 'owner' | 'leased_until'> {
  deliveries: Omit<Delivery, 'slot_id'>[]
}

export function addHistory(program: Command): void {
  program
    .command('history')
    .description('Lists what was planned and what came of it, the newest first.')
    .argument('[id]', 'of this report alone')
    .option('--limit <n>', 'rows at most', '50')
    .option('--json', 'as JSON, with every recipient')
    .action((id: string | undefined, { limit, json }: { limit: string; json?: true }) => {
      const reports = id === undefined ? definitions() : [definitionOf(id)]
      const state = openState({ dataDir, url: process.env['STATE_URL'] })
      try {
        const slots = listSlots(state.db, id ?? null, wholeNumber(limit)).map(
          ({ owner: _, leased_until: __, ...slot }): Told => ({
            ...slot,
            deliveries: deliveriesOf(state.db, slot.id).map(({ slot_id: ___, ...delivery }) => delivery),
          }),
        )
        if (json === true) console.log(JSON.stringify(slots))
        else if (slots.length > 0) console.log(table(slots))
        for (const { report, planned_at, kind } of lateSlots(state.db, reports, new Date()))
          log(`${report}: planned for ${localTime(planned_at)} and ${kind}`)
        if (slots.length === 0 && json !== true) log('nothing has been planned yet: the running product does')
      } finally {
        state.close()
      }
    })
}

const table = (slots: readonly Told[]): string =>
  textTable(
    ['id', 'planned', 'report', 'period', 'state', 'sent', 'not sent', 'why'],
    slots.map(({ id, planned_at, report, period, state, reason, detail, deliveries }) => [
      String(id),
      localTime(planned_at),
      report,
      period,
      state,
      String(deliveries.filter((one) => one.state === 'sent').length),
      String(deliveries.filter((one) => one.state !== 'sent').length),
      [reason, detail].filter((text) => text !== null).join(': '),
    ]),
  )

function wholeNumber(text: string): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number > 0) return number
  throw new UsageError(`--limit takes a whole number, not "${text}"`)
}
