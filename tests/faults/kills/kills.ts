import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { rows } from '../../../etl/warehouse/client.ts'
import { openWarehouse, type Warehouse } from '../../../etl/warehouse/warehouse.ts'
import { emptyWarehouse } from '../../integration/scratch.ts'
import { seeded } from '../random.ts'
import { writeFiles } from './files.ts'
import { run, type Job } from './jobs.ts'
import { enginesOf, killGroup, startLoader } from './processes.ts'
import { differing, kept, seen, type Reading } from './readings.ts'
import { totals, watch } from './watch.ts'

/**
 * Who dies: the loader that uses a running product's engine; that engine alone, which its supervisor starts again;
 * the loader with an engine of its own, together or the engine going down in order after it.
 */
export const WHO = ['loader', 'engine', 'both', 'loader with engine'] as const
export type Who = (typeof WHO)[number]

export interface Kill {
  who: Who
  /** The number of a step of the job, or a moment: a share of the time the job takes undisturbed. */
  at: { step: number } | { share: number }
}

/** Kills of one job, one after another before it is let come to its end. */
export interface Chain {
  /** Index into the jobs. */
  job: number
  kills: Kill[]
}

export type Plan = (jobs: readonly { steps: readonly string[] }[]) => Chain[]

export interface KillsResult {
  kills: number
  /** How many of them hit the job before its end. */
  inTime: number
  /** Answers that readers got while all this went on. */
  answers: number
  failures: string[]
}

/** A state of the warehouse between jobs, as an undisturbed run leaves it. */
interface State {
  seen: Reading
  kept: Reading
  totals: string
}

interface Measured {
  job: Job
  steps: string[]
  ms: number
  before: State
  after: State
}

/**
 * Kills loads and undoes at the steps and moments that `plan` chooses of those there are. After each kill readers must see the
 * warehouse as before the job or as after it; done again, all of it must be as after an undisturbed run. Readers that ask
 * all the while may see nothing else either.
 */
export async function kills(
  dossiers: number,
  plan: Plan,
  log: (message: string) => void,
): Promise<KillsResult> {
  const root = mkdtempSync(join(tmpdir(), 'toancanh-kills-'))
  const dataDir = join(root, 'data')
  const open = () => openWarehouse({ dataDir })
  let warehouse = await open()
  const result: KillsResult = { kills: 0, inTime: 0, answers: 0, failures: [] }
  try {
    const files = writeFiles(root, dossiers)
    const [identity = '', correction = ''] = files.correction
    const [procedures = ''] = files.procedures
    const measured = await undisturbed(warehouse, dataDir, [
      { load: files.first },
      { load: files.correction },
      { load: files.procedures },
      { undo: correction },
      { undo: procedures },
      { undo: identity },
    ])
    log(
      `kills: undisturbed ${measured.map(({ ms, steps }) => `${ms} ms (${steps.length} steps)`).join(', ')}`,
    )
    await emptyWarehouse(warehouse)

    for (const { job: number, kills } of inOrder(plan(measured), measured.length)) {
      const job = measured[number]
      if (job === undefined) throw new Error(`no job ${number}`)
      if (number === 0) await emptyWarehouse(warehouse)
      const watching = watch(dataDir)
      const told = (kill: Kill) =>
        `${kill.who} in job ${number} at ${'step' in kill.at ? `step ${kill.at.step} (${job.steps[kill.at.step]})` : `${Math.round(kill.at.share * 100)} % of its time`}`
      let where = `job ${number}`
      const fail = (what: string) => {
        result.failures.push(`${where}: ${what}`)
        log(`${where}: ${what}`)
      }
      for (const kill of kills) {
        where = `kill ${result.kills + 1}, ${told(kill)}`
        const own = kill.who === 'both' || kill.who === 'loader with engine'
        if (own) await warehouse.close()
        const done = await interrupt({ dataDir, job, kill, fail, revived: () => answering(warehouse) })
        if (own) warehouse = await open()
        else await answering(warehouse)
        const found = await seen(warehouse)
        const [toBefore, toAfter] = [differing(job.before.seen, found), differing(job.after.seen, found)]
        if (toBefore !== '' && toAfter !== '')
          fail(`neither as before (${toBefore}) nor as after (${toAfter})`)
        if (done && toAfter !== '') fail(`the loader was done and readers see: ${toAfter}`)
        result.kills += 1
        if (!done) result.inTime += 1
        if (result.kills % 20 === 0) log(`kills: ${result.kills}, ${result.failures.length} failed`)
      }
      await run(job.job, warehouse, dataDir)
      const difference = differing(job.after.seen, await seen(warehouse))
      const left = differing(job.after.kept, await kept(warehouse))
      if (difference !== '') fail(`done again, readers see: ${difference}`)
      if (left !== '') fail(`done again, there is: ${left}`)
      const watched = await watching.stop()
      result.answers += watched.answers
      const strange = watched.seen.filter((one) => one !== job.before.totals && one !== job.after.totals)
      if (strange.length > 0) fail(`a reader saw: ${strange.slice(0, 3).join(' | ')}`)
      if (watched.seen.length > 2) fail(`a reader saw ${watched.seen.length - 1} changes`)
    }
  } finally {
    await warehouse.close()
    rmSync(root, { recursive: true, force: true })
  }
  return result
}

