/** Tooltips as elements, without style attributes, so that the content policy has nothing to object to. */
export interface TipLine {
  label: string
  value: string
  /** Index of the swatch class, when the line belongs to a series. */
  color?: string
}

export const tipOf = (
  title: string,
  lines: readonly TipLine[],
  notes: string | readonly string[] = '',
): HTMLElement => {
  const make = (tag: string, className: string, text = ''): HTMLElement => {
    const element = document.createElement(tag)
    element.className = className
    element.textContent = text
    return element
  }
  const tip = make('div', 'tip')
  tip.append(make('strong', 'tip-title', title))
  for (const line of lines) {
    const row = make('div', 'tip-row')
    const swatch = make('i', 'tip-swatch')
    if (line.color) swatch.style.background = line.color
    if (line.color) row.append(swatch)
    row.append(make('span', 'tip-label', line.label), make('span', 'tip-value', line.value))
    tip.append(row)
  }
  for (const note of [notes].flat()) if (note) tip.append(make('div', 'tip-note', note))
  return tip
}
