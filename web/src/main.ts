import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { createClient } from './api/client.ts'
import { browserEffects } from './api/http.ts'
import App from './App.vue'
import { startI18n } from './i18n/words.ts'
import { router } from './router.ts'
import { CLIENT } from './stores/base.ts'
import './style/fonts.css'
import './style/tokens.css'
import './style/base.css'
import './style/tooltip.css'
import './style/print.css'

const i18n = await startI18n()
createApp(App)
  .provide(CLIENT, createClient(browserEffects))
  .use(createPinia())
  .use(i18n)
  .use(router)
  .mount('#app')
