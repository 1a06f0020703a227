import type { Command } from 'commander'
import { UsageError } from '../load/errors.ts'
import { withWarehouse } from './context.ts'

export function addQuarantine(program: Command): void {
  program
    .command('quarantine')
    .description('rows that were not loaded, each with file, line, column, value and reason')
    .option('--batch <id>', 'of one load')
    .option('--format <format>', 'csv or json', 'csv')
    .action(async (options: { batch?: string; format: string }) => {
      if (!['csv', 'json'].includes(options.format)) throw new UsageError('--format is csv or json')
      const text = await withWarehouse(async (warehouse) => {
        const result = await warehouse.client('reader').query({
          query: `SELECT batch, dataset, file, line, column, value, reason FROM ${warehouse.database}.quarantine
            WHERE {batch:String} = '' OR batch = {batch:String} ORDER BY at, batch, line, column`,
          query_params: { batch: options.batch ?? '' },
          format: options.format === 'csv' ? 'CSVWithNames' : 'JSONEachRow',
        })
        return result.text()
      })
      process.stdout.write(text)
    })
}
