import type { overview as vi } from '../vi/overview.ts'

export const overview: typeof vi = {
  tiles: 'Headline figures',
  tile: {
    received: 'Dossiers received',
    on_time: 'Resolved on time',
    overdue: 'Overdue now',
    coverage: 'Identity coverage',
    activation: 'Activated of issued',
    rollout: 'Đề án 06 rollout',
  },
  indicators: 'indicators at target',
  trendOf: '{name}, trend over {range}',
  note: {
    received: '{count} received, {resolved} resolved',
    on_time: 'With the overdue backlog counted in: {rate}',
    overdue: 'Of {pending} dossiers pending on {day}',
    coverage: '{product}: of {eligible} eligible people ({source}, {year})',
    activation: '{product}, in the period. In total {activated} activated, {issued} issued',
    rollout: '{share} of the indicators with a target have reached it',
    rolloutNone: 'No indicator has a target here',
  },
  headline: {
    none: '{place}, {period}: no data on dossiers.',
    received: '{place}, {period}: {count} dossiers received,',
    onTime: '{rate} resolved on time;',
    noRate: 'none resolved yet;',
    noOverdue: 'none overdue.',
    overdue: '{count} are overdue.',
    overdueWorst: '{count} are overdue, most of them in {name} ({most}).',
  },
  map: {
    title: 'Map by province',
    colour: 'Colour by',
    reading: '{name}: best {best} {bestValue}, worst {worst} {worstValue}.',
    readingNeutral: '{name}: most {best} {bestValue}, fewest {worst} {worstValue}.',
    missing: '{count} places have no data.',
  },
  ranking: {
    title: 'Ranking: {name}',
    best: 'Best',
    worst: 'To improve',
    most: 'Most',
    least: 'Fewest',
    movers: 'Biggest movers',
    mover: 'Biggest move: {name} {change} against the comparison period.',
  },
}
