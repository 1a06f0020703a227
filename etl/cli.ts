import { Command, CommanderError } from 'commander'
import { EXIT, log } from './commands/context.ts'
import { addDemo } from './commands/demo.ts'
import { addLoad } from './commands/load.ts'
import { addPull } from './commands/pull.ts'
import { addQuarantine } from './commands/quarantine.ts'
import { addStatus } from './commands/status.ts'
import { addUndo } from './commands/undo.ts'
import { addWatch } from './commands/watch.ts'
import { RefusedError, UsageError } from './load/errors.ts'
import { WarehouseError } from './warehouse/errors.ts'
import { isUnreachable, TroubleError } from './watch/trouble.ts'

const program = new Command('etl')
  .description('Loads files into the warehouse and tells what is there. Data folder: TOANCANH_DATA (./data).')
  .exitOverride()

addLoad(program)
addWatch(program)
addPull(program)
addStatus(program)
addQuarantine(program)
addUndo(program)
addDemo(program)

await program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT.usage
  else if (error instanceof UsageError || error instanceof RangeError) fail(error, EXIT.usage)
  else if (error instanceof RefusedError) fail(error, EXIT.refused)
  else if (error instanceof WarehouseError || error instanceof TroubleError) fail(error, EXIT.unreachable)
  else if (isUnreachable(error)) fail(error as Error, EXIT.unreachable)
  else throw error
})

function fail(error: Error, code: number): void {
  log(`etl: ${error.message}`)
  process.exitCode = code
}
