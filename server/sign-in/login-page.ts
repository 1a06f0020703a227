import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { landscape } from './login-landscape.ts'
import { loginWords, type Language, type Notice } from './login-words.ts'

export interface LoginPage {
  language: Language
  /** Local path to go to after sign-in. */
  next: string
  formToken: string
  /** The name typed before, kept in the form after an error. */
  name: string
  notice: Notice | null
  /** The provider's name, or null for its words, where there is one. */
  provider: { label: string | null } | null
  /** Whether the warehouse holds simulated data; null when it is not known. */
  simulated: boolean | null
  version: string
}

const css = readFileSync(join(import.meta.dirname, 'login.css'), 'utf8')

/** What the content security policy must name for the page's own style element. */
export const loginStyleHash = `'sha256-${createHash('sha256').update(css).digest('base64')}'`

/** The sign-in page: one document without script, font, image or style from anywhere else. */
export function renderLoginPage(page: LoginPage): string {
  const words = loginWords[page.language]
  const other = page.language === 'vi' ? 'en' : 'vi'
  const switchTo = new URLSearchParams({ lang: other, ...(page.next === '/' ? {} : { next: page.next }) })
  const wrong = page.notice?.kind === 'credentials'
  const describedBy = wrong ? ' aria-describedby="notice" aria-invalid="true"' : ''
  return `<!doctype html>
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${page.notice && page.notice.kind !== 'signed_out' ? `${words.error}: ` : ''}${words.title} · ${words.product}</title>
<link rel="icon" href="data:,">
<style>${css}</style>
</head>
<body>
<div class="scene" aria-hidden="true">${landscape}</div>
<main>
<div class="card">
<header>
<div class="brand"><svg viewBox="0 0 48 48" width="44" height="44" aria-hidden="true"><rect class="mark" width="48" height="48" rx="12"/><circle class="sun" cx="24" cy="19" r="6.5"/><path class="ridge" d="M7 33c5-7 9-8 13-3s8 4 11 0 6-5 10-1"/><path class="ridge faint" d="M7 39c6-5 11-5 16-2s11 3 18-2"/></svg>
<p class="product" lang="vi">${words.product}</p></div>
<a class="language" href="/login?${escapeHtml(switchTo.toString())}" lang="${other}" hreflang="${other}">${words.otherLanguage}</a>
</header>
<h1>${words.title}</h1>
<p class="about">${words.about}</p>
${page.notice === null ? '' : renderNotice(page.notice, words.notice(page.notice))}
${page.provider === null ? '' : renderProvider(page, words.provider(page.provider.label), words.or)}
<form method="post" action="/login?lang=${page.language}">
<input type="hidden" name="next" value="${escapeHtml(page.next)}">
<input type="hidden" name="form" value="${escapeHtml(page.formToken)}">
<label for="name">${words.name}</label>
<input id="name" name="name" type="text" value="${escapeHtml(page.name)}" autocomplete="username" autocapitalize="none" autocorrect="off" spellcheck="false" maxlength="64" required${page.name === '' && page.provider === null ? ' autofocus' : ''}${describedBy}>
<label for="password">${words.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="1024" required${page.name === '' ? '' : ' autofocus'}${describedBy}>
<button type="submit">${words.submit}</button>
</form>
<p class="help">${words.help}</p>
${page.simulated === true ? `<p class="simulated"><svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><path d="M10 2.5 18.5 17h-17z"/><path d="M10 8v4.2M10 14.3v.4"/></svg><span>${words.simulated}</span></p>` : ''}
</div>
<p class="version">${words.product} ${escapeHtml(page.version)}</p>
</main>
</body>
</html>
`
}

function renderProvider({ next, language }: LoginPage, text: string, or: string): string {
  const query = new URLSearchParams({ lang: language, ...(next === '/' ? {} : { next }) })
  return `<a class="provider" href="/login/provider?${escapeHtml(query.toString())}">${escapeHtml(text)}</a>
<p class="or"><span>${or}</span></p>`
}

function renderNotice(notice: Notice, text: string): string {
  const tone = notice.kind === 'signed_out' ? 'calm' : 'wrong'
  return `<p class="notice ${tone}" id="notice" role="${tone === 'calm' ? 'status' : 'alert'}">${escapeHtml(text)}</p>`
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter)
}
