import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureDebian } from '../debian.ts'
import { SFTP } from '../packages.ts'
import { freePort } from './databases.ts'

/** OpenSSH's own server on loopback, with one user (who runs this) and one key. */
export interface SshServer {
  port: number
  user: string
  /** As `ssh-keygen -lf` prints it. */
  hostKey: string
  privateKey: string
  /** The folder it is asked for. */
  folder: string
  close: () => Promise<void>
}

export async function startSsh(): Promise<SshServer> {
  ensureDebian(SFTP)
  const root = mkdtempSync(join(tmpdir(), 'toancanh-ssh-'))
  for (const name of ['host', 'client'])
    must('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', join(root, name)])
  const folder = join(root, 'outgoing')
  mkdirSync(folder)
  chmodSync(root, 0o755)
  const port = await freePort()
  writeFileSync(
    join(root, 'config'),
    `Port ${port}
ListenAddress 127.0.0.1
HostKey ${join(root, 'host')}
AuthorizedKeysFile ${join(root, 'client.pub')}
PidFile none
UsePAM no
StrictModes no
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
Subsystem sftp internal-sftp
`,
  )
  // As root it separates privileges in a folder that Debian's start script would make.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const server = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', join(root, 'config')], { stdio: 'ignore' })
  const close = async () => {
    await ended(server)
    rmSync(root, { recursive: true, force: true })
  }
  for (let attempt = 0; !(await answers(port)); attempt += 1) {
    if (server.exitCode !== null || attempt === 100) {
      await close()
      throw new Error('sshd did not start')
    }
    await sleep(50)
  }
  const [, hostKey = ''] = must('ssh-keygen', ['-lf', join(root, 'host.pub')]).split(' ')
  return {
    port,
    user: userInfo().username,
    hostKey,
    privateKey: readFileSync(join(root, 'client'), 'utf8'),
    folder,
    close,
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const exit = new Promise((resolve) => child.once('exit', resolve))
  child.kill()
  await exit
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('data', () => resolve(true)).once('error', () => resolve(false))
    socket.once('data', () => socket.destroy())
  })

function must(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} failed: ${stderr}`)
  return stdout
}
