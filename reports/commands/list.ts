import type { Command } from 'commander'
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
      const head = ['id', 'scope', 'period', 'schedule', 'formats', 'title']
      const widths = head.map((text, index) =>
        Math.max(text.length, ...rows.map((row) => row[index]?.length ?? 0)),
      )
      for (const row of [head, ...rows]) {
        console.log(
          row
            .map((text, index) => text.padEnd(widths[index] ?? 0))
            .join('  ')
            .trimEnd(),
        )
      }
    })
}
