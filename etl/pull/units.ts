import { z } from 'zod'

const DURATIONS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const SIZES = { KB: 1000, MB: 1000 ** 2, GB: 1000 ** 3 } as const

/** `500ms`, `30s`, `10m`, `2h`, `7d` → milliseconds. */
export const duration = z
  .string()
  .regex(/^\d+(ms|s|m|h|d)$/, 'is not a duration: write 500ms, 30s, 10m, 2h or 7d')
  .transform((text) => amount(text, DURATIONS))

/** `500KB`, `20MB`, `4GB` → bytes. */
export const size = z
  .string()
  .regex(/^\d+(KB|MB|GB)$/, 'is not a size: write 500KB, 20MB or 4GB')
  .transform((text) => amount(text, SIZES))

function amount(text: string, units: Readonly<Record<string, number>>): number {
  const digits = /^\d+/.exec(text)?.[0] ?? '0'
  return Number(digits) * (units[text.slice(digits.length)] ?? 1)
}
