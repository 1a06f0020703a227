import type { Tries } from './retry.ts'
import type { Secrets } from './secrets.ts'

/** What receiving from a source needs besides its definition. */
export interface Receiving {
  secrets: Secrets
  tries: Tries
  /** The cursor of the last pull. */
  reached: string | undefined
}
