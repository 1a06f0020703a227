import { Command, CommanderError } from 'commander'
import { WarehouseError } from '../etl/warehouse/errors.ts'
import { HttpError } from '../server/http/errors.ts'
import { EXIT, log, UsageError } from './commands/context.ts'
import { addList } from './commands/list.ts'
import { addRun } from './commands/run.ts'
import { UnknownMemberError } from './compose/composing.ts'
import { UnsoundFormError } from './compose/form.ts'

const program = new Command('report')
  .description('Makes reports by hand. Data folder: TOANCANH_DATA (./data).')
  .exitOverride()

addList(program)
addRun(program)

await program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT.usage
  else if (error instanceof UsageError || error instanceof UnknownMemberError) fail(error, EXIT.usage)
  else if (error instanceof UnsoundFormError) fail(error, EXIT.refused)
  else if (error instanceof WarehouseError || error instanceof HttpError) fail(error, EXIT.unreachable)
  else throw error
})

function fail(error: Error, code: number): void {
  log(`report: ${error.message}`)
  process.exitCode = code
}
