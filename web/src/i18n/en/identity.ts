import type { identity as vi } from '../vi/identity.ts'

export const identity: typeof vi = {
  heading:
    '{place}, {period}, {product}: {received} dossiers received. In total {issued} issued, {activated} activated, coverage {coverage}.',
  headingNoActivation:
    '{place}, {period}, {product}: {received} dossiers received. In total {issued} issued, coverage {coverage}.',
  headingNone: '{place}, {period}, {product}: no data.',
  switch: 'Show',
  level: 'Product and level',
  step: { received: 'Received', approved: 'Approved', activated: 'Activated' },
  funnel: {
    title: 'From receipt to activation, by level',
    basis: 'Time span',
    total: 'Total to the period’s end',
    period: 'In the period',
    reading: '{product}, in the period: {received} received, {activated} activated, {share} of received.',
    readingTotal: '{product}, in total: {received} received, {activated} activated, {share} of received.',
    activatedOfReceived: 'Activated ÷ received',
    of: { received: '', approved: '{share} of received', activated: '{share} of approved' },
    notReported: 'This step is not reported',
  },
  curve: {
    title: 'Total since the beginning: {product}',
    received: 'Received',
    issued: 'Issued',
    activated: 'Activated',
    reading: '{issued} issued, {activated} activated.',
    readingIssued: '{issued} issued.',
    readingIssuedYear: '{issued} issued; {year} more in the last 12 months.',
    readingYear: '{issued} issued, {activated} activated; {year} more issued in the last 12 months.',
  },
  groups: {
    title: 'Priority groups: {product}',
    group: 'Group',
    activatedOfIssued: 'Activated ÷ issued',
    activated: '{share} activated',
    reading: 'Largest: {most} ({count} issued). Lowest activation: {low}, {share} of issued.',
    partOf: 'Groups are parts of the whole and may overlap; never add them up.',
  },
  coverage: {
    title: 'Coverage by province: {product}',
    eligible: 'Eligible people',
    of: '{issued} of {eligible} eligible people',
    source: 'Denominator: {eligible} eligible people; source: {source}, {day}',
    reading: 'Highest {best} {bestValue}, lowest {worst} {worstValue}.',
    over: '{count} places are above 100%: the denominator is the published population, which may be below the real one.',
  },
  children: {
    title: 'Personal identity numbers for children',
    issued: 'Issued in the period',
    total: 'In total',
    reading: '{total} numbers in total; {issued} issued in the period.',
    note: 'Issued when a birth is registered.',
  },
}
