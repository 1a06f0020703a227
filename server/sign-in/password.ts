import { randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

/** argon2id with the first parameter set of the OWASP Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane. */
const parameters = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const marker = '$argon2id$v=19$m=19456,t=2,p=1$'

export const shortestPassword = 12
export const longestPassword = 256

/** Vietnamese letters can be typed composed or decomposed; both must be the same password (RFC 8265). */
function normalise(password: string): string {
  return password.normalize('NFC')
}

/** @returns the PHC string to store. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalise(password), parameters)
}

export function verifyPassword(stored: string, password: string): Promise<boolean> {
  return verify(stored, normalise(password))
}

/** Whether a stored hash was made with other parameters than today's. */
export function needsRehash(stored: string): boolean {
  return !stored.startsWith(marker)
}

/** @returns what is wrong with a password somebody chose, or null. */
export function passwordProblem(password: string, name: string): string | null {
  const length = [...normalise(password)].length
  if (length < shortestPassword) return `the password needs at least ${shortestPassword} characters`
  if (length > longestPassword) return `the password may have at most ${longestPassword} characters`
  if (normalise(password).toLowerCase().includes(name)) return 'the password contains the account name'
  if (new Set(normalise(password)).size < 5) return 'the password repeats the same few characters'
  return null
}

/** No 0/o, 1/l/i: the password is read off a terminal once. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A password of 99 random bits, in four groups for reading. */
export function generatePassword(): string {
  const letters = Array.from({ length: 20 }, () => alphabet.charAt(randomInt(alphabet.length)))
  return [0, 5, 10, 15].map((start) => letters.slice(start, start + 5).join('')).join('-')
}