/** What each job does when nothing happens to it. */
async function undisturbed(warehouse: Warehouse, dataDir: string, jobs: readonly Job[]): Promise<Measured[]> {
  const state = async (): Promise<State> => ({
    seen: await seen(warehouse),
    kept: await kept(warehouse),
    totals: await totals(dataDir),
  })
  let before = await state()
  const measured: Measured[] = []
  for (const job of jobs) {
    const steps: string[] = []
    const started = Date.now()
    await run(job, warehouse, dataDir, (step) => void steps.push(step))
    const ms = Date.now() - started
    const after = await state()
    measured.push({ job, steps, ms, before, after })
    before = after
  }
  return measured
}

interface Interruption {
  dataDir: string
  job: Measured
  kill: Kill
  fail: (what: string) => void
  /** Resolves once a killed engine has been started again. */
  revived: () => Promise<void>
}

/**
 * Starts the job in a process of its own and kills who is to die, where and when.
 *
 * @returns whether the job was done before, or in spite of it.
 */
async function interrupt({ dataDir, job, kill: { who, at }, fail, revived }: Interruption): Promise<boolean> {
  const loader = startLoader(dataDir, job.job, 'step' in at ? at.step : undefined)
  await loader.says('begun')
  await ('step' in at ? loader.says(`step ${at.step} `) : sleep(job.ms * at.share))
  const engines = enginesOf(who === 'engine' ? process.pid : loader.pid)
  if (who !== 'engine') await killGroup(loader.pid)
  if (who === 'engine' || who === 'both') for (const engine of engines) await killGroup(engine)
  if (who === 'engine') {
    // By turns it goes on while there is no engine, and once there is another.
    if ('step' in at && at.step % 2 === 0) await revived()
    loader.goOn()
  }
  const { done, errors } = await loader.ended
  if (/no end after/.test(errors)) fail(errors)
  return done
}

/** Waits until an engine that was killed has been started again. */
async function answering(warehouse: Warehouse): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await rows(warehouse.client('reader'), 'SELECT 1')
      return
    } catch (error) {
      if (attempt === 600) throw error
      await sleep(100)
    }
  }
}

/**
 * The chains in an order in which each job finds the warehouse as it needs it: those of the first job, which begins with
 * an empty one, then the others round and round, undisturbed where there is nothing left to kill.
 */
function inOrder(plan: readonly Chain[], jobs: number): Chain[] {
  const waiting = Array.from({ length: jobs }, (_, job) => plan.filter((chain) => chain.job === job))
  const order = waiting[0]?.splice(0) ?? []
  const others = waiting.slice(1)
  if (order.length === 0) order.push({ job: 0, kills: [] })
  while (others.some((queue) => queue.length > 0)) {
    for (const [index, queue] of others.entries()) order.push(queue.shift() ?? { job: index + 1, kills: [] })
  }
  return order
}

/** Every step of every name once, and everyone who may die once at a random moment. */
export const shortPlan =
  (seed: number): Plan =>
  (jobs) => {
    const random = seeded(seed)
    const named = new Set<string>()
    // What later jobs have too is killed there: they are shorter.
    const steps = jobs
      .flatMap(({ steps }, job) => steps.map((name, step) => ({ name, job, step })))
      .reverse()
      .filter(({ name }) => !named.has(name) && named.add(name))
    const moments = WHO.map((who, n) => ({ job: 1 + (n % 4), who }))
    return jobs
      .map((_, job) => ({
        job,
        kills: [
          ...steps
            .filter((one) => one.job === job)
            .map(({ step }): Kill => ({ who: 'loader', at: { step } }))
            .reverse(),
          ...moments
            .filter((one) => one.job === job)
            .map(({ who }): Kill => ({ who, at: { share: random.below(100) / 100 } })),
        ],
      }))
      .filter(({ kills }) => kills.length > 0)
  }

/** `count` kills: every step of every job, by turns of who dies, the rest at random; up to three before a job's end. */
export const longPlan =
  (count: number, seed: number): Plan =>
  (jobs) => {
    const random = seeded(seed)
    const chains: Chain[] = jobs.map((_, job) => ({ job, kills: [] }))
    const add = (job: number, kill: Kill) => {
      const last = chains.findLast((chain) => chain.job === job)
      if (last !== undefined && last.kills.length <= random.below(3)) last.kills.push(kill)
      else chains.push({ job, kills: [kill] })
    }
    const steps = jobs.flatMap(({ steps }, job) => steps.map((_, step) => ({ job, step })))
    for (let n = 0; n < count; n += 1) {
      const one = steps[n]
      if (one === undefined) {
        add(random.below(jobs.length), { who: random.pick(WHO), at: { share: random.below(110) / 100 } })
      } else add(one.job, { who: WHO[n % WHO.length] ?? 'both', at: { step: one.step } })
    }
    return chains
  }
