import type { Command } from 'commander'
import { undoBatch } from '../load/undo.ts'
import { dataDir, log, withWarehouse } from './context.ts'

export function addUndo(program: Command): void {
  program
    .command('undo')
    .description('take one load back: the warehouse is as if it had never been loaded')
    .argument('<batch>', 'the batch, as "load" and "status --loads" name it')
    .option('--json', 'as JSON')
    .action(async (batch: string, options: { json?: true }) => {
      const undone = await withWarehouse((warehouse) => undoBatch(batch, { warehouse, dataDir, log }))
      const { dataset, file, rows, seconds } = undone
      console.log(
        options.json
          ? JSON.stringify(undone)
          : `undone ${dataset} ${file}: ${dataset} has ${rows.toLocaleString('en-US')} rows now (${seconds} s, batch ${batch})`,
      )
    })
}
