/** What can be asked about, read from the API's own description of the metrics. Pure. */
import { DETAILS } from '../../api/definitions.ts'
import type { ValueKind } from '../../composables/useFormat.ts'
import type { Language } from '../../format/number.ts'

export type Words = Record<Language, string>
export type Kind = 'flow' | 'stock' | 'ratio'

export interface Member {
  /** Within its subject: `received`. */
  name: string
  title: Words
  description: Words
  details: { key: (typeof DETAILS)[number]; text: string }[]
}
export interface Measure extends Member {
  kind: Kind
  value: ValueKind
}
export interface Subject {
  /** `dossiers`, or `national.dossiers` for a part of the national view. */
  key: string
  view: string
  /** What members of the view begin with: `dossiers_` in a part of the national view. */
  prefix: string
  /** Of the view; a part of the national view is called as the view of its own. */
  title: Words
  description: Words
  measures: Measure[]
  /** Without the date, which is asked for as a period. */
  dimensions: Member[]
}

interface MetaMember {
  name: string
  shortTitle?: string
  title?: string
  description?: string
  meta?: Record<string, unknown>
}
export interface Meta {
  cubes: (MetaMember & { measures: MetaMember[]; dimensions: MetaMember[] })[]
}

const textIn = (meta: MetaMember['meta'], key: string): string | null => {
  const value = meta?.[key]
  return typeof value === 'string' && value !== '' ? value : null
}

const memberOf = (given: MetaMember, name: string): Member => {
  const title = given.shortTitle ?? given.title ?? given.name
  const description = given.description ?? ''
  return {
    name,
    title: { vi: title, en: textIn(given.meta, 'title_en') ?? title },
    description: { vi: description, en: textIn(given.meta, 'description_en') ?? description },
    details: DETAILS.flatMap((key) => {
      const text = textIn(given.meta, key)
      return text === null ? [] : [{ key, text }]
    }),
  }
}

const VALUES: Record<string, ValueKind> = {
  ratio: 'ratio',
  working_days: 'days',
  points: 'score',
  score: 'score',
  text: 'text',
}
const KINDS: Record<string, Kind> = { stock: 'stock', ratio: 'ratio' }

const measureOf = (given: MetaMember, name: string): Measure => ({
  ...memberOf(given, name),
  kind: KINDS[textIn(given.meta, 'kind') ?? ''] ?? 'flow',
  value: VALUES[textIn(given.meta, 'unit') ?? ''] ?? 'count',
})

/** The order people look for them in. */
const VIEWS = [
  'dossiers',
  'identity',
  'rollout',
  'tasks',
  'catalogue',
  'scores766',
  'population',
  'published',
]
/** Dimensions that only the switch between 34 and 63 units puts in the place of today's. */
const FORMER = new Set(['province63', 'province63_name'])

/** Subjects of a `/meta` answer: the views, then the parts of the national one. */
export const subjectsOf = (meta: Meta): Subject[] => {
  const viewOf = (name: string): Meta['cubes'][number] | undefined =>
    meta.cubes.find((cube) => cube.name === name)
  const subject = (view: string, part: string): Subject[] => {
    const cube = viewOf(view)
    const named = viewOf(part) ?? cube
    if (!cube || !named) return []
    const prefix = view === part ? '' : `${part}_`
    const start = `${view}.${prefix}`
    const members = <M>(list: MetaMember[], read: (given: MetaMember, name: string) => M): M[] =>
      list.flatMap((one) => (one.name.startsWith(start) ? [read(one, one.name.slice(start.length))] : []))
    const { title, description } = memberOf({ ...named, shortTitle: named.title ?? part }, part)
    return [
      {
        key: view === part ? view : `${view}.${part}`,
        view,
        prefix,
        title,
        description,
        measures: members(cube.measures, measureOf),
        dimensions: members(cube.dimensions, memberOf).filter(
          ({ name }) => name !== 'date' && !FORMER.has(name),
        ),
      },
    ]
  }
  return [
    ...VIEWS.flatMap((view) => subject(view, view)),
    ...VIEWS.flatMap((part) => subject('national', part)),
  ].filter(({ measures }) => measures.length > 0)
}

/** Whether the subject's rows know their province of before July 2025. */
const knowsFormer = new Set(['dossiers', 'identity', 'population', 'rollout', 'scores766'])

/** A member as the API calls it; provinces by the units in use. */
export const fullName = (subject: Subject, name: string, units: '34' | '63'): string => {
  const former = units === '63' && knowsFormer.has(subject.view)
  const own = former && /^province(_name)?$/.test(name) ? name.replace('province', 'province63') : name
  return `${subject.view}.${subject.prefix}${own}`
}

/**
 * The datasets whose newest day is the last one a subject can tell of. What is published now and then holds until the next time, so
 * its own day is no end.
 */
export const datasetsOf = (subject: Subject): string[] => {
  const named: Record<string, string[]> = {
    rollout: ['indicators'],
    scores766: ['dossiers', 'scores766'],
    catalogue: ['dossiers'],
    population: ['dossiers'],
    published: ['dossiers'],
  }
  const part = subject.prefix.slice(0, -1) || subject.view
  return named[part] ?? [part]
}
