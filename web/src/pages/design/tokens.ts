/** Names of the design tokens that the page shows; what they are stands in style/tokens.css. */

export const SURFACES = ['paper', 'surface', 'sunken', 'neutral-soft', 'line', 'line-strong'] as const
export const INKS = ['ink', 'ink-2', 'ink-3', 'accent', 'accent-strong', 'good', 'warn', 'bad'] as const
/** Text and what it stands on, where pages put it. */
export const PAIRS = [
  ['ink', 'paper'],
  ['ink', 'surface'],
  ['ink-2', 'surface'],
  ['ink-2', 'neutral-soft'],
  ['ink-3', 'surface'],
  ['ink-3', 'paper'],
  ['accent', 'surface'],
  ['accent-strong', 'accent-soft'],
  ['on-accent', 'accent'],
  ['good', 'surface'],
  ['good', 'good-soft'],
  ['warn', 'surface'],
  ['warn', 'warn-soft'],
  ['bad', 'surface'],
  ['bad', 'bad-soft'],
  ['simulated', 'simulated-soft'],
  ['seq-ink-0', 'seq-0'],
  ['seq-ink-1', 'seq-1'],
  ['seq-ink-2', 'seq-2'],
  ['seq-ink-3', 'seq-3'],
  ['seq-ink-4', 'seq-4'],
] as const
export const SEQUENCE = ['seq-0', 'seq-1', 'seq-2', 'seq-3', 'seq-4'] as const
export const LIGHTS = ['good', 'warn', 'bad'] as const
export const CATEGORIES = ['c-main', 'c-second', 'c-third', 'c-compare', 'c-published'] as const
export const OUTCOMES = ['c-early', 'c-on-time', 'c-late', 'c-in-time', 'c-overdue'] as const
