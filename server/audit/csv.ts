import { csvCell } from '../http/csv.ts'
import type { AuditLine } from './audit.ts'

const columns = ['id', 'at_utc', 'actor', 'action', 'subject', 'detail', 'origin', 'address']

/** The first line of an export, with the mark that tells spreadsheets it is UTF-8. */
export const auditCsvHeader = `\uFEFF${columns.join(',')}\r\n`

/** A line of the audit log as CSV. */
export function auditCsvLine(line: AuditLine): string {
  const cells = [
    String(line.id),
    line.at,
    line.actor,
    line.action,
    line.subject,
    line.detail === null ? null : JSON.stringify(line.detail),
    line.origin,
    line.address,
  ]
  return `${cells.map((cell) => csvCell(cell ?? '')).join(',')}\r\n`
}
