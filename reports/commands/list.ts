import type { Command } from 'commander'
import { textTable } from '../../etl/commands/table.ts'
import { definitions } from './context.ts'

export function addList(program: Command): void {
  program
    .command('list')
    .description('Lists the reports: id, place, period, schedule, formats and title.')
    .option('--json', 'as JSON')
    .action(({ json }: { json?: true }) => {
      const reports = definitions()
      if (json === true) {
        console.log(JSON.stringify(reports))
        return
      }
      const rows = reports.map(({ id, scope, period, schedule, formats, title }) => [
        id,
        scope,
        `${period.system} ${period.kind}`,
        schedule.cron,
        formats.join(','),
        title,
      ])
      console.log(textTable(['id', 'scope', 'period', 'schedule', 'formats', 'title'], rows))
    })
}
