/** How colours look to eyes without one kind of cone, and on a printer without colour. Pure. */

export type Vision = 'protan' | 'deutan' | 'tritan' | 'grey'
type Row = readonly [number, number, number]
type Matrix = readonly [Row, Row, Row]

/**
 * On linear RGB. The three deficiencies in full: Machado, Oliveira, Fernandes, "A Physiologically-based Model for Simulation of
 * Color Vision Deficiency", 2009. Grey is the luminance of sRGB.
 */
export const MATRICES: Record<Vision, Matrix> = {
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
  grey: [
    [0.2126, 0.7152, 0.0722],
    [0.2126, 0.7152, 0.0722],
    [0.2126, 0.7152, 0.0722],
  ],
}

/** The same for an SVG filter, which works on linear RGB by itself. */
export const filterValues = (vision: Vision): string =>
  [...MATRICES[vision].map((row) => `${row.join(' ')} 0 0`), '0 0 0 1 0'].join(' ')

/** Linear red, green and blue of `#rrggbb`, 0 to 1. */
export const linear = (hex: string): [number, number, number] => {
  const part = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [part(1), part(3), part(5)]
}

export const luminance = ([r, g, b]: readonly number[]): number =>
  0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0)

/** Contrast of two colours by WCAG: 1 to 21. */
export const contrast = (one: string, other: string): number => {
  const [light = 0, dark = 0] = [luminance(linear(one)), luminance(linear(other))].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

/** A colour as it is seen, in CIE L*a*b* (D65), in which distances are about as large as they look. */
export const seen = (hex: string, vision: Vision | null): [number, number, number] => {
  const full = linear(hex)
  const [r = 0, g = 0, b = 0] = vision
    ? MATRICES[vision].map((row) =>
        Math.min(Math.max(row[0] * full[0] + row[1] * full[1] + row[2] * full[2], 0), 1),
      )
    : full
  const curve = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27) * (t / 116) + 16 / 116)
  const x = curve((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505)
  const y = curve(0.2126 * r + 0.7152 * g + 0.0722 * b)
  const z = curve((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}
