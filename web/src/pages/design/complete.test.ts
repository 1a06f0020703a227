import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** They stand at the head of every page, this one too, or on paper. */
const AROUND = [
  'AccountMenu',
  'AppHeader',
  'CommandPalette',
  'PaletteButton',
  'PrintHeading',
  'ToolsMenu',
  'ViewsMenu',
]
/** Parts of others, shown with them. */
const WITHIN: Record<string, string> = {
  CardTools: 'ChartCard',
  NoteDialog: 'CardNotes',
  SaveViewDialog: 'ShareChoice',
  ViewForm: 'ShareChoice',
  PeriodOptions: 'PeriodPanel',
  RangeFields: 'PeriodPanel',
}

test('every component is on the page', () => {
  const page = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.vue'))
    .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
    .join('\n')
  const components = readdirSync(join(import.meta.dirname, '..', '..', 'components'))
    .filter((file) => file.endsWith('.vue'))
    .map((file) => file.slice(0, -4))
  const missing = components.filter(
    (name) => !AROUND.includes(name) && !page.includes(`<${WITHIN[name] ?? name}`),
  )
  expect(missing).toEqual([])
})
