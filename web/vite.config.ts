import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { geometryPlugin } from './geometry/plugin.ts'

// The product takes what changes something from its own pages only: it must see the host that the browser sees.
const api = { target: process.env['TOANCANH_API'] ?? 'http://127.0.0.1:8080', changeOrigin: false }
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [vue(), geometryPlugin()],
  define: {
    // What the page was built as, to be compared with the server's version.
    'import.meta.env.VITE_VERSION': JSON.stringify(version),
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  build: {
    target: 'es2022',
    // Fonts and images stay files: the content security policy allows neither data: fonts nor inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { '/api': api, '/cubejs-api': api, '/login': api, '/logout': api } },
})
