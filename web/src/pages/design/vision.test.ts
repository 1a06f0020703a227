import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CATEGORIES, PAIRS, SEQUENCE } from './tokens.ts'
import { contrast, seen } from './vision.ts'
import type { Vision } from './vision.ts'

const css = readFileSync(join(import.meta.dirname, '..', '..', 'style', 'tokens.css'), 'utf8')
const [light = '', dark = ''] = css.split(":root[data-theme='dark']")
const tokensOf = (block: string): Map<string, string> =>
  new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]),
  )
const THEMES = { light: tokensOf(light), dark: tokensOf(dark) }
const VISIONS: (Vision | null)[] = [null, 'protan', 'deutan', 'tritan', 'grey']
const apart = (one: string, other: string, vision: Vision | null): number => {
  const [a, b] = [seen(one, vision), seen(other, vision)]
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
}

test('contrast and lightness of known colours', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  // The grey that WCAG's examples give as just enough on white.
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
  expect(seen('#ffffff', null)[0]).toBeCloseTo(100, 3)
  expect(seen('#777777', 'protan')[0]).toBeCloseTo(seen('#777777', null)[0], 1)
})

for (const [theme, tokens] of Object.entries(THEMES)) {
  const value = (name: string): string => tokens.get(name) ?? `no --${name}`

  test(`${theme}: text reaches 4.5:1 on what it stands on`, () => {
    for (const [text, ground] of PAIRS)
      expect(contrast(value(text), value(ground)), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5)
  })

  test(`${theme}: the steps of the sequence stay in order and apart, whoever looks`, () => {
    for (const vision of VISIONS) {
      const steps = SEQUENCE.map((name) => value(name))
      const lightness = steps.map((step) => seen(step, vision)[0])
      const sorted = [...lightness].sort((a, b) => (theme === 'light' ? b - a : a - b))
      expect(lightness, String(vision)).toEqual(sorted)
      for (let i = 1; i < steps.length; i++)
        expect(apart(steps[i - 1] ?? '', steps[i] ?? '', vision), `${vision} ${i}`).toBeGreaterThan(8)
    }
  })

  test(`${theme}: series of one chart are told apart by the colour-blind`, () => {
    for (const vision of VISIONS.filter((one) => one !== 'grey'))
      for (const [i, one] of CATEGORIES.entries())
        for (const other of CATEGORIES.slice(i + 1))
          expect(apart(value(one), value(other), vision), `${vision}: ${one}, ${other}`).toBeGreaterThan(10)
  })
}
