/** The colours of charts, read from the design tokens of the theme in use. */
export interface Palette {
  ink: string
  inkSoft: string
  surface: string
  line: string
  grid: string
  accent: string
  main: string
  second: string
  third: string
  compare: string
  published: string
  early: string
  onTime: string
  late: string
  inTime: string
  overdue: string
  none: string
  mapLine: string
  /** Five steps, least to most. */
  sequence: string[]
  font: string
}

/** Reads the tokens off an element; call again when the theme changes. */
export const readPalette = (element: Element): Palette => {
  const style = getComputedStyle(element)
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim()
  return {
    ink: token('ink'),
    inkSoft: token('ink-3'),
    surface: token('surface'),
    line: token('line'),
    grid: token('c-grid'),
    accent: token('accent'),
    main: token('c-main'),
    second: token('c-second'),
    third: token('c-third'),
    compare: token('c-compare'),
    published: token('c-published'),
    early: token('c-early'),
    onTime: token('c-on-time'),
    late: token('c-late'),
    inTime: token('c-in-time'),
    overdue: token('c-overdue'),
    none: token('c-none'),
    mapLine: token('map-line'),
    sequence: [0, 1, 2, 3, 4].map((i) => token(`seq-${i}`)),
    // Into attributes of SVG it is written as it is, so it must hold no quotes of theirs.
    font: token('font').replaceAll('"', "'"),
  }
}
