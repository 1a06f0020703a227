import { SourceError } from './retry.ts'

/** Calls `silent` once `ms` have passed without `heard`; `stop` when the work is done. */
export function idleWatch(
  ms: number,
  silent: (error: SourceError) => void,
): { heard: () => void; stop: () => void } {
  const timer = setTimeout(() => silent(new SourceError(`the source was silent for ${ms / 1000} s`)), ms)
  return { heard: () => timer.refresh(), stop: () => clearTimeout(timer) }
}
