/** Words of the big screen. */
export const wall = {
  scene: {
    figures: 'Headline figures',
    map: 'On-time rate by province',
    ranking: 'Ranking by on-time rate',
    identity: 'Identity cards and electronic identity',
    attention: 'Needs attention',
  },
  identity: { issued: 'issued in all', activated: 'Activated in all', received: 'Received in the period' },
  paused: 'Paused',
  controls: 'Controls of the big screen',
  back: 'Previous (←)',
  next: 'Next (→)',
  pause: 'Pause (space)',
  resume: 'Go on (space)',
  fullScreen: 'Full screen (F)',
  leave: 'Leave (Esc)',
}
