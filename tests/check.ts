/**
 * `npm run check`: every static check, two at a time, the longest first. What a check has to say is printed when it ends;
 * all are run, whatever one of them finds.
 */
import { spawn } from 'node:child_process'

const CHECKS = ['lint', 'types:web', 'types:node', 'unused', 'imports', 'format'] as const
const AT_ONCE = 2

const run = (check: string): Promise<boolean> =>
  new Promise((resolve) => {
    const started = Date.now()
    const child = spawn('npm', ['run', '--silent', `check:${check}`], { stdio: ['ignore', 'pipe', 'pipe'] })
    const said: Buffer[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => said.push(bytes))
    child.once('error', (error) => said.push(Buffer.from(`${error.message}\n`)))
    child.once('close', (code) => {
      const seconds = Math.round((Date.now() - started) / 1000)
      process.stdout.write(Buffer.concat(said))
      console.log(`${code === 0 ? '✓' : '✗'} ${check} (${seconds} s)`)
      resolve(code === 0)
    })
  })

const waiting: string[] = [...CHECKS]
let good = true
const worker = async (): Promise<void> => {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
    good = (await run(next)) && good
}
await Promise.all(Array.from({ length: AT_ONCE }, worker))
process.exit(good ? 0 : 1)
