import { Command, CommanderError } from 'commander'
import { WarehouseError } from '../etl/warehouse/errors.ts'
import { HttpError } from '../server/http/errors.ts'
import { StateError } from '../server/state/state.ts'
import { EXIT, log, UsageError } from './commands/context.ts'
import { addAlerts } from './commands/alerts.ts'
import { addHistory } from './commands/history.ts'
import { addList } from './commands/list.ts'
import { addRun } from './commands/run.ts'
import { UnknownMemberError } from './compose/composing.ts'
import { UnsoundFormError } from './compose/form.ts'

const program = new Command('report')
  .description(
    'Makes reports by hand, tells what came of those that go out by themselves, and of alerts. Data folder: TOANCANH_DATA (./data).',
  )
  .exitOverride()

addList(program)
addRun(program)
addHistory(program)
addAlerts(program)

await program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT.usage
  else if (error instanceof UsageError || error instanceof UnknownMemberError) fail(error, EXIT.usage)
  else if (error instanceof UnsoundFormError) fail(error, EXIT.refused)
  else if (error instanceof WarehouseError || error instanceof HttpError || error instanceof StateError)
    fail(error, EXIT.unreachable)
  else throw error
})

function fail(error: Error, code: number): void {
  log(`report: ${error.message}`)
  process.exitCode = code
}
