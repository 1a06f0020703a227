import { grantsOf, type Account } from '../access/grants.ts'

/** An answer as it goes out. */
export interface Answer {
  status: number
  /** JSON. */
  body: string
  /** Whether it holds for everyone with these grants until the next publication: it has data, and is no error. */
  final: boolean
}

export interface Question {
  query: Record<string, unknown>
  account: Account
  /** The ledger's version that was read for it; null: it could not be. */
  version: string | null
}

export interface AnswersOptions<Q extends Question> {
  ask: (question: Q) => Promise<Answer>
  /** Today, `yyyy-mm-dd`: what "last month" is told by. */
  today: () => string
  /** @default 64 MB */
  keptBytes?: number
}

/** A larger answer is not asked often enough to keep. */
const LARGEST = 1 / 64

/**
 * One answer for all who ask the same of the same state with the same grants: those who ask while it is worked out share
 * it, and it is kept until others need its room. No answer outlives a publication: the ledger's version is in its key.
 */
export function createAnswers<Q extends Question>({ ask, today, keptBytes = 64_000_000 }: AnswersOptions<Q>) {
  const known = new Map<string, Answer>()
  const asked = new Map<string, Promise<Answer>>()
  let bytes = 0

  const keep = (key: string, answer: Answer): void => {
    if (answer.body.length > keptBytes * LARGEST) return
    known.set(key, answer)
    bytes += answer.body.length
    for (const [oldest, { body }] of known) {
      if (bytes <= keptBytes) break
      known.delete(oldest)
      bytes -= body.length
    }
  }
  return async (question: Q): Promise<Answer> => {
    const { query, account, version } = question
    if (version === null) return ask(question)
    const key = JSON.stringify([version, today(), grantsOf(account), query])
    const answer = known.get(key)
    if (answer !== undefined) {
      // Last used, last to go.
      known.delete(key)
      known.set(key, answer)
      return answer
    }
    const already = asked.get(key)
    if (already !== undefined) return already
    const asking = ask(question)
      .then((given) => {
        if (given.final) keep(key, given)
        return given
      })
      .finally(() => asked.delete(key))
    asked.set(key, asking)
    return asking
  }
}
