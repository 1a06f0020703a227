import { createHash } from 'node:crypto'
import { formatDay } from '../../web/src/format/number.ts'
import type { ReportPeriod } from '../definitions/period.ts'
import { withClosing } from '../deliver/closing.ts'
import type { Message } from '../deliver/mail.ts'
import type { MadeMessage } from './make.ts'
import type { EndReason, Subscription } from './store.ts'

export interface Addressing {
  subscription: Pick<Subscription, 'id' | 'view' | 'account'>
  /** The view's. */
  name: string
  email: string
  plannedAt: string
  /** The sender's address. */
  from: string
  /** Where people reach the product; null: no links. */
  publicUrl: string | null
  mostBytes: number
}

/** One subscription's figures: in the message, and as files while they fit. */
export function figuresMessage(addressing: Addressing, period: ReportPeriod, made: MadeMessage): Message {
  const { name, mostBytes } = addressing
  const bytes = made.files.reduce((sum, { content }) => sum + content.length, made.html.length)
  const attached = bytes <= mostBytes ? made.files : []
  const range =
    period.from === period.to
      ? `ngày ${formatDay(period.from)}`
      : `${formatDay(period.from)} – ${formatDay(period.to)}`
  const left = attached.length < made.files.length ? ['Tệp quá lớn để gửi kèm; mở khung nhìn để tải về.'] : []
  const closing = [...left, ...linesOf(addressing)]
  return {
    ...headed(addressing, `${name}, ${range}`),
    text: [
      `${name}, ${range}. Số liệu nằm trong bản HTML của thư này${attached.length > 0 ? ' và tệp gửi kèm' : ''}.`,
      '',
      ...closing,
    ].join('\n'),
    html: withClosing(made.html, closing),
    attachments: attached,
  }
}

const WHY: Partial<Record<EndReason, string>> = {
  view_gone: 'đã bị xóa',
  not_shared: 'không còn được chia sẻ với bạn',
  not_possible: 'nay là một trang không gửi được bằng thư',
}

/** Says that a subscription has stopped by itself, and why. */
export function stoppedMessage(addressing: Addressing, reason: EndReason): Message {
  const { name, publicUrl } = addressing
  const text = [
    `Khung nhìn “${name}” ${WHY[reason] ?? 'không còn gửi được'}, nên việc gửi thư đã dừng.`,
    ...(publicUrl === null ? [] : ['', `Các khung nhìn đang nhận: ${publicUrl}/reports`]),
    '',
    'Thư gửi tự động từ Toàn Cảnh, không trả lời thư này.',
  ].join('\n')
  return { ...headed(addressing, `Đã dừng gửi: ${name}`), text, attachments: [] }
}

function headed(
  { subscription, email, plannedAt, from, publicUrl }: Addressing,
  subject: string,
): Pick<Message, 'messageId' | 'to' | 'subject' | 'list'> {
  const whom = createHash('sha256').update(subscription.account).digest('hex').slice(0, 16)
  return {
    // The same for every attempt of one planned time.
    messageId: `<sub-${subscription.id}.${Date.parse(plannedAt)}.${whom}@${from.split('@')[1]}>`,
    to: email,
    subject,
    ...(publicUrl === null ? {} : { list: { unsubscribe: unsubscribeLink(publicUrl, subscription.id) } }),
  }
}

const unsubscribeLink = (publicUrl: string, id: string): string => `${publicUrl}/unsubscribe/${id}`

const linesOf = ({ subscription, publicUrl }: Addressing): string[] => [
  ...(publicUrl === null
    ? ['Thôi nhận: trang Báo cáo của Toàn Cảnh.']
    : [
        `Mở khung nhìn: ${publicUrl}/v/${subscription.view}`,
        `Thôi nhận: ${unsubscribeLink(publicUrl, subscription.id)}`,
      ]),
  'Bạn nhận thư này vì đã đăng ký. Số liệu theo quyền xem của bạn lúc gửi.',
  'Thư gửi tự động từ Toàn Cảnh, không trả lời thư này.',
]
