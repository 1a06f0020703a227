import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chownSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import mysql from 'mysql2/promise'
import pg from 'pg'
import { ensureDebian } from '../debian.ts'
import { MARIADB, POSTGRES } from '../packages.ts'

/** A real database server of its own files on loopback, with a user `reader` and its password `secret`. */
export interface Database {
  port: number
  /** Runs a statement as the owner. */
  run: (sql: string) => Promise<void>
  /** Stops at once and starts again later. */
  stop: () => Promise<void>
  start: () => Promise<void>
  close: () => Promise<void>
}

/** Debian's user without rights: database servers refuse to run as root. */
const NOBODY = 65_534
const asNobody = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

function folderOfNobody(name: string): string {
  const root = mkdtempSync(join(tmpdir(), `toancanh-${name}-`))
  if (process.getuid?.() === 0) chownSync(root, NOBODY, NOBODY)
  return root
}

export async function startPostgres(): Promise<Database> {
  ensureDebian(POSTGRES)
  const [version = ''] = readdirSync('/usr/lib/postgresql').sort((a, b) => Number(b) - Number(a))
  const bin = join('/usr/lib/postgresql', version, 'bin')
  const root = folderOfNobody('postgres')
  writeFileSync(join(root, 'password'), 'owner')
  if (process.getuid?.() === 0) chownSync(join(root, 'password'), NOBODY, NOBODY)
  const data = join(root, 'data')
  must(join(bin, 'initdb'), [
    '-D',
    data,
    '-U',
    'owner',
    '-A',
    'scram-sha-256',
    '--pwfile',
    join(root, 'password'),
    '-E',
    'UTF8',
    '--no-locale',
    '--no-sync',
  ])
  const port = await freePort()
  const run = async (sql: string) => {
    const client = new pg.Client({
      host: '127.0.0.1',
      port,
      user: 'owner',
      password: 'owner',
      database: 'postgres',
    })
    await client.connect()
    try {
      await client.query(sql)
    } finally {
      await client.end()
    }
  }
  const server = () =>
    spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', root, '-F'], {
      ...asNobody,
      stdio: 'ignore',
    })
  // SIGINT: disconnects everyone and shuts down.
  return supervised({ root, port, run, server, probe: 'SELECT 1', signal: 'SIGINT' }, [
    "CREATE ROLE reader LOGIN PASSWORD 'secret'",
  ])
}

export async function startMariadb(): Promise<Database> {
  ensureDebian(MARIADB)
  const root = folderOfNobody('mariadb')
  const data = join(root, 'data')
  must('/usr/bin/mariadb-install-db', [
    '--no-defaults',
    `--datadir=${data}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    '--skip-name-resolve',
  ])
  const port = await freePort()
  const run = async (sql: string) => {
    const connection = await mysql.createConnection({
      host: '127.0.0.1',
      port,
      user: 'root',
      multipleStatements: true,
    })
    try {
      await connection.query(sql)
    } finally {
      await connection.end()
    }
  }
  const server = () =>
    spawn(
      '/usr/sbin/mariadbd',
      [
        '--no-defaults',
        `--datadir=${data}`,
        `--socket=${join(root, 's')}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        `--pid-file=${join(root, 'pid')}`,
        '--skip-name-resolve',
        '--innodb-buffer-pool-size=32M',
        '--character-set-server=utf8mb4',
        `--tmpdir=${root}`,
      ],
      { ...asNobody, stdio: 'ignore' },
    )
  return supervised({ root, port, run, server, probe: 'SELECT 1', signal: 'SIGTERM' }, [
    "CREATE DATABASE onestop; CREATE USER reader@'%' IDENTIFIED BY 'secret'; GRANT SELECT ON onestop.* TO reader@'%'",
  ])
}

interface Parts {
  root: string
  port: number
  run: (sql: string) => Promise<void>
  server: () => ChildProcess
  probe: string
  signal: NodeJS.Signals
}

async function supervised(
  { root, port, run, server, probe, signal }: Parts,
  setup: string[],
): Promise<Database> {
  let child: ChildProcess | undefined
  const start = async () => {
    const started = server()
    child = started
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await run(probe)
      } catch (error) {
        if (started.exitCode !== null || attempt === 300) throw error
        await sleep(100)
      }
    }
  }
  const stop = async () => {
    const running = child
    if (running === undefined || running.exitCode !== null) return
    const ended = new Promise((resolve) => running.once('exit', resolve))
    running.kill(signal)
    await ended
  }
  const close = async () => {
    await stop()
    rmSync(root, { recursive: true, force: true })
  }
  try {
    await start()
    for (const sql of setup) await run(sql)
  } catch (error) {
    await close()
    throw error
  }
  return { port, run, start, stop, close }
}

function must(command: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, {
    ...asNobody,
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin:/usr/sbin', LANG: 'C.UTF-8' },
  })
  if (status !== 0) throw new Error(`${command} failed: ${stderr}`)
}
