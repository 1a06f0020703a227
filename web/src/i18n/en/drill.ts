import type { drill as vi } from '../vi/drill.ts'

export const drill: typeof vi = {
  narrowed: {
    label: 'Narrowed by',
    procedure: 'Procedure: {name}',
    commune: 'Commune: {name}',
    drop: 'Stop narrowing: {name}',
    to: 'Show only {name}',
  },
  list: {
    title: 'List of dossiers',
    reading: '{place}: code and state of each dossier; no personal data.',
    where: 'Choose a province to list its dossiers.',
    refused: 'Lists of dossiers are for the roles that may ask by SQL ({roles}). This account sees totals.',
    overdue: 'Overdue now',
    received: 'Received in the period',
    asOf: 'Overdue as of {day}.',
    show: 'List them',
    count: '{count} dossiers.',
    first: 'The newest {count} dossiers; all of them on the page SQL.',
    none: 'There are none.',
    all: 'Open on the page SQL',
    code: 'Code',
    procedure: 'Procedure',
    commune: 'Commune',
    receivedOn: 'Received',
    due: 'Due',
    ended: 'Ended',
    state: 'State',
  },
}
