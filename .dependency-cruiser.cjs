/** Imports go one way: web → (HTTP) → server → cube → (SQL) → warehouse ← etl; reports use what server offers. */
const may = (from, ...to) => ({
  name: `${from}-imports`,
  comment: `${from} imports only ${to.length ? to.join(', ') : 'itself'}`,
  severity: 'error',
  from: { path: `^${from}/` },
  to: { path: '^(etl|cube|server|reports|web|tests)/', pathNot: `^(${[from, ...to].join('|')})(/|$)` },
})

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    may('etl'),
    // The product is put together in one place: it opens the warehouse, then Cube, then the server. What is wrong with a row is said
    // in the loader's own words.
    {
      ...may('server', 'cube', 'etl/watch/reasons-vi[.]ts'),
      from: { path: '^server/', pathNot: '^server/(main[.]ts|.*[.]test[.]ts)$' },
    },
    { ...may('cube'), from: { path: '^cube/', pathNot: '[.]test[.]ts$' } },
    may('web'),
    // Documents read days, numbers and charts the way the pages do, and the question in an address of Khám phá.
    {
      ...may(
        'reports',
        'server',
        'cube',
        'etl',
        'web/src/(?:charts|format|i18n|view|pages/explore/question[.]ts)',
      ),
      from: { path: '^reports/', pathNot: '[.]test[.]ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
}
