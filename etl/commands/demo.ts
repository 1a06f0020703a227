import type { Command } from 'commander'
import { resolve } from 'node:path'
import { DEFAULTS, writeDemo } from '../demo/demo.ts'
import { UsageError } from '../load/errors.ts'
import { log, withWarehouse } from './context.ts'

export function addDemo(program: Command): void {
  program
    .command('demo')
    .description(
      'write the demonstration drop folder (simulated data); the same arguments give the same bytes',
    )
    .requiredOption('--out <dir>', 'folder to write')
    .option('--dossiers <n>', 'how many dossiers, at least 300000', String(DEFAULTS.dossiers))
    .option('--seed <s>', 'another seed gives other data', String(DEFAULTS.seed))
    .option('--until <date>', 'last day, yyyy-mm-dd', DEFAULTS.until)
    .action(async (options: { out: string; dossiers: string; seed: string; until: string }) => {
      const written = await withWarehouse((warehouse) =>
        writeDemo({
          out: resolve(options.out),
          dossiers: wholeNumber('--dossiers', options.dossiers),
          seed: wholeNumber('--seed', options.seed),
          until: options.until,
          client: warehouse.client('loader'),
          log,
        }),
      )
      for (const [dataset, count] of Object.entries(written.rows)) console.log(`${dataset}: ${count} rows`)
    })
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new UsageError(`${name} takes a whole number, not "${text}"`)
  return Number(text)
}
