/** Definitions of measures and dimensions, in the words of Cube's `/meta`. */
import type { Language } from '../format/number.ts'

export interface MetaMember {
  name: string
  title?: string
  shortTitle?: string
  description?: string
  aliasMember?: string
  meta?: Record<string, unknown>
}
export interface MetaView {
  name: string
  title?: string
  description?: string
  meta?: Record<string, unknown>
  measures: MetaMember[]
  dimensions: MetaMember[]
}

export const DETAILS = ['numerator', 'denominator', 'exclusions', 'source', 'owner'] as const
export interface Definition {
  title: string
  description: string
  /** Numerator, denominator, exclusions, source of the rule and owner, where the metric has them; in Vietnamese. */
  details: { key: (typeof DETAILS)[number]; text: string }[]
}
export type Definitions = Record<string, Definition>

export const said = (meta: MetaMember['meta'], key: string): string | undefined => {
  const value = meta?.[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}

export const definitionOf = (member: MetaMember, language: Language): Definition => ({
  title: said(member.meta, `title_${language}`) ?? member.shortTitle ?? member.title ?? member.name,
  description: said(member.meta, `description_${language}`) ?? member.description ?? '',
  details: DETAILS.flatMap((key) => {
    const text = said(member.meta, key)
    return text ? [{ key, text }] : []
  }),
})
