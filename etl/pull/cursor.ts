import { instantOf, localTime } from './instant.ts'
import { SourceError } from './retry.ts'
import type { Since } from './schema.ts'

/** How far a source has been received. It is the source's own text, so that it can be sent back as it is. */
export interface Cursor {
  /** The greatest value received that is not in the future; what the next pull begins at. */
  reached: string | undefined
  /** The greatest value received, whatever it says. */
  greatest: string | undefined
}

export const valueOf = (since: Pick<Since, 'as'>, text: string): number =>
  since.as === 'time' ? instantOf(text) : Number(text)

/**
 * Takes a row's value in. A time after `now` does not move the cursor: one row from the year 2099 must not keep
 * every later change out.
 *
 * @throws SourceError where the row has no such column, or its value cannot be put in order.
 */
export function seen(
  cursor: Cursor,
  row: Readonly<Record<string, unknown>>,
  since: Since,
  now: number,
): Cursor {
  const given = row[since.column]
  if (given === undefined) {
    throw new SourceError(
      `column "${since.column}" of "since" is missing; the answer has ${Object.keys(row).join(', ')}`,
      'final',
    )
  }
  // Such a row is not lost: it came in this pull, and comes again once it has a value.
  if (given === null || given === '') return cursor
  const text = typeof given === 'string' ? given.trim() : JSON.stringify(given)
  const value = valueOf(since, text)
  if (Number.isNaN(value)) {
    throw new SourceError(`"${text}" in column "${since.column}" of "since" is not a ${since.as}`, 'final')
  }
  const later = (than: string | undefined) => than === undefined || value > valueOf(since, than)
  const future = since.as === 'time' && value > now
  return {
    reached: !future && later(cursor.reached) ? text : cursor.reached,
    greatest: later(cursor.greatest) ? text : cursor.greatest,
  }
}

/** What the next pull asks for: the cursor itself, earlier by the overlap, or the start of the first pull. */
export function askedFrom(since: Since | undefined, reached: string | undefined): string | undefined {
  if (since === undefined) return undefined
  if (reached === undefined) return since.start
  if (since.overlap === 0 || since.as !== 'time') return reached
  return localTime(instantOf(reached) - since.overlap)
}
