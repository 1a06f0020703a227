/**
 * `npm run faults`: the long form of the tests that break things.
 *
 *     npm run faults -- --only kills|histories|files|proxy|disk --count N --seed S
 *
 * Says what it does on standard error and ends with a table on standard output; exit code 1 where anything is not as it
 * must be.
 */
import { parseArgs } from 'node:util'
import { diskFull } from './disk/full.ts'
import { mutatedFiles } from './files.ts'
import { histories } from './histories/histories.ts'
import { kills, longPlan } from './kills/kills.ts'
import { cutOff } from './proxy/cut-off.ts'

// Another zone than the ministry's, as in the other tests.
process.env['TZ'] = 'America/St_Johns'

const DOSSIERS = 60_000

interface Outcome {
  failures: readonly string[]
}

const log = (message: string) =>
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${message}\n`)

/** What there is to run, and how much of it in full. */
const PARTS: Record<string, { count: number; run: (count: number, seed: number) => Promise<Outcome> }> = {
  kills: {
    count: 200,
    run: (count, seed) => kills(DOSSIERS, longPlan(count, seed), log),
  },
  histories: { count: 1000, run: (count, seed) => histories(count, seed, log) },
  files: { count: 10_000, run: (count, seed) => mutatedFiles(count, seed, log) },
  proxy: {
    count: 100,
    run: (count, seed) => cutOff(count, seed, DOSSIERS / 5, log),
  },
  disk: {
    count: 12,
    async run(count) {
      // From next to nothing up to nearly enough.
      const rooms = Array.from({ length: count }, (_, n) => (n + 1) * (n + 1) * 50_000)
      const result = await diskFull(rooms, DOSSIERS, log)
      if (result === undefined) log('disk: no disk can be mounted here (that takes root); left out')
      return result ?? { failures: [] }
    },
  },
}

const { values } = parseArgs({
  options: { only: { type: 'string' }, count: { type: 'string' }, seed: { type: 'string', default: '1' } },
})
const wholeNumber = (text: string) => {
  if (!/^\d+$/.test(text)) throw new RangeError(`"${text}" is no whole number`)
  return Number(text)
}
const seed = wholeNumber(values.seed)
const chosen = values.only === undefined ? Object.keys(PARTS) : values.only.split(',')
const table: Record<string, Record<string, unknown>> = {}
let failed = 0
for (const name of chosen) {
  const part = PARTS[name]
  if (part === undefined)
    throw new RangeError(`there is no "${name}"; it is one of ${Object.keys(PARTS).join(', ')}`)
  const started = Date.now()
  log(`${name}: begins, seed ${seed}`)
  const { failures, ...figures } = await part.run(
    values.count === undefined ? part.count : wholeNumber(values.count),
    seed,
  )
  failed += failures.length
  table[name] = {
    ...{ done: '', failures: failures.length, seconds: Math.round((Date.now() - started) / 1000) },
    done: Object.entries(figures)
      .map(([figure, n]) => `${figure} ${String(n)}`)
      .join(', '),
  }
}
console.table(table)
process.exit(failed === 0 ? 0 : 1)
