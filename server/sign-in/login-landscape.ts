/**
 * The picture behind the sign-in form: a morning over terraced hills, drawn from a few sine waves, so that the page needs
 * no file. Colours come from the page's style sheet, which knows light from dark.
 */
export const landscape = draw(1600, 1000)

function draw(width: number, height: number): string {
  const ridges = Array.from({ length: 6 }, (_, index) => ridge(index, width, height)).join('')
  return (
    `<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="xMidYMax slice">` +
    `<defs><radialGradient id="glow"><stop class="glow-in" offset="0"/><stop class="glow-out" offset="1"/></radialGradient></defs>` +
    `<circle cx="1130" cy="420" r="520" fill="url(#glow)"/><circle class="disc" cx="1130" cy="420" r="92"/>${ridges}</svg>`
  )
}

/** One hill, and above its lower part the terrace lines that follow its slope. */
function ridge(index: number, width: number, height: number): string {
  const base = height * (0.5 + index * 0.085)
  const swing = 96 - index * 9
  const at = (x: number): number => {
    const t = (x / width) * Math.PI * 2
    return (
      base +
      swing *
        (0.55 * Math.sin(t * (0.7 + index * 0.13) + index * 1.9) +
          0.3 * Math.sin(t * 1.9 + index * 0.7) +
          0.15 * Math.sin(t * 4.3 + index))
    )
  }
  const points = Array.from({ length: 41 }, (_, step) => (step * width) / 40)
  const line = (lower: number): string =>
    points.map((x, step) => `${step === 0 ? 'M' : 'L'}${x} ${(at(x) + lower).toFixed(1)}`).join('')
  const terraces = [14, 30, 49, 71].map((lower) => `<path class="terrace" d="${line(lower)}"/>`).join('')
  return `<path class="hill hill-${index}" d="${line(0)}V${height}H0Z"/>${index < 2 ? '' : terraces}`
}
