/**
 * `npm test`: brings what the tests need (Debian's chromium for the browser tests), runs every test, and ends on
 * a line `N passed, N failed`. Arguments go to Vitest: `npm test -- --project unit`.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureDebian } from './debian.ts'
import { BROWSER } from './packages.ts'

const ROOT = join(import.meta.dirname, '..')
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'] as const

function ensureChromium(): void {
  if (CHROMIUM.some((path) => existsSync(path))) return
  try {
    ensureDebian(BROWSER)
  } catch (error) {
    console.error(
      `${(error as Error).message}; or run the others alone: npm test -- --project unit --project web --project integration`,
    )
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
