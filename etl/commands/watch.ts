import { InvalidArgumentError, type Command } from 'commander'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { UsageError } from '../load/errors.ts'
import { progressLine } from '../load/progress.ts'
import { dropFolder } from '../watch/folder.ts'
import { SETTLE_MS, watch, watchOnce } from '../watch/watch.ts'
import { dataDir, EXIT, log, withWarehouse } from './context.ts'
import { handledText } from './load-text.ts'
import { today } from './today.ts'

const HELP = `
The folder is DIR, else TOANCANH_DROP, else drop in the data folder. Files go into folders named as their datasets
(drop/dossiers/x.csv), or have names that begin so (drop/dossiers-2022-04.csv). A file is taken when it has not changed
for a while and no process of this machine has it open for writing; hidden files and *.part, *.tmp, *.crdownload and the
like are left, so upload under such a name and rename.

Handled files are moved to done/DAY/… or refused/DAY/… in the same folder, each with NAME.report.txt (for people) and
NAME.report.json beside it. Nothing is ever deleted there: delete days of done/ when you like, the warehouse keeps every
row it accepted.

npm start watches the folder too; only one process at a time does.`

export function addWatch(program: Command): void {
  program
    .command('watch')
    .description(
      'load what arrives in the drop folder, and move each file to done/ or refused/ beside its report',
    )
    .argument('[dir]', 'the drop folder')
    .option('--once', 'handle what is there and end: 0, or 3 if a file was refused')
    .option('--settle <seconds>', 'how long a file must not have changed', seconds, SETTLE_MS / 1000)
    .option('--json', 'a line of JSON for each handled file')
    .addHelpText('after', HELP)
    .action(async (dir: string | undefined, options: { once?: true; settle: number; json?: true }) => {
      if (dir !== undefined && !existsSync(dir)) throw new UsageError(`${dir} does not exist`)
      const folder = resolve(dir ?? dropFolder(dataDir))
      const stop = new AbortController()
      // Again and again without effect: npm passes on the Ctrl-C that the terminal has sent already.
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort())
      if (options.once !== true) log(`watching ${folder}; Ctrl-C ends it after the load under way`)
      const progress = progressLine(process.stderr)
      let refused = 0
      await (options.once === true ? watchOnce : watch)({
        dir: folder,
        dataDir,
        withWarehouse,
        today,
        settleMs: options.settle * 1000,
        signal: stop.signal,
        log(message) {
          progress.end()
          log(message)
        },
        onProgress: progress.update,
        onHandled(report) {
          progress.end()
          if (report.status === 'refused') refused += 1
          const { faults: _, ...line } = report
          console.log(options.json ? JSON.stringify(line) : handledText(report))
        },
      })
      if (options.once === true && refused > 0) process.exitCode = EXIT.refused
    })
}

function seconds(text: string): number {
  if (!/^\d+([.]\d+)?$/.test(text)) throw new InvalidArgumentError('a number of seconds, as in 2 or 0.5.')
  return Number(text)
}
