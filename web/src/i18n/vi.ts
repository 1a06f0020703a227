/** Vietnamese: the language the product is written in. English has exactly these keys. */
import { action } from './vi/action.ts'
import { admin } from './vi/admin.ts'
import { alerts } from './vi/alerts.ts'
import { drill } from './vi/drill.ts'
import { data } from './vi/data.ts'
import { explore } from './vi/explore.ts'
import { identity } from './vi/identity.ts'
import { notes } from './vi/notes.ts'
import { onTime } from './vi/on-time.ts'
import { attention, map } from './vi/attention.ts'
import { overview } from './vi/overview.ts'
import { province } from './vi/province.ts'
import { objective, programme, published, rollout } from './vi/rollout.ts'
import { reports } from './vi/reports.ts'
import { scores } from './vi/scores.ts'
import { shell } from './vi/shell.ts'
import { sql } from './vi/sql.ts'
import { views } from './vi/views.ts'
import { wall } from './vi/wall.ts'

export const messages = {
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
export type Messages = typeof messages
