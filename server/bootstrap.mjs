/**
 * What `npm start` and `npm test` begin with, on whatever Node there is: installs the packages if they are not
 * those of package-lock.json, builds the web if its sources changed, then hands over to Node 24 from the npm
 * packages. Plain JavaScript, because an older Node cannot run TypeScript.
 *
 *     node server/bootstrap.mjs install|build|start|test [ARGUMENT …]
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const MODULES = join(ROOT, 'node_modules')
const NODE_MAJOR = 24
/** What the web is built from beside its own folder. */
const WEB_READS = ['tsconfig.json', 'etl/reference/communes.csv'].map((path) => join(ROOT, path))

const [command, ...args] = process.argv.slice(2)
const say = (text) => process.stderr.write(`${text}\n`)

/** Ends with a message that says what is missing and what to do. */
function giveUp(text, code = 1) {
  say(`toan-canh: ${text}`)
  process.exit(code)
}

if (Number(process.versions.node.split('.')[0]) < 20) {
  giveUp(`Node.js 20 or newer is needed to start; this is ${process.version}. See https://nodejs.org`)
}
const glibc = process.report.getReport().header.glibcVersionRuntime !== undefined
if (process.platform === 'linux' && !glibc && !process.env['CLICKHOUSE_URL']) {
  giveUp(
    'the embedded warehouse needs glibc; here, set CLICKHOUSE_URL to a ClickHouse server, or use docker/',
  )
}

// Who builds alone may be a test that runs out of these packages: they are left as they are.
if (command !== 'build') install()
const node = runtime()
if (command === 'install') process.exit(0)
if (command === 'build') {
  buildWeb()
  process.exit(0)
}
if (command === 'start') {
  const help = args.includes('--help') || args.includes('-h')
  if (!help) buildWeb()
  run(join(ROOT, 'server', 'main.ts'), args)
} else if (command === 'test') {
  buildWeb()
  run(join(ROOT, 'tests', 'run.ts'), args)
} else giveUp('usage: node server/bootstrap.mjs install|build|start|test [ARGUMENT …]', 2)

/** Installs exactly what package-lock.json says, once; a finished installation is marked with the lock's hash. */
function install() {
  const wanted = hashOf([join(ROOT, 'package-lock.json')])
  const mark = join(MODULES, '.installed')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return
  say('Đang cài đặt các gói (một lần, vài phút)… / Installing packages (once, a few minutes)…')
  const npm = process.env['npm_execpath']
  const [program, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  const installed = spawnSync(
    program,
    [...first, 'ci', '--ignore-scripts', '--include=dev', '--include=optional', '--loglevel=error'],
    {
      cwd: ROOT,
      stdio: ['ignore', 2, 'inherit'],
    },
  )
  if (installed.status !== 0) {
    giveUp(
      'the packages could not be installed (see above): is the npm registry reachable? Then run the same command again.',
    )
  }
  writeFileSync(mark, wanted)
}

/** Node 24: the npm package's, else the one that runs this if it is new enough. */
function runtime() {
  const own = join(MODULES, `node-${process.platform}-${process.arch}`, 'bin', 'node')
  if (existsSync(own)) return own
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) return process.execPath
  return giveUp(
    `there is no Node ${NODE_MAJOR} package for ${process.platform}-${process.arch}; install Node ${NODE_MAJOR} and run the same command again`,
  )
}

/** Builds web/dist when the sources it was built from have changed. */
function buildWeb() {
  const web = join(ROOT, 'web')
  const dist = join(web, 'dist')
  const wanted = hashOf([join(ROOT, 'package-lock.json'), ...filesOf(web), ...WEB_READS])
  const mark = join(dist, '.built')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return
  say('Đang dựng giao diện… / Building the web…')
  rmSync(mark, { force: true })
  const built = spawnSync(
    node,
    [
      join(MODULES, 'vite', 'bin', 'vite.js'),
      'build',
      '--config',
      join(web, 'vite.config.ts'),
      '--logLevel',
      'warn',
    ],
    {
      cwd: ROOT,
      stdio: ['ignore', 2, 'inherit'],
      // Tests run as NODE_ENV=test, with which Vue would keep all that it says to developers.
      env: { ...environment(), NODE_ENV: 'production' },
    },
  )
  if (built.status !== 0) giveUp('the web could not be built (see above)')
  mkdirSync(dist, { recursive: true })
  writeFileSync(mark, wanted)
}

function run(script, scriptArgs) {
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', script, ...scriptArgs], {
    cwd: process.cwd(),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: environment(),
  })
  // A terminal's Ctrl-C reaches the child by itself; it ends in its own time and this process after it.
  process.on('SIGINT', () => undefined)
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
  child.on('error', (error) => giveUp(error.message))
  if (process.env['npm_lifecycle_event'] !== undefined) {
    // npm killed outright says nothing to its children: without it the product ends too.
    const npm = process.ppid
    setInterval(() => process.ppid !== npm && process.exit(1), 1000).unref()
  }
}

function environment() {
  return {
    ...process.env,
    PATH: [dirname(node), process.env['PATH']].join(delimiter),
    // What Node compiled at one start is there at the next.
    NODE_COMPILE_CACHE: join(MODULES, '.compile-cache'),
  }
}

function filesOf(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !['dist', 'node_modules'].includes(name) && !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesOf(path) : entry.name.includes('.test.') ? [] : [path]
    })
}

function hashOf(files) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(`${file.slice(ROOT.length)}\0`).update(readFileSync(file))
  return hash.digest('hex')
}
