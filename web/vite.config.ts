import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { communesPlugin } from './communes/plugin.ts'
import { trimECharts } from './echarts-trim.ts'
import { geometryPlugin } from './geometry/plugin.ts'

// The product takes what changes something from its own pages only: it must see the host that the browser sees.
const api = { target: process.env['TOANCANH_API'] ?? 'http://127.0.0.1:8080', changeOrigin: false }
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}

/** What stands around every page, beside what other pages have too. */
const FRAME = [
  '(App|router|i18n.words|i18n.compile)',
  'components.(App|Palette|Seen|Simulated|Trouble|Update|Print|Fresh)[a-zA-Z]+',
  'components.(Filter|Period|Compare|Place|Account|Tools|Views)(Bar|Picker|Menu)',
]
/** Files of scripts, beside those of each page: what of the sources they hold, the first that fits. */
const groups = [
  { name: 'words-vi', test: /i18n.vi.(shell|action|notes)\.ts/, priority: 6 },
  { name: 'words-en', test: /i18n.en.(shell|action|notes)\.ts/, priority: 6 },
  { name: 'echarts', test: /node_modules.(echarts|zrender|tslib)\b/, minShareCount: 4, priority: 5 },
  {
    name: 'parts',
    test: /node_modules.@?vue|web.src.(?!pages|i18n|charts.kind)/,
    minShareCount: 4,
    priority: 4,
  },
  { name: 'frame', test: new RegExp(`web.src.(${FRAME.join('|')})[.]`), priority: 3 },
]

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [vue(), geometryPlugin(), communesPlugin(), trimECharts()],
  define: {
    // What the page was built as, to be compared with the server's version.
    'import.meta.env.VITE_VERSION': JSON.stringify(version),
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    // `i18n/compile.ts` reads the messages.
    __INTLIFY_DROP_MESSAGE_COMPILER__: true,
  },
  build: {
    target: 'es2022',
    // Fonts and images stay files: the content security policy allows neither data: fonts nor inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    // Small files pack badly: what several pages share comes in few.
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
  server: { proxy: { '/api': api, '/cubejs-api': api, '/login': api, '/logout': api } },
})
