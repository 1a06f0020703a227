import { createHash } from 'node:crypto'
import { formatDay } from '../../web/src/format/number.ts'
import type { ReportPeriod } from '../definitions/period.ts'
import type { ReportDefinition } from '../definitions/schema.ts'
import { htmlPage } from '../render/html.ts'
import { withClosing } from './closing.ts'
import type { Message } from './mail.ts'

export interface SentFile {
  filename: string
  bytes: number
  /** Address of the file, where links can be given. */
  link: string | null
  content: () => Promise<Buffer>
}

export interface Addressed {
  definition: Pick<ReportDefinition, 'id' | 'title'>
  period: ReportPeriod
  plannedAt: string
  account: { name: string; email: string }
  files: readonly SentFile[]
  /** What is said within the message, as HTML; none: its files alone. */
  summaries: readonly string[]
  /** The sender's address. */
  from: string
  mostBytes: number
}

/** The files are too large to be attached, and there is no address for links. */
export class TooLargeError extends Error {
  override name = 'TooLargeError'
}

/**
 * One recipient's message: the summary in it, files attached while they fit, else as links.
 * @throws TooLargeError
 */
export async function reportMessage(addressed: Addressed): Promise<Message> {
  const { definition, period, account, files, summaries, mostBytes } = addressed
  const attached = files.reduce((sum, { bytes }) => sum + bytes, 0) <= mostBytes
  if (!attached && files.some(({ link }) => link === null)) throw new TooLargeError()
  const title = definition.title.replaceAll('{province}', 'từng tỉnh, thành phố')
  const range = `${formatDay(period.from)} – ${formatDay(period.to)}`
  const list = files.map(({ filename, link }) => (attached ? `- ${filename}` : `- ${filename}: ${link}`))
  const closing = [
    attached
      ? 'Tệp gửi kèm:'
      : 'Tệp quá lớn để gửi kèm. Mở theo liên kết (đăng nhập, trong 30 ngày), trong phạm vi được xem lúc mở:',
    ...list,
    '',
    'Thư gửi tự động từ Toàn Cảnh, không trả lời thư này.',
  ]
  return {
    messageId: messageId(addressed),
    to: account.email,
    subject: `${title}, ${range}`,
    text: [`${title}, kỳ ${range}.`, '', ...closing].join('\n'),
    ...(summaries.length === 0 ? {} : { html: withClosing(htmlPage(title, summaries), closing) }),
    attachments: attached
      ? await Promise.all(
          files.map(async ({ filename, content }) => ({ filename, content: await content() })),
        )
      : [],
  }
}

/** The same for every attempt to send one account the report of one planned time. */
function messageId({ definition, plannedAt, account, from }: Addressed): string {
  const whom = createHash('sha256').update(account.name).digest('hex').slice(0, 16)
  return `<${definition.id}.${Date.parse(plannedAt)}.${whom}@${from.split('@')[1]}>`
}
