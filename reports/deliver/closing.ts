import { escaped } from '../render/ooxml.ts'

/** A message's page with lines at its end, addresses as links. */
export const withClosing = (page: string, lines: readonly string[]): string =>
  page.replace('</body>', () => `${closing(lines)}</body>`)

const closing = (lines: readonly string[]): string =>
  `<div style="max-width:820px;margin:20px auto 0;padding-top:12px;border-top:1px solid #d5dce3;font-size:13px;color:#4a5663">${lines
    .map((line) => `<p style="margin:0 0 4px">${linked(line)}</p>`)
    .join('')}</div>`

const linked = (line: string): string =>
  escaped(line).replaceAll(/https?:\/\/\S+/g, (url) => `<a href="${url}" style="color:#0f6b57">${url}</a>`)
