import type { Response } from 'express'

const TYPE: Record<string, string> = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  html: 'text/html; charset=utf-8',
}

/** A page is shown in a sandbox: whatever a name in it says, nothing in it runs. Browsers show a PDF as an object. */
const POLICY: Record<string, string> = {
  html: "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:",
  pdf: "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'",
}

export function sendDocument(
  res: Response,
  { name, format, content }: { name: string; format: string; content: Buffer },
  disposition: 'inline' | 'attachment',
): void {
  res
    .set('content-type', TYPE[format] ?? 'application/octet-stream')
    .set('content-disposition', `${disposition}; filename="${name.replaceAll(/[^\w.-]/g, '_')}"`)
    .set('cache-control', 'no-store')
  const policy = POLICY[format]
  if (policy !== undefined) res.set('content-security-policy', policy)
  res.send(content)
}
