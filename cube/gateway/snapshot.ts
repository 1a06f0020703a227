import { asOfDataset } from '../source/ask.ts'

/** Runs one statement with the rights of Cube's user. */
type Ask = <R>(sql: string) => Promise<R[]>

/** What readers see as of one version of the ledger. */
export interface Snapshot {
  version: string
  /**
   * The same SQL for this version alone: what its views would read of the ledger is written in. Finding it out costs more than
   * most questions do.
   */
  pin: (sql: string) => string
}

/** Views that questions read, and the datasets whose as-of dates they take from the ledger. */
export const PINNED = [
  'dossier_changes',
  'dossier_days_by_place',
  'dossier_days_by_procedure',
  'identity',
  'population',
  'procedures',
  'indicators',
  'tasks',
  'published',
  'scores766',
]
/** A view's condition on the generations that the ledger names, as the engine writes views. On a cluster it is another. */
const LIVE =
  /_partition_id IN \(\s*SELECT partitionId\(toLowCardinality\(part\), arrayJoin\(generations\)\)\s*FROM [\w.`]*live_partitions\s*WHERE `?table`? = '(\w+)'\s*\)/g

/**
 * Answers with the newest snapshot, from a reading of the ledger that began after it was asked for: an answer is never older
 * than the last publication. Questions asked at once share one reading; what a version holds is read once.
 */
export function createSnapshots(ask: Ask): () => Promise<Snapshot> {
  let views: ReadonlyMap<string, string> | undefined
  let known: Snapshot | undefined
  return shared(async () => {
    // They are made as the product starts, and stay.
    views ??= await readViews(ask)
    const [row] = await ask<{ version: string | number }>('SELECT version FROM ledger_version')
    const version = String(row?.version ?? 0)
    if (known?.version !== version) known = await readSnapshot(ask, views, version)
    return known
  })
}

/** What the views select, of those whose condition is known. */
async function readViews(ask: Ask): Promise<ReadonlyMap<string, string>> {
  const views = new Map<string, string>()
  for (const view of PINNED) {
    const [row] = await ask<{ statement: string }>(`SHOW CREATE TABLE ${view}`)
    const select = /\bAS (SELECT\s.*)$/s.exec(row?.statement ?? '')?.[1]
    if (select !== undefined && [...select.matchAll(LIVE)].length > 0) views.set(view, select)
  }
  return views
}

async function readSnapshot(
  ask: Ask,
  views: ReadonlyMap<string, string>,
  version: string,
): Promise<Snapshot> {
  const [partitions, days] = await Promise.all([
    ask<{ table: string; ids: string[] }>(
      `SELECT table, groupArray(partitionId(toLowCardinality(part), generation)) AS ids
       FROM (SELECT p.1 AS table, p.2 AS part, arrayJoin(argMax(p.3, version)) AS generation
         FROM ledger ARRAY JOIN published AS p WHERE version <= ${Number(version)} GROUP BY table, part)
       GROUP BY table`,
    ),
    ask<{ dataset: string; as_of: string | null }>(
      `SELECT dataset, toString(argMax(tuple(as_of), version).1) AS as_of FROM ledger
       WHERE version <= ${Number(version)} AND status IN ('published', 'undone', 'rebuilt') GROUP BY dataset`,
    ),
  ])
  const live = (table: string): string => {
    const ids = partitions.find((one) => one.table === table)?.ids ?? ['']
    return `_partition_id IN (${ids.map((id) => `'${id}'`).join(', ')})`
  }
  const relations = new Map(
    [...views].map(([view, select]) => [
      view,
      `(${select.replaceAll(LIVE, (_, table: string) => live(table))})`,
    ]),
  )
  return {
    version,
    pin: (sql) =>
      days
        .reduce(
          (text, { dataset, as_of }) =>
            text.replaceAll(asOfDataset(dataset), `toDate('${as_of ?? '1970-01-01'}')`),
          sql,
        )
        .replaceAll(/\b(FROM|JOIN) (\w+)\b(?!\()/g, (found, word: string, view: string) => {
          const relation = relations.get(view)
          return relation === undefined ? found : `${word} ${relation}`
        }),
  }
}

/** One reading at a time: who asks while one is under way gets the next, together with all others who do. */
export function shared<T>(read: () => Promise<T>): () => Promise<T> {
  let waiting: Promise<T> | undefined
  let last: Promise<unknown> = Promise.resolve()
  const begin = (): Promise<T> => {
    waiting = undefined
    const reading = read()
    last = reading
    return reading
  }
  return () => (waiting ??= last.then(begin, begin))
}
