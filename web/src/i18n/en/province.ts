/** Words of the page of one province. */
export const province = {
  title: 'Province: {place}',
  choose: {
    reading: 'Choose a province to see all of its figures on one page.',
    search: 'Find a province or region, accents not needed',
  },
  heading: {
    none: '{place}, {period}: no dossier figures',
    noRate: '{place}, {period}: no dossier resolved yet',
    rate: '{place}, {period}: {rate} resolved on time',
    above: 'above the country by {difference} (country {national})',
    below: 'below the country by {difference} (country {national})',
    same: 'the same as the country',
    rank: 'rank {rank} of {of}',
    overdue: '{count} dossiers overdue',
    noOverdue: 'no dossier overdue',
  },
  now: 'Part of {name} since 01/07/2025.',
  madeOf: 'Merged on 01/07/2025 from {names}.',
  unchanged: 'Not merged on 01/07/2025.',
  refused: 'This account may not see the figures of {place}. An administrator gives rights by province.',
  figure: {
    dossiers: {
      on_time_rate: 'Resolved on time',
      on_time_rate_all: 'On time, overdue backlog included',
      online_rate: 'Submitted online',
      processing_days_p50: 'Working days to resolve (median)',
      satisfaction_rate: 'Satisfaction',
    },
    identity: {
      coverage: 'Identity coverage',
      activation_rate_of_issued: 'Activated of those issued in the period',
    },
    scores766: { score: 'Score of index 766' },
  },
  beside: {
    title: 'Beside the region and the country',
    strip: 'Position: worst left, best right',
    reading: '{better} of {all} measures are better than the country’s.',
    low: 'Lowest rank: {name} ({rank} of {of}).',
    better: 'better than the country',
    worse: 'worse than the country',
    product: 'Identity measures are of {product}. Ranks are among the places with figures.',
    alone:
      'This account sees its own place only, so there are no figures of the region and no ranks but that of index 766.',
  },
  procedures: {
    title: 'Worst and best procedures',
    name: 'Procedure',
    worst: 'Least on time',
    best: 'Most on time',
    reading: 'Lowest: {name}, {rate} on time ({late} of {resolved} dossiers late).',
    tooFew: 'No procedure has {enough} or more resolved dossiers in this period.',
    few: '{count} procedures with fewer than {enough} resolved dossiers are not ranked.',
  },
  before: {
    title: 'Provinces before the merger',
    reading: '{place} was made of {count} units: {names}. Their last twelve months, {range}.',
    unit: 'Former unit',
    overdue: 'Overdue at the end',
    issued: '{product}: issued in all',
  },
}
