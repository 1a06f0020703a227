/** A line of two texts: in both, in the earlier alone, in the later alone; `gap`: so many that are in both and not shown. */
export type DiffLine = { kind: 'same' | 'removed' | 'added'; text: string } | { kind: 'gap'; count: number }

/** Lines in both that are shown around a difference. */
const AROUND = 3

/** What has to be taken out of one text and put in to get another, line by line: as little as there can be. */
export const lineDiff = (before: string, after: string): DiffLine[] => folded(lines(before, after))

type Line = Exclude<DiffLine, { kind: 'gap' }>

const linesOf = (text: string): string[] => text.replace(/\n$/, '').split('\n')

const lines = (before: string, after: string): Line[] => {
  const [from, to] = [linesOf(before), linesOf(after)]
  // The longest common part of what is left of both, from every pair of places on.
  const common = Array.from({ length: from.length + 1 }, () => new Uint16Array(to.length + 1))
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0
  for (let i = from.length - 1; i >= 0; i--) {
    const row = common[i]
    for (let j = to.length - 1; row && j >= 0; j--)
      row[j] = from[i] === to[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  }
  const found: Line[] = []
  let [i, j] = [0, 0]
  while (i < from.length || j < to.length) {
    const [old, now] = [from[i], to[j]]
    if (old !== undefined && old === now) {
      found.push({ kind: 'same', text: old })
      i++
      j++
    } else if (old !== undefined && (now === undefined || at(i + 1, j) >= at(i, j + 1))) {
      found.push({ kind: 'removed', text: old })
      i++
    } else {
      found.push({ kind: 'added', text: now ?? '' })
      j++
    }
  }
  return found
}

const folded = (all: readonly Line[]): DiffLine[] => {
  const near = (place: number): boolean =>
    all.slice(Math.max(0, place - AROUND), place + AROUND + 1).some(({ kind }) => kind !== 'same')
  const shown: DiffLine[] = []
  all.forEach((line, place) => {
    const last = shown.at(-1)
    if (near(place)) shown.push(line)
    else if (last?.kind === 'gap') last.count++
    else shown.push({ kind: 'gap', count: 1 })
  })
  return shown
}
