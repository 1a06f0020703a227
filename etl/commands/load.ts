import type { Command } from 'commander'
import { dropFiles } from '../load/drop.ts'
import { UsageError } from '../load/errors.ts'
import { loadFiles } from '../load/load.ts'
import { progressLine } from '../load/progress.ts'
import { dataDir, EXIT, FORMATS, log, withWarehouse } from './context.ts'
import { loadSummary, loadText } from './load-text.ts'
import { today } from './today.ts'

export function addLoad(program: Command): void {
  program
    .command('load')
    .description(
      'load files or folders; the dataset is named, or read from the folder or the file name’s beginning',
    )
    .argument('<path...>', `files (${FORMATS}) or folders`)
    .option('--dataset <name>', 'the dataset of every file')
    .option('--accept-change', 'load a file although too many of its rows are faulty; recorded in the ledger')
    .option('--json', 'end with one line of JSON')
    .action(async (paths: string[], options: { dataset?: string; acceptChange?: true; json?: true }) => {
      const files = dropFiles(paths, options.dataset)
      if (files.length === 0)
        throw new UsageError(`no files that are read (${FORMATS}) in ${paths.join(', ')}`)
      const started = performance.now()
      const loads = await withWarehouse((warehouse) => {
        const progress = progressLine(process.stderr)
        return loadFiles(files, {
          warehouse,
          dataDir,
          acceptChange: options.acceptChange === true,
          today: today(),
          log,
          onProgress: progress.update,
        }).finally(progress.end)
      })
      const ok = loads.every(({ status }) => status !== 'refused')
      if (options.json) console.log(JSON.stringify({ ok, loads }))
      else {
        for (const load of loads) console.log(loadText(load))
        if (loads.length > 1) console.log(loadSummary(loads, (performance.now() - started) / 1000))
      }
      if (!ok) process.exitCode = EXIT.refused
    })
}
