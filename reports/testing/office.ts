import { onTestFinished } from 'vitest'
import { createAccount, disableAccount, setEmail } from '../../server/sign-in/accounts.ts'
import type { Provinces, Role } from '../../server/sign-in/roles.ts'
import { openState, type State } from '../../server/state/state.ts'
import { actor, temporaryFolder } from '../../server/testing/start-app.ts'
import { definition, type ReportDefinition } from '../definitions/schema.ts'
import { createLinks } from '../deliver/link.ts'
import type { Mailer } from '../deliver/mail.ts'
import type { Make, RunParts } from '../schedule/run.ts'

export const PROVINCES = ['01', '79', '92']
export const began = new Date('2022-01-01T00:00:00+07:00')

/** A whole definition of what a test says. */
export const report = (
  said: Partial<Pick<ReportDefinition, 'id' | 'scope' | 'period' | 'schedule' | 'recipients' | 'deliver'>>,
): ReportDefinition =>
  definition.parse({
    id: 'tuan',
    title: 'Báo cáo tuần',
    title_en: 'Weekly',
    scope: 'national',
    period: { system: 'calendar', kind: 'week' },
    schedule: { cron: '0 7 * * 1', missed: 'catch_up' },
    recipients: { roles: ['minister'] },
    formats: ['html'],
    deliver: ['mail', 'folder'],
    issuer: { parent: 'Bộ Công an', name: 'Văn phòng Bộ', place: 'Hà Nội' },
    sections: [{ kind: 'text', paragraphs: ['.'] }],
    ...said,
  })

/** Stands for composing and rendering: a file a place that says which. */
export const make: Make = async function* ({ scope, id }, { word }) {
  await Promise.resolve()
  for (const place of scope === 'national' ? ['00'] : PROVINCES) {
    const content = Buffer.from(`rows of ${place} in ${word}`)
    const summary = `<p>summary of ${place} in ${word}</p>`
    yield { place, format: 'html', name: `${id}-${place}-${word}.html`, content, summary }
  }
}

export function openOffice(dataDir = temporaryFolder()): State {
  const state = openState({ dataDir })
  onTestFinished(() => state.close())
  return state
}

export function addPerson(
  { db }: State,
  name: string,
  role: Role,
  provinces: Provinces,
  { email = `${name}@example.gov.vn` as string | null, disabled = false } = {},
): void {
  createAccount(db, { name, role, provinces, passwordHash: '' }, began, actor)
  setEmail(db, name, email, began, actor)
  if (disabled) disableAccount(db, name, began, actor)
}

export function partsOf(
  state: State,
  said: Partial<RunParts> & { definitions: RunParts['definitions']; clock: () => Date; folder: string },
  mailer: Mailer | null,
): RunParts {
  return {
    db: state.db,
    provinces: PROVINCES,
    make,
    sendSubscribed: () => Promise.reject(new Error('not asked')),
    mailer,
    put: null,
    keepDays: 730,
    links: createLinks(state.db),
    publicUrl: 'https://toancanh.example.gov.vn',
    owner: 'one',
    signal: new AbortController().signal,
    ...said,
  }
}
