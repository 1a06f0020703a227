import type { Words } from '../../../cube/gateway/rows.ts'
import { shell as english } from '../../../web/src/i18n/en/shell.ts'
import { shell as vietnamese } from '../../../web/src/i18n/vi/shell.ts'
import type { Model } from '../../compose/composing.ts'
import { COUNTRY } from '../../schedule/recipients.ts'
import { inSentence } from './figure-text.ts'
import type { Spoken } from './judgement.ts'
import type { MetricCondition } from '../rules/schema.ts'

type Names = Readonly<Record<string, string>>

/** A dataset as pages call it. */
export const datasetTitle = (dataset: string): Words => ({
  vi: (vietnamese.dataset as Names)[dataset] ?? dataset,
  en: (english.dataset as Names)[dataset] ?? dataset,
})

/** What an alert is about, as people call it. */
export function subjectTitle(subject: string, provinces: ReadonlyMap<string, string>): Words {
  if (subject === COUNTRY) return { vi: vietnamese.place.country, en: english.place.country }
  const province = provinces.get(subject)
  return province === undefined ? datasetTitle(subject) : { vi: province, en: province }
}

/** The figure a condition is about, as the model calls it. */
export function spokenOf(model: Model, { measure, of }: Pick<MetricCondition, 'measure' | 'of'>): Spoken {
  const { title, meta } = model.of(measure)
  if (of !== undefined) {
    const whole = model.of(of).title
    return {
      title: {
        vi: `${title.vi} trên ${inSentence(whole.vi)}`,
        en: `${title.en} out of ${inSentence(whole.en)}`,
      },
      unit: 'ratio',
    }
  }
  const kind = model.kind(measure)
  const unit = meta['unit'] === 'rank' ? 'rank' : kind === 'ratio' || kind === 'points' ? kind : 'count'
  return { title, unit }
}

/** Values of dimensions that have a name of their own. */
export function valueTitle(member: string, value: string): Words {
  const part = member.slice(member.indexOf('.') + 1)
  const of = (shell: Readonly<Record<string, unknown>>) =>
    (shell[part] as Names | undefined)?.[value] ?? value
  return { vi: of(vietnamese), en: of(english) }
}
