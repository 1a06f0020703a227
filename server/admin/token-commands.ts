import { Command } from 'commander'
import { AccountError } from '../sign-in/accounts.ts'
import { defaultScopes, isScope, scopes } from '../sign-in/scopes.ts'
import { createToken, listTokens, revokeTokens, tokenState } from '../sign-in/tokens.ts'
import type { AdminContext } from './context.ts'
import { parseDuration } from './duration.ts'
import { formatTable } from './table.ts'

/** `admin token …`: tokens for programs that read the API. */
export function tokenCommands(context: AdminContext): Command {
  const token = new Command('token')
    .description('create an API token (alone on standard output, shown only now), list or revoke tokens')
    .option('--user <name>', 'the account whose role and provinces the token has')
    .option('--expires <duration>', 'how long it lives: 12h, 30d, 4w; 366d at most', '30d')
    .option(
      '--scopes <scopes>',
      `what for, separated by commas: ${scopes.join(', ')}`,
      defaultScopes.join(','),
    )
    .action(async ({ user, expires, ...options }: { user?: string; expires: string; scopes: string }) => {
      if (user === undefined) throw new AccountError('name the account: --user NAME')
      const duration = parseDuration(expires)
      if (typeof duration !== 'number') throw new AccountError(duration.problem)
      const asked = options.scopes.split(',').map((text) => text.trim())
      const wrong = asked.find((text) => !isScope(text))
      if (wrong !== undefined)
        throw new AccountError(`"${wrong}" is not a scope; the scopes are ${scopes.join(', ')}`)
      await context.withState(({ db }) => {
        const end = new Date(context.now().getTime() + duration)
        const made = createToken(db, user, asked.filter(isScope), end, context.now(), context.actor)
        context.print(made.token)
        context.remark(
          `Token ${made.id} of ${user}, good until ${end.toISOString()}. It cannot be shown again.`,
        )
      })
    })

  token
    .command('list')
    .description('list all tokens: whose, until when, when last used')
    .option('--json', 'print one JSON array')
    .action((options: { json?: true }) =>
      context.withState(({ db }) => {
        const tokens = listTokens(db).map((entry) => ({ ...entry, state: tokenState(entry, context.now()) }))
        if (options.json) return context.print(JSON.stringify(tokens))
        const rows = tokens.map((entry) => [
          entry.id,
          entry.user,
          entry.scopes.join(','),
          entry.state,
          entry.expires_at.slice(0, 16),
          entry.last_used_at?.slice(0, 16) ?? 'never',
        ])
        context.print(
          formatTable(['id', 'user', 'scopes', 'state', 'expires (UTC)', 'last used (UTC)'], rows),
        )
      }),
    )

  token
    .command('revoke')
    .description('revoke one token by its id, or all tokens of an account')
    .argument('[id]', 'the id from "token list"')
    .action((id: string | undefined, _options: unknown, command: Command) => {
      // --user is the parent command's option, wherever it is written.
      const { user } = command.optsWithGlobals<{ user?: string }>()
      if ((id === undefined) === (user === undefined)) {
        throw new AccountError('give the id of a token, or --user NAME for all of an account')
      }
      return context.withState(({ db }) => {
        const which = id === undefined ? { user: user ?? '' } : { id }
        const count = revokeTokens(db, which, context.now(), context.actor)
        context.print(count === 1 ? '1 token revoked' : `${count} tokens revoked`)
      })
    })

  return token
}
