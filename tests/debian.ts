import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const APT = ['-q', '-o', 'Acquire::Retries=3', '-o', 'DPkg::Lock::Timeout=120']

/**
 * Installs Debian packages that are missing; as root, with apt. Three tries, since mirrors have their moments.
 *
 * @param packages a package's name and a path that is there once it is installed.
 * @throws Error that says what to install where it cannot be done from here.
 */
export function ensureDebian(packages: Readonly<Record<string, string>>): void {
  const missing = () => Object.keys(packages).filter((name) => !existsSync(packages[name] ?? ''))
  if (missing().length === 0) return
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) {
    throw new Error(
      `these tests need Debian's packages: run "apt-get install ${missing().join(' ')}" as root`,
    )
  }
  console.error(`Installing ${missing().join(', ')}…`)
  const run = (...args: string[]) =>
    spawnSync('apt-get', [...APT, ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  for (let attempt = 1; attempt <= 3 && missing().length > 0; attempt += 1) {
    run('update')
    run('-y', '--no-install-recommends', 'install', ...missing())
  }
  if (missing().length > 0) throw new Error(`${missing().join(', ')} could not be installed (see above)`)
}
