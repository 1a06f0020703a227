import { Command } from 'commander'
import {
  accountNamed,
  changeGrants,
  createAccount,
  disableAccount,
  emailProblem,
  enableAccount,
  findAccount,
  listAccounts,
  nameProblem,
  normaliseName,
  setEmail,
  setPasswordHash,
  AccountError,
} from '../sign-in/accounts.ts'
import { generatePassword, hashPassword, passwordProblem } from '../sign-in/password.ts'
import { parseProvinces } from '../sign-in/provinces.ts'
import { defaultProvinces, isRole, roles, type Provinces, type Role } from '../sign-in/roles.ts'
import { askPassword, readPassword } from './ask-password.ts'
import type { AdminContext } from './context.ts'
import { formatTable } from './table.ts'

interface PasswordOptions {
  askPassword?: true
  passwordStdin?: true
}

const provincesHelp = 'codes of the 34 units separated by commas, or all'

/** `admin user …`: who may sign in, as what, and for which provinces. */
export function userCommands(context: AdminContext): Command {
  const user = new Command('user').description('accounts: add, list, set, email, disable, enable, password')

  withPassword(user.command('add'))
    .description('create an account; without a password option one is generated and printed once')
    .argument('<name>', 'account name: a-z, 0-9, ".", "_", "-", "@"')
    .requiredOption('--role <role>', roles.join(', '))
    .option(
      '--provinces <codes>',
      `${provincesHelp} (default: all for minister, leader, analyst, administrator; none for the others)`,
    )
    .option('--email <address>', 'where the reports of its role are sent')
    .option('--json', 'print the result as one line of JSON')
    .action(
      async (
        typed: string,
        options: { role: string; provinces?: string; email?: string; json?: true } & PasswordOptions,
      ) => {
        const name = normaliseName(typed)
        const role = parseRole(options.role)
        const provinces = grantsFrom(options.provinces, context) ?? defaultProvinces(role)
        const { email } = options
        const problem = nameProblem(name) ?? (email === undefined ? null : emailProblem(email))
        if (problem !== null) throw new AccountError(problem)
        await context.withState(async ({ db }) => {
          // Asked before a password is typed in vain; creating checks it again.
          if (findAccount(db, name)) throw new AccountError(`there is already an account ${name}`)
          const { password, generated } = await choosePassword(name, options, context)
          const passwordHash = await hashPassword(password)
          createAccount(db, { name, role, provinces, passwordHash }, context.now(), context.actor)
          if (email !== undefined) setEmail(db, name, email, context.now(), context.actor)
          if (options.json)
            context.print(JSON.stringify({ name, role, provinces, ...(generated ? { password } : {}) }))
          else {
            context.print(`Created ${name}: ${role}, ${describeProvinces(provinces)}`)
            if (generated) context.print(`Password (shown only now): ${password}`)
          }
          if (provinces.length === 0) {
            context.remark(`${name} sees no province yet: admin user set ${name} --provinces 01,79`)
          }
        })
      },
    )

  user
    .command('list')
    .description('list all accounts')
    .option('--json', 'print one JSON array')
    .action((options: { json?: true }) =>
      context.withState(({ db }) => {
        const accounts = listAccounts(db).map((account) => ({
          name: account.name,
          role: account.role,
          provinces: account.provinces,
          email: account.email,
          disabled: account.disabled_at !== null,
          created_at: account.created_at,
        }))
        if (options.json) return context.print(JSON.stringify(accounts))
        const rows = accounts.map((account) => [
          account.name,
          account.role,
          describeProvinces(account.provinces),
          account.email ?? '',
          account.disabled ? 'disabled' : 'enabled',
          account.created_at.slice(0, 10),
        ])
        context.print(formatTable(['name', 'role', 'provinces', 'email', 'state', 'created'], rows))
      }),
    )

  user
    .command('set')
    .description('change role or provinces; holds from the next request on')
    .argument('<name>')
    .option('--role <role>', roles.join(', '))
    .option('--provinces <codes>', provincesHelp)
    .action((name: string, options: { role?: string; provinces?: string }) => {
      if (options.role === undefined && options.provinces === undefined) {
        throw new AccountError('nothing to change: give --role, --provinces or both')
      }
      const role = options.role === undefined ? null : parseRole(options.role)
      const provinces = grantsFrom(options.provinces, context)
      return context.withState(({ db }) => {
        const before = accountNamed(db, name)
        const after = { role: role ?? before.role, provinces: provinces ?? before.provinces }
        changeGrants(db, name, after, context.now(), context.actor)
        context.print(`${before.name}: ${after.role}, ${describeProvinces(after.provinces)}`)
      })
    })

  user
    .command('email')
    .description('set where the reports of an account are sent')
    .argument('<name>')
    .argument('[address]')
    .option('--none', 'it is sent none')
    .action((name: string, address: string | undefined, options: { none?: true }) => {
      if ((address === undefined) !== (options.none === true))
        throw new AccountError('give an address, or --none to send none')
      return context.withState(({ db }) => {
        setEmail(db, name, address ?? null, context.now(), context.actor)
        context.print(`Reports of ${normaliseName(name)}: ${address ?? 'not sent'}`)
      })
    })

  user
    .command('disable')
    .description(
      'end all sessions of an account and refuse its password and tokens until it is enabled again',
    )
    .argument('<name>')
    .action((name: string) =>
      context.withState(({ db }) => {
        disableAccount(db, name, context.now(), context.actor)
        context.print(`${normaliseName(name)} is disabled`)
        if (
          !listAccounts(db).some(
            (account) => account.role === 'administrator' && account.disabled_at === null,
          )
        ) {
          context.remark('No administrator is enabled now.')
        }
      }),
    )

  user
    .command('enable')
    .description('let a disabled account in again')
    .argument('<name>')
    .action((name: string) =>
      context.withState(({ db }) => {
        enableAccount(db, name, context.now(), context.actor)
        context.print(`${normaliseName(name)} is enabled`)
      }),
    )

  withPassword(user.command('password'))
    .description(
      'replace the password and end all sessions; without a password option one is generated and printed once',
    )
    .argument('<name>')
    .action((name: string, options: PasswordOptions) =>
      context.withState(async ({ db }) => {
        const account = accountNamed(db, name)
        const { password, generated } = await choosePassword(account.name, options, context)
        setPasswordHash(db, account.name, await hashPassword(password), context.now(), context.actor)
        if (generated) context.print(`Password (shown only now): ${password}`)
        context.remark(`The password of ${account.name} is replaced; its sessions have ended.`)
      }),
    )

  return user
}

function withPassword(command: Command): Command {
  return command
    .option('--ask-password', 'ask for the password at the terminal')
    .option('--password-stdin', 'read the password from standard input')
}

async function choosePassword(
  name: string,
  options: PasswordOptions,
  { input, ask }: AdminContext,
): Promise<{ password: string; generated: boolean }> {
  if (options.askPassword && options.passwordStdin) {
    throw new AccountError('give --ask-password or --password-stdin, not both')
  }
  if (!options.askPassword && !options.passwordStdin) return { password: generatePassword(), generated: true }
  const password = options.askPassword ? await askPassword(input, ask) : await readPassword(input)
  const problem = passwordProblem(password, name)
  if (problem !== null) throw new AccountError(problem)
  return { password, generated: false }
}

function parseRole(text: string): Role {
  if (isRole(text)) return text
  throw new AccountError(`"${text}" is not a role; the roles are ${roles.join(', ')}`)
}

function grantsFrom(text: string | undefined, context: AdminContext): Provinces | null {
  return text === undefined ? null : parseProvinces(text, context.provinces())
}

function describeProvinces(provinces: Provinces): string {
  if (provinces === 'all') return 'nationwide'
  return provinces.length === 0 ? 'no province' : provinces.join(',')
}
