import { text } from 'node:stream/consumers'
import type { Command } from 'commander'
import { openState } from '../../server/state/state.ts'
import { noteReturned } from '../alerts/tell/messages.ts'
import { noteBounce, readBounce } from '../schedule/bounces.ts'
import { dataDir, log } from './context.ts'

export function addBounce(program: Command): void {
  program
    .command('bounce')
    .description(
      'Reads a bounce, as it came back to MAIL_FROM, from standard input and notes it with its recipient. For the mail server to call.',
    )
    .action(async () => {
      const bounce = readBounce(await text(process.stdin))
      if (bounce === null) return log('this is no message about a failed delivery')
      const state = openState({ dataDir, url: process.env['STATE_URL'] })
      try {
        const { messageIds, detail } = bounce
        const slots = noteBounce(state.db, bounce)
        const alerts = messageIds.flatMap((id) => noteReturned(state.db, id, detail) ?? [])
        for (const { id, report, planned_at } of slots)
          log(`slot ${id}, ${report} of ${planned_at}: ${detail}`)
        for (const { account, planned_at } of alerts) log(`alerts to ${account} of ${planned_at}: ${detail}`)
        if (slots.length + alerts.length === 0) log('nothing that was sent is called by a Message-ID in it')
      } finally {
        state.close()
      }
    })
}
