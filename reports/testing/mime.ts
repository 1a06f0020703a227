/** A message as a mail program reads it: what this product's own mails are made of, and no more. */
export interface ReadMail {
  subject: string
  text: string
  html: string
  files: { name: string; content: Buffer }[]
}

interface Part {
  headers: Map<string, string>
  body: string
}

export function readMail(raw: string): ReadMail {
  const whole = partOf(raw)
  const read: ReadMail = { subject: words(whole.headers.get('subject') ?? ''), text: '', html: '', files: [] }
  const walk = (part: Part): void => {
    const type = part.headers.get('content-type') ?? ''
    const boundary = /boundary="?([^";]+)/.exec(type)?.[1]
    if (boundary !== undefined) {
      for (const inner of part.body.split(`--${boundary}`).slice(1, -1))
        walk(partOf(inner.replace(/^\r?\n/, '')))
      return
    }
    const content = decoded(part)
    const name = /filename="?([^";\r\n]+)/.exec(part.headers.get('content-disposition') ?? '')?.[1]
    if (name !== undefined) read.files.push({ name, content })
    else if (type.startsWith('text/html')) read.html = content.toString()
    else read.text = content.toString()
  }
  walk(whole)
  return read
}

function partOf(raw: string): Part {
  const end = /\r?\n\r?\n/.exec(raw)
  const head = raw.slice(0, end?.index).replaceAll(/\r?\n[ \t]+/g, ' ')
  const lines = head.split(/\r?\n/).map((line) => /^([\w-]+):\s*(.*)$/.exec(line))
  return {
    headers: new Map(lines.flatMap((line) => (line ? [[line[1]?.toLowerCase() ?? '', line[2] ?? '']] : []))),
    body: end === null ? '' : raw.slice(end.index + end[0].length),
  }
}

function decoded({ headers, body }: Part): Buffer {
  const encoding = headers.get('content-transfer-encoding')
  if (encoding === 'base64') return Buffer.from(body, 'base64')
  return encoding === 'quoted-printable' ? unquoted(body.replaceAll(/=\r?\n/g, '')) : Buffer.from(body)
}

const unquoted = (text: string): Buffer =>
  Buffer.from(
    text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  )

/** Words of a header that are not ASCII (RFC 2047). */
const words = (text: string): string =>
  text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      (kind.toUpperCase() === 'B'
        ? Buffer.from(word, 'base64')
        : unquoted(word.replaceAll('_', ' '))
      ).toString(),
    )
