import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { ReadStream } from 'node:tty'
import type { Actor } from '../audit/audit.ts'
import { readProvinces, type ProvinceList } from '../sign-in/provinces.ts'
import { openState, type State } from '../state/state.ts'

/** Everything the commands touch outside themselves. */
export interface AdminContext {
  /** Opens the state for the time of one command and closes it again. */
  withState<T>(work: (state: State) => T | Promise<T>): Promise<T>
  provinces(): ProvinceList
  actor: Actor
  now(): Date
  input: ReadStream
  /** A line for whoever called: results go to standard output, words about them to standard error. */
  print(line: string): void
  remark(line: string): void
  /** Writes a question; not on standard output, which is for results. */
  ask(question: string): void
}

export function contextOfProcess(env: NodeJS.ProcessEnv): AdminContext {
  return {
    async withState(work) {
      const state = openState({ dataDir: env['TOANCANH_DATA'] || './data', url: env['STATE_URL'] })
      try {
        return await work(state)
      } finally {
        state.close()
      }
    },
    provinces: () => readProvinces(join(import.meta.dirname, '../../etl/reference')),
    actor: commandActor(),
    now: () => new Date(),
    input: process.stdin,
    print: (line) => process.stdout.write(`${line}\n`),
    remark: (line) => process.stderr.write(`${line}\n`),
    ask: (question) => process.stderr.write(question),
  }
}

/** Whoever has a command of the product run on this machine. */
export const commandActor = (): Actor => ({ name: systemUser(), origin: 'command', address: null })

/** Containers may run as a user id that has no name. */
function systemUser(): string | null {
  try {
    return userInfo().username
  } catch {
    return process.getuid === undefined ? null : `uid ${process.getuid()}`
  }
}
