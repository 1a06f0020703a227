// Runs before the first paint, so that a chosen theme never flashes the other one.
;(function () {
  var chosen = null
  try {
    chosen = localStorage.getItem('toancanh.theme')
  } catch (_) {
    // Storage can be refused by policy; the system's preference then decides.
  }
  var dark = chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
})()
