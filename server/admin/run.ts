import { Command, CommanderError } from 'commander'
import { AccountError } from '../sign-in/accounts.ts'
import { ProvinceError } from '../sign-in/provinces.ts'
import { StateError } from '../state/state.ts'
import { PasswordInputError } from './ask-password.ts'
import type { AdminContext } from './context.ts'
import { tokenCommands } from './token-commands.ts'
import { userCommands } from './user-commands.ts'

/**
 * Runs one `admin` command.
 * @param args what follows `admin`, as in `['user', 'list']`.
 * @returns the exit code: 0 done, 2 wrong use, 4 the state cannot be reached.
 */
export async function runAdmin(args: string[], context: AdminContext): Promise<0 | 2 | 4> {
  const program = new Command('admin')
    .description('accounts and API tokens of Toàn Cảnh')
    .addCommand(userCommands(context))
    .addCommand(tokenCommands(context))
    .addHelpText('after', '\nExit codes: 0 done, 2 wrong use, 4 the state file cannot be used.')
  prepare(program, context)

  try {
    await program.parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (
      error instanceof AccountError ||
      error instanceof ProvinceError ||
      error instanceof PasswordInputError
    ) {
      context.remark(`error: ${error.message}`)
      return 2
    }
    if (error instanceof StateError) {
      context.remark(`error: ${error.message}`)
      return 4
    }
    throw error
  }
}

/** Commander's own words go our way, and it throws instead of ending the process; both are set for each command. */
function prepare(command: Command, context: AdminContext): void {
  command.exitOverride()
  command.showHelpAfterError('(--help says more)')
  command.configureOutput({
    writeOut: (text) => context.print(text.trimEnd()),
    writeErr: (text) => context.remark(text.trimEnd()),
  })
  for (const sub of command.commands) prepare(sub, context)
}
