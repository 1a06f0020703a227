import { action } from './en/action.ts'
import { admin } from './en/admin.ts'
import { alerts } from './en/alerts.ts'
import { drill } from './en/drill.ts'
import { data } from './en/data.ts'
import { explore } from './en/explore.ts'
import { identity } from './en/identity.ts'
import { notes } from './en/notes.ts'
import { onTime } from './en/on-time.ts'
import { attention, map } from './en/attention.ts'
import { overview } from './en/overview.ts'
import { province } from './en/province.ts'
import { objective, programme, published, rollout } from './en/rollout.ts'
import { reports } from './en/reports.ts'
import { scores } from './en/scores.ts'
import { shell } from './en/shell.ts'
import { sql } from './en/sql.ts'
import { views } from './en/views.ts'
import { wall } from './en/wall.ts'
import type { Messages } from './vi.ts'

export const messages: Messages = {
  ...shell,
  action,
  admin,
  alerts,
  data,
  drill,
  overview,
  map,
  attention,
  onTime,
  identity,
  rollout,
  objective,
  programme,
  published,
  scores,
  province,
  explore,
  sql,
  wall,
  reports,
  views,
  notes,
}
