import { readonly, ref } from 'vue'

export type Theme = 'light' | 'dark'
const KEY = 'toancanh.theme'
const theme = ref<Theme>('light')
let started = false

const apply = (next: Theme): void => {
  theme.value = next
  document.documentElement.dataset['theme'] = next
}
const chosen = (): string | null => {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}
let held: Theme | null = null
const preferred = (): Theme => {
  if (held) return held
  const choice = chosen()
  if (choice === 'dark' || choice === 'light') return choice
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

const start = (): void => {
  started = true
  apply(preferred())
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => apply(preferred()))
  // Paper is white: printing goes through the light colours and comes back.
  addEventListener('beforeprint', () => apply('light'))
  addEventListener('afterprint', () => apply(preferred()))
}

export interface Theming {
  theme: Readonly<typeof theme>
  toggle: () => void
  /** Shows one theme whatever is chosen, until what it answers is called. */
  hold: (wanted: Theme) => () => void
}

/** The colours in use: the system's until someone chooses, then theirs. */
export const useTheme = (): Theming => {
  if (!started) start()
  const toggle = (): void => {
    const next = theme.value === 'dark' ? 'light' : 'dark'
    try {
      localStorage.setItem(KEY, next)
    } catch {
      // The choice then lasts as long as the page.
    }
    apply(next)
  }
  const hold = (wanted: Theme): (() => void) => {
    held = wanted
    apply(wanted)
    return () => {
      held = null
      apply(preferred())
    }
  }
  return { theme: readonly(theme), toggle, hold }
}
