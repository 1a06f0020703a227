/**
 * The embedded ClickHouse itself: run as a child process by embedded.ts, never imported.
 *
 *     node engine.ts CONFIG_FILE DATA_PATH HTTP_PORT TCP_PORT
 *
 * libchdb.so (npm package `@chdb/lib-linux-x64-gnu`) carries the whole server. Its `clickhouse local` entry point is called here
 * with a query that opens the listeners and then sleeps; the call holds this thread for as long as it serves.
 * A second thread (engine-stop.ts) watches standard input and ends the sleep when it closes, so the parent's
 * end, however sudden, ends the engine too, and gracefully.
 */
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { DataType, load, open } from 'ffi-rs'

const [config, path, httpPort, tcpPort] = process.argv.slice(2)
if (config === undefined || path === undefined || httpPort === undefined || tcpPort === undefined) {
  console.error('usage: engine.ts CONFIG_FILE DATA_PATH HTTP_PORT TCP_PORT')
  process.exit(2)
}

// Resolved by name: the package is there on the platforms it is made for.
const library = createRequire(import.meta.url).resolve(
  `@chdb/lib-${process.platform}-${process.arch}-gnu/libchdb.so`,
)
open({ library: 'chdb', path: library })

new Worker(new URL('./engine-stop.ts', import.meta.url), { workerData: { httpPort } })

const listenTcp = tcpPort === '0' ? '' : 'SYSTEM START LISTEN TCP;'
// Sleeping asks for no right to files or tables, as reading standard input would.
const serve = 'SELECT sleepEachRow(0.2) FROM system.numbers SETTINGS max_block_size = 1 FORMAT Null'
const args = [
  'clickhouse',
  ...['--config-file', config, '--path', path],
  ...['--listen_host', '127.0.0.1', '--http_port', httpPort],
  ...(tcpPort === '0' ? [] : ['--tcp_port', tcpPort]),
  ...['--query', `SYSTEM START LISTEN HTTP;${listenTcp} ${serve}`],
]
load({
  library: 'chdb',
  funcName: 'chdb_query_cmdline',
  retType: DataType.External,
  paramsType: [DataType.I32, DataType.StringArray],
  paramsValue: [args.length, args],
})
// Shut down and closed by now. Node's own exit would wait for what the library's threads still hold.
process.kill(process.pid, 'SIGKILL')
