/**
 * The engine's second thread: reads the stopping user's password from standard input, waits for it to close,
 * then asks the engine to end (engine.ts).
 */
import { createReadStream } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { workerData } from 'node:worker_threads'

const { httpPort } = workerData as { httpPort: string }
const GRACE_MS = 15_000

let password = ''
createReadStream('', { fd: 0, encoding: 'utf8' })
  .on('data', (text) => (password += text.toString()))
  .on('error', () => void stop())
  .on('end', () => void stop())

/** Ends the query that serves; its thread then shuts the engine down and exits. */
async function stop(): Promise<void> {
  // The engine's own session has no user name in its list of queries.
  const kill = encodeURIComponent("KILL QUERY WHERE user = '' ASYNC")
  const headers = { connection: 'close', 'x-clickhouse-user': 'stopper', 'x-clickhouse-key': password.trim() }
  await fetch(`http://127.0.0.1:${httpPort}/?query=${kill}`, { method: 'POST', headers }).catch(
    () => undefined,
  )
  await sleep(GRACE_MS)
  process.kill(process.pid, 'SIGKILL')
}
