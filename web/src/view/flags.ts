/** Which notes stand on a chart over time, and where. Pure. */
import type { Note } from '../api/notes.ts'
import type { Bucket } from './buckets.ts'

/** A note on a chart: its bucket, and the number it goes by there. */
export interface Flagged {
  note: Note
  number: number
  /** Index of the bucket. */
  at: number
}
/** What is drawn at a bucket: the numbers of its notes, and their texts. */
export interface Flag {
  at: number
  mark: string
  texts: string[]
}

/**
 * Notes about one of the members or the view it belongs to, of the whole country and of the province shown, numbered by day.
 * A note of a day that no bucket holds is not on the chart.
 */
export const flaggedOf = (
  notes: readonly Note[],
  buckets: readonly Bucket[],
  members: readonly string[],
  province: string | null,
): Flagged[] => {
  const topics = new Set(members.flatMap((member) => [member, member.split('.')[0] ?? '']))
  return notes
    .filter((note) => topics.has(note.topic) && (note.province === null || note.province === province))
    .map((note) => ({
      note,
      at: buckets.findIndex(({ range }) => range.from <= note.day && note.day <= range.to),
    }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => (a.note.day < b.note.day ? -1 : a.note.day > b.note.day ? 1 : a.note.id - b.note.id))
    .map((one, index) => ({ ...one, number: index + 1 }))
}

/** One flag a bucket. */
export const flagsOf = (flagged: readonly Flagged[]): Flag[] =>
  [...Map.groupBy(flagged, ({ at }) => at)].map(([at, here]) => ({
    at,
    mark: here.map(({ number }) => number).join(', '),
    texts: here.map(({ number, note }) => `${number}. ${note.text}`),
  }))
