import { WarehouseError } from '../warehouse/errors.ts'

/** What stands in the way of every file and passes: files are left where they are, and tried again. */
export class TroubleError extends Error {
  override name = 'TroubleError'
}

const UNREACHABLE =
  /ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|socket hang up/

/** No answer from a service, whatever the client made of that. */
export const isUnreachable = (error: unknown) => UNREACHABLE.test(`${codeOf(error)} ${String(error)}`)

/** Full, read-only or failing disks, and limits of the machine. */
const OF_THE_MACHINE = /^(ENOSPC|EDQUOT|EROFS|EIO|ESTALE|EMFILE|ENFILE|ENOMEM|EPIPE)$/

/** ClickHouse errors that tell of the server, not of what was sent. */
const OF_THE_SERVER =
  /^(NOT_ENOUGH_SPACE|READONLY|TABLE_IS_READ_ONLY|TOO_MANY_SIMULTANEOUS_QUERIES|TOO_MANY_PARTS|NETWORK_ERROR|SOCKET_TIMEOUT|ALL_CONNECTION_TRIES_FAILED|KEEPER_EXCEPTION|AUTHENTICATION_FAILED|REQUIRED_PASSWORD|ACCESS_DENIED|ABORTED|QUERY_WAS_CANCELLED)$/

/** Whether an error tells of the surroundings, and not of the file being loaded. */
export const isTrouble = (error: unknown) =>
  error instanceof TroubleError ||
  error instanceof WarehouseError ||
  isUnreachable(error) ||
  OF_THE_MACHINE.test(codeOf(error)) ||
  OF_THE_SERVER.test(String((error as { type?: unknown }).type)) ||
  /No space left on device|Timeout error/.test(String(error))

/** The first line of what an error says. */
export function told(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return (text.split('\n')[0] ?? text).slice(0, 500)
}

const codeOf = (error: unknown) => String((error as { code?: unknown } | null)?.code)

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000

/** Says a trouble once, and its end; pauses between tries grow from a second to a minute. */
export function troubles(log: (message: string) => void) {
  let last: string | undefined
  let pauseMs = FIRST_PAUSE_MS
  return {
    /** @returns how long to wait before the next try. */
    met(error: unknown): number {
      const message = told(error)
      if (message !== last) log(`${message}; dropped files stay where they are, and are tried again`)
      last = message
      const pause = pauseMs
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      return pause
    },
    over(): void {
      if (last !== undefined) log('dropped files are loaded again')
      last = undefined
      pauseMs = FIRST_PAUSE_MS
    },
  }
}
