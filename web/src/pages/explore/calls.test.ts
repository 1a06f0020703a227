import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import type { CubeQuery } from '../../api/cube.ts'
import { callOf, pretty, TOOLS } from './calls.ts'

const ORIGIN = 'https://toancanh.example'
const NASTY = `O'Brien "x" $(id) \\ )" '''`
const QUERY: CubeQuery = {
  measures: ['dossiers.received'],
  filters: [{ member: 'dossiers.field', operator: 'equals', values: [NASTY] }],
}

test('JSON stays the same value when it is laid out', () => {
  expect(JSON.parse(pretty(QUERY))).toEqual(QUERY)
  expect(pretty({ dateRange: ['2026-01-01', '2026-01-31'] })).toContain('["2026-01-01", "2026-01-31"]')
})

test('the shell passes the query on as it is', () => {
  const script = `curl() { for one; do last=$one; done; printf '%s' "$last"; }\n${callOf('curl', QUERY, ORIGIN)}`
  const passed = execFileSync('sh', ['-c', script], { encoding: 'utf8' })
  expect(JSON.parse(passed)).toEqual({ format: 'csv', query: QUERY })
})

test('strings of Python, R and Power Query hold the query whole', () => {
  const python = /r'''(.*?)'''/s.exec(callOf('python', QUERY, ORIGIN))?.[1] ?? ''
  expect(JSON.parse(python)).toEqual(QUERY)
  const r = /r"(-*)\((.*?)\)\1"/s.exec(callOf('r', QUERY, ORIGIN))?.[2] ?? ''
  expect(JSON.parse(r)).toEqual(QUERY)
  const m = /Body = "((?:""|[^"])*)"/.exec(callOf('power_query', QUERY, ORIGIN))?.[1] ?? ''
  expect(JSON.parse(m.replaceAll('""', '"'))).toEqual({ format: 'csv', query: QUERY })
})

test('every call goes to the export and has a placeholder for the token', () => {
  for (const tool of TOOLS) {
    const call = callOf(tool, QUERY, ORIGIN)
    expect(call).toContain(ORIGIN)
    expect(call).toContain('api/export')
    expect(call).toContain('TOANCANH_TOKEN')
    expect(call).not.toMatch(/tc_/)
  }
})
