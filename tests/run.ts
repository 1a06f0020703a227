/**
 * `npm test`: brings what the tests need (Debian's chromium for the browser tests), runs every test, and ends on
 * a line `N passed, N failed`. Arguments go to Vitest: `npm test -- --project unit`.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const APT = ['-o', 'Acquire::Retries=3', '-o', 'DPkg::Lock::Timeout=120']

function ensureChromium(): void {
  if (CHROMIUM.some((path) => existsSync(path))) return
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) {
    console.error(
      'The browser tests need Chromium and it cannot be installed from here: run "apt-get install chromium fonts-dejavu" as root, or run the others alone: npm test -- --project unit --project web --project integration',
    )
    process.exit(1)
  }
  console.error('Installing chromium for the browser tests…')
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'] }
  for (let attempt = 1; attempt <= 3 && !existsSync(CHROMIUM[0] ?? ''); attempt += 1) {
    spawnSync('apt-get', [...APT, '-q', 'update'], quiet)
    spawnSync(
      'apt-get',
      [...APT, '-qy', '--no-install-recommends', 'install', 'chromium', 'fonts-dejavu-core'],
      {
        ...quiet,
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      },
    )
  }
  if (!existsSync(CHROMIUM[0] ?? '')) {
    console.error('chromium could not be installed (see above)')
    process.exit(1)
  }
}

interface Report {
  numPassedTests: number
  numFailedTests: number
  numTotalTests: number
  success: boolean
  testResults: { name: string; status: string; assertionResults: unknown[] }[]
}

const args = process.argv.slice(2)
const selected = args.filter((arg, index) => args[index - 1] === '--project' || arg.startsWith('--project='))
if (selected.length === 0 || selected.some((name) => name.endsWith('e2e'))) ensureChromium()

const folder = mkdtempSync(join(tmpdir(), 'toancanh-tests-'))
const output = join(folder, 'report.json')
const vitest = spawnSync(
  process.execPath,
  [
    '--disable-warning=ExperimentalWarning',
    join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${output}`,
    ...args,
  ],
  { cwd: ROOT, stdio: 'inherit' },
)
let passed = 0
let failed = 1
if (existsSync(output)) {
  const report = JSON.parse(readFileSync(output, 'utf8')) as Report
  // A file that could not even be collected has no tests to count as failed.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  passed = report.numPassedTests
  failed = report.numTotalTests - report.numPassedTests + broken.length
  if (failed === 0 && (vitest.status !== 0 || passed === 0)) failed = 1
}
rmSync(folder, { recursive: true, force: true })
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
