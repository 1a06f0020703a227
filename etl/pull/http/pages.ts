import { askedFrom, valueOf } from '../cursor.ts'
import type { Receiving } from '../receiving.ts'
import { SourceError } from '../retry.ts'
import type { RowFile } from '../row-file.ts'
import type { HttpDefinition, Since } from '../schema.ts'
import { addressOf, pageReader, type Ask } from './page.ts'

/**
 * Every page of an HTTP source into `file`.
 *
 * @throws SourceError where a page cannot be had, or the source does not page as its definition says.
 */
export async function receivePages(
  definition: HttpDefinition,
  file: RowFile,
  receiving: Receiving,
): Promise<void> {
  const ask = pageReader(definition, file, receiving)
  const { paging } = definition
  const since = askedFrom(definition.since, receiving.reached)
  const address = (page?: string, from = since) =>
    addressOf(definition, receiving.secrets, { since: from, ...(page === undefined ? {} : { page }) })
  switch (paging.kind) {
    case 'none':
      await ask(address())
      return
    case 'page':
      return numberedPages(paging.first, receiving.tries.attempts, file, ask, address)
    case 'cursor':
      return cursorPages(paging, ask, address)
    case 'link':
      return linkedPages(address(), ask)
    case 'since':
      if (definition.since === undefined) throw new Error('a definition with paging: since has a since')
      return keysetPages(definition.since, paging.size, file, ask, since, (from) => address(undefined, from))
  }
}

/**
 * Numbered pages end at an empty one. When rows move between pages while these are read, one can slip through:
 * so all are read once more at the end, and if any is not what it was, everything is received again.
 */
async function numberedPages(
  first: number,
  looks: number,
  file: RowFile,
  ask: Ask,
  address: (page: string) => string,
): Promise<void> {
  const start = file.mark()
  const unchanged = async (digests: readonly string[]) => {
    for (const [index, digest] of digests.entries()) {
      const again = await ask(address(String(first + index)), () => () => Promise.resolve())
      if (again.digest !== digest) return false
    }
    return true
  }
  for (let look = 1; look <= looks; look += 1) {
    await file.back(start)
    const digests: string[] = []
    for (let number = first; ; number += 1) {
      const page = await ask(address(String(number)))
      if (page.rows === 0) break
      if (page.digest === digests.at(-1)) {
        throw new SourceError(
          `page ${number} is the same as the one before: is its parameter right?`,
          'final',
        )
      }
      digests.push(page.digest)
    }
    if (digests.length < 2 || (await unchanged(digests))) return
  }
  throw new SourceError('rows moved between the pages each time they were read; use another paging')
}

async function cursorPages(
  { pointer, absent_at_end }: { pointer: string; absent_at_end: boolean },
  ask: Ask,
  address: (page?: string) => string,
): Promise<void> {
  for (let last: string | undefined; ;) {
    const { next } = await ask(address(last))
    if (next === undefined && !absent_at_end) {
      throw new SourceError(`the answer has nothing at "${pointer}", neither a cursor nor null`, 'final')
    }
    if (next === undefined || next === null || next === '') return
    const text = typeof next === 'string' ? next : JSON.stringify(next)
    if (text === last) throw new SourceError(`the source gave the page cursor "${text}" twice`, 'final')
    last = text
  }
}

async function linkedPages(first: string, ask: Ask): Promise<void> {
  const asked = new Set<string>()
  for (let url: string | undefined = first; url !== undefined;) {
    asked.add(url)
    const { link }: { link: string | undefined } = await ask(url)
    if (link !== undefined && asked.has(link)) {
      throw new SourceError('the source’s Link leads back to an earlier page', 'final')
    }
    url = link
  }
}

/**
 * Each page is asked for by the greatest value of the one before, so nothing can slip through however rows change
 * meanwhile. The rows of that value come twice, which is harmless.
 */
async function keysetPages(
  since: Since,
  size: number,
  file: RowFile,
  ask: Ask,
  from: string | undefined,
  address: (from: string | undefined) => string,
): Promise<void> {
  const inOrder = () => {
    let before = Number.NEGATIVE_INFINITY
    return async (row: Readonly<Record<string, unknown>>) => {
      const value = valueOf(since, String(row[since.column]))
      if (value < before) {
        throw new SourceError(
          `the rows are not in ascending order of "${since.column}", which paging: since needs`,
          'final',
        )
      }
      before = value
      await file.add(row)
    }
  }
  for (let asked = from; ;) {
    const page = await ask(address(asked), inOrder)
    if (page.rows < size) return
    const { greatest } = file.mark().cursor
    if (
      greatest === undefined ||
      (asked !== undefined && valueOf(since, greatest) <= valueOf(since, asked))
    ) {
      throw new SourceError(`${page.rows} rows share one "${since.column}": ask for larger pages`, 'final')
    }
    asked = greatest
  }
}
