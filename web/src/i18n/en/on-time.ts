import type { onTime as vi } from '../vi/on-time.ts'

export const onTime: typeof vi = {
  heading:
    '{place}, {period}: {rate} of dossiers resolved on time, {late} late; {overdue} more are overdue and not resolved, and with them the rate is {all}.',
  headingNone: '{place}, {period}: no dossier was resolved.',
  rates: {
    title: 'Three ways to count the on-time rate',
    reading:
      'With {overdue} overdue unresolved dossiers counted in, the on-time rate changes by {difference}.',
    name: {
      on_time_rate: 'On time, of resolved',
      on_time_rate_all: 'On time, overdue backlog counted in',
      on_time_rate_766: 'On time by Index 766',
    },
    formula: {
      on_time_rate: '({good}) ÷ {resolved}',
      on_time_rate_all: '({good}) ÷ ({resolved} + {overdue})',
      on_time_rate_766: '({good} + {inTime}) ÷ ({resolved} + {pending})',
    },
    why: {
      on_time_rate: 'Looks at finished dossiers only. What is overdue and unfinished does not count.',
      on_time_rate_all: 'Adds the overdue backlog to the denominator: what the first rate hides.',
      on_time_rate_766: 'Counts pending dossiers that are still in time, as Decision 766/QĐ-TTg does.',
    },
    fact: {
      p50: 'Median time to resolve (working days)',
      p90: '90% are done within (working days)',
      satisfaction: 'Satisfied (4–5 of those rated)',
    },
  },
  trend: {
    national: 'On time, the country',
    title: 'On-time rate over time',
    reading: '{lastLabel}: {last}, {change} against {firstLabel}; lowest {lowLabel} {low}.',
  },
  outcome: {
    title: 'How dossiers were resolved',
    early: 'Early',
    onTime: 'On time',
    late: 'Late',
    reading:
      '{all} dossiers resolved in the period: {early} early, {onTime} on time, {late} late ({lateCount} dossiers).',
    none: 'No dossier was resolved in the period.',
  },
  backlog: {
    title: 'Backlog at the end of the period',
    inTime: 'Pending, in time',
    overdue: 'Pending, overdue',
    reading:
      '{all} dossiers pending, {overdue} of them overdue ({share}); overdue {change} against {firstLabel}.',
  },
  breakdown: {
    title: 'On time by group',
    by: { field: 'Field', force: 'Force', procedure: 'Procedure', channel: 'Channel', commune: 'Commune' },
    resolved: 'Resolved',
    counts: '{resolved} resolved · {overdue} overdue',
    reading: 'Most: {most} ({share} of dossiers). Lowest on-time rate: {low}, {rate}.',
  },
  heat: {
    title: 'On-time rate by province and month',
    reading: '{below} places have a month below the target; lowest {name} {rate} ({month}).',
    scale: {
      bad: 'Off target',
      warn: 'Watch',
      'good-1': 'On target, below 99%',
      'good-2': '99% and above',
      'good-3': '99.8% and above',
      none: 'No data',
    },
  },
}
