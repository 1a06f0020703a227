/** The six headline tiles, put together from the answers. Pure. */
import type { Threshold } from '../../api/client.ts'
import { numberOf, textOf } from '../../api/cube.ts'
import type { TileModel } from '../../components/tile-model.ts'
import { isPending } from '../../composables/useFigures.ts'
import type { Figure, Figures } from '../../composables/useFigures.ts'
import type { Format, ValueKind } from '../../composables/useFormat.ts'
import { lightOf } from '../../format/light.ts'
import { formatDay } from '../../format/number.ts'
import type { Product } from '../../view/address.ts'
import { changeOf, RATE_STEP } from '../../view/change.ts'
import type { Sense } from '../../view/change.ts'
import { timelineOf } from '../../view/series.ts'
import { changeNote } from '../common-readings.ts'
import { eligibleMember } from './queries.ts'
import type { OverviewKey, OverviewScopes } from './queries.ts'

/** The answers the tiles stand on. */
export type TileKey = Exclude<OverviewKey, 'map' | 'mapBefore' | 'backlog' | 'tasks'>
export interface TileInput {
  figures: Figures<TileKey>
  scopes: Omit<OverviewScopes, 'tasks'>
  product: Product
  thresholds: readonly Threshold[]
}

const stateOf = (figure: Figure): TileModel['state'] =>
  figure.state === 'failed'
    ? 'failed'
    : figure.state === 'stale'
      ? 'stale'
      : figure.rows || figure.state === 'idle'
        ? 'ready'
        : 'waiting'

export const tilesOf = (input: TileInput, format: Format): TileModel[] => {
  const { figures, scopes, thresholds } = input
  const { t } = format
  const day = scopes.dossiers.extent.range?.to ?? '1970-01-01'

  const tile = (
    key: string,
    view: 'dossiers' | 'identity',
    member: string,
    kind: ValueKind,
    goodWhen: Sense,
    note: string,
    extra: Partial<TileModel>,
  ): TileModel => {
    const scope = scopes[view]
    const value = numberOf(figures[view].rows?.[0], member)
    const change = changeOf(
      value,
      numberOf(figures[`${view}Before`].rows?.[0], member),
      goodWhen,
      kind === 'ratio' ? RATE_STEP : 0,
    )
    return {
      key,
      label: t(`overview.tile.${key}`),
      value: value === null ? null : kind === 'ratio' ? format.percent(value, 2) : format.short(value),
      kind,
      note,
      change,
      changeNote: isPending(figures[`${view}Before`]) ? '' : changeNote(format, scope, change !== null),
      comparing: isPending(figures[`${view}Before`]),
      light: null,
      trend: timelineOf(figures[`${view}Trend`].rows ?? [], view, scope).of(member),
      trendLabel: t('overview.trendOf', {
        name: t(`overview.tile.${key}`),
        range: format.range(scope.trend.range),
      }),
      members: [member],
      state: stateOf(figures[view]),
      ...extra,
    }
  }

  const now = figures.dossiers.rows?.[0]
  const who = figures.identity.rows?.[0]
  const rate = numberOf(now, 'dossiers.on_time_rate')
  const all = numberOf(now, 'dossiers.on_time_rate_all')
  const pending = numberOf(now, 'dossiers.pending')
  const population = figures.population.rows?.[0]
  const eligible = numberOf(population, eligibleMember(input.product))
  const rollout = figures.rollout.rows?.[0]
  const share = numberOf(rollout, 'rollout.at_target_rate')
  const rolloutChange = changeOf(
    share,
    numberOf(figures.rolloutBefore.rows?.[0], 'rollout.at_target_rate'),
    'up',
    RATE_STEP,
  )
  const product = t(`product.${input.product}`)

  return [
    tile(
      'received',
      'dossiers',
      'dossiers.received',
      'count',
      'neutral',
      t('overview.note.received', {
        count: format.count(numberOf(now, 'dossiers.received')),
        resolved: format.count(numberOf(now, 'dossiers.resolved')),
      }),
      {},
    ),
    tile(
      'on_time',
      'dossiers',
      'dossiers.on_time_rate',
      'ratio',
      'up',
      all === null ? '' : t('overview.note.on_time', { rate: format.percent(all, 2) }),
      {
        light: lightOf('on_time_rate', rate, thresholds, day),
        members: ['dossiers.on_time_rate', 'dossiers.on_time_rate_all'],
      },
    ),
    tile(
      'overdue',
      'dossiers',
      'dossiers.pending_overdue',
      'count',
      'down',
      pending === null
        ? ''
        : t('overview.note.overdue', { pending: format.count(pending), day: formatDay(day) }),
      {},
    ),
    tile(
      'coverage',
      'identity',
      'identity.coverage',
      'ratio',
      'up',
      eligible === null
        ? product
        : t('overview.note.coverage', {
            product,
            eligible: format.short(eligible),
            source: textOf(population, 'population.source'),
            year: textOf(population, 'population.as_of').slice(0, 4),
          }),
      { light: lightOf('coverage', numberOf(who, 'identity.coverage'), thresholds, day) },
    ),
    tile(
      'activation',
      'identity',
      'identity.activation_rate_of_issued',
      'ratio',
      'up',
      t('overview.note.activation', {
        product,
        activated: format.short(numberOf(who, 'identity.activated_total')),
        issued: format.short(numberOf(who, 'identity.issued_total')),
      }),
      {
        light: lightOf(
          'activation_rate_of_issued',
          numberOf(who, 'identity.activation_rate_of_issued'),
          thresholds,
          day,
        ),
        members: ['identity.activation_rate_of_issued', 'identity.activation_rate_of_received'],
      },
    ),
    {
      key: 'rollout',
      label: t('overview.tile.rollout'),
      value:
        share === null
          ? null
          : `${format.count(numberOf(rollout, 'rollout.indicators_at_target'))}/${format.count(numberOf(rollout, 'rollout.indicators_with_target'))}`,
      unit: t('overview.indicators'),
      kind: 'ratio',
      note:
        share === null
          ? t('overview.note.rolloutNone')
          : t('overview.note.rollout', { share: format.percent(share, 0) }),
      change: rolloutChange,
      changeNote: isPending(figures.rolloutBefore)
        ? ''
        : changeNote(format, scopes.rollout, rolloutChange !== null),
      comparing: isPending(figures.rolloutBefore),
      light: null,
      trend: timelineOf(figures.rolloutTrend.rows ?? [], 'rollout', scopes.rollout).of(
        'rollout.at_target_rate',
      ),
      trendLabel: t('overview.trendOf', {
        name: t('overview.tile.rollout'),
        range: format.range(scopes.rollout.trend.range),
      }),
      members: ['rollout.at_target_rate', 'rollout.indicators_at_target', 'rollout.indicators_with_target'],
      state: stateOf(figures.rollout),
    },
  ]
}
