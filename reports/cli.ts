import { Command, CommanderError } from 'commander'
import { WarehouseError } from '../etl/warehouse/errors.ts'
import { HttpError } from '../server/http/errors.ts'
import { StateError } from '../server/state/state.ts'
import { EXIT, log, UsageError } from './commands/context.ts'
import { addBounce } from './commands/bounce.ts'
import { addAlerts } from './commands/alerts.ts'
import { addHistory } from './commands/history.ts'
import { addList } from './commands/list.ts'
import { addRun } from './commands/run.ts'
import { addSend } from './commands/send.ts'
import { UnknownMemberError } from './compose/composing.ts'
import { UnsoundFormError } from './compose/form.ts'
import { DeliverySettingsError } from './deliver/settings.ts'

const program = new Command('report')
  .description(
    'Makes and sends reports by hand, tells what came of those that go out by themselves, and of alerts. Data folder: TOANCANH_DATA (./data).',
  )
  .exitOverride()

addList(program)
addRun(program)
addSend(program)
addHistory(program)
addBounce(program)
addAlerts(program)

await program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT.usage
  else if (
    error instanceof UsageError ||
    error instanceof UnknownMemberError ||
    error instanceof DeliverySettingsError
  )
    fail(error, EXIT.usage)
  else if (error instanceof UnsoundFormError) fail(error, EXIT.refused)
  else if (error instanceof WarehouseError || error instanceof HttpError || error instanceof StateError)
    fail(error, EXIT.unreachable)
  else throw error
})

function fail(error: Error, code: number): void {
  log(`report: ${error.message}`)
  process.exitCode = code
}
