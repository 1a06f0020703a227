import type { Command } from 'commander'
import { loadFiles } from '../load/load.ts'
import { pullCommand } from '../pull/command.ts'
import { dataDir, log, withWarehouse } from './context.ts'
import { today } from './today.ts'

export function addPull(program: Command): void {
  pullCommand(program, {
    dataDir,
    log,
    withLoader: (work) =>
      withWarehouse((warehouse) =>
        work((files) => loadFiles(files, { warehouse, dataDir, today: today(), log })),
      ),
  })
}
