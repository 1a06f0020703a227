import { expect, test } from 'vitest'
import { dossierList } from './dossier-list.ts'

const asked = {
  province: '79',
  old: false,
  procedure: '1.004222',
  commune: '26734',
  listed: 'received' as const,
  range: { from: '2026-10-01', to: '2026-10-31' },
}

test('a list is of one province, and of what the page is narrowed by', () => {
  expect(dossierList(asked, 200)).toBe(
    [
      'SELECT dossier_code, procedure_code, commune_code, received_date, due_date, ended_date, outcome, overdue',
      'FROM dossiers',
      "WHERE province = '79'",
      "  AND commune_code = '26734'",
      "  AND procedure_code = '1.004222'",
      "  AND received_date BETWEEN '2026-10-01' AND '2026-10-31'",
      'ORDER BY received_date DESC, dossier_code',
      'LIMIT 200',
    ].join('\n'),
  )
})

test('what is overdue now has no period, and a unit of the 63 its own column', () => {
  const sql = dossierList({ ...asked, old: true, procedure: '', commune: '', listed: 'overdue' }, null)
  expect(sql).toContain("WHERE province63 = '79'\n  AND overdue = 1\nORDER")
  expect(sql).not.toMatch(/LIMIT|BETWEEN|commune_code =/)
})

test('a code cannot leave its quotes', () => {
  expect(dossierList({ ...asked, procedure: "x' OR 1 \\" }, 1)).toContain("procedure_code = 'x\\' OR 1 \\\\'")
})
