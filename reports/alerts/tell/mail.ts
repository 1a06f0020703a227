import { createHash } from 'node:crypto'
import { formatInstant } from '../../../web/src/format/number.ts'
import type { Message } from '../../deliver/mail.ts'
import type { Alert, AlertChange } from '../follow/ledger.ts'
import type { AlertMessage } from './messages.ts'
import type { AlertRule } from '../rules/schema.ts'
import { isOpen } from '../follow/state.ts'

/** Longer lists are for the page. */
const MOST_LINES = 40

const STATE = {
  fired: 'đang cảnh báo',
  no_data: 'không có dữ liệu',
  recovered: 'trở lại bình thường',
} as const

/** A change with what is needed to speak of it. */
export interface NamedChange {
  change: AlertChange
  rule: Pick<AlertRule, 'title' | 'level'>
  place: string
}
/** An alert that is open now. */
export interface NamedAlert {
  alert: Alert
  rule: Pick<AlertRule, 'title' | 'level'>
  place: string
}

export interface Addressing {
  message: Pick<AlertMessage, 'id' | 'planned_at' | 'kind'>
  account: { name: string; email: string }
  /** The sender's address. */
  from: string
  /** Where people reach the product; null: unknown. */
  publicUrl: string | null
}

/** Word of what has just changed, what is beyond its limit first. */
export function changesMail(addressing: Addressing, changes: readonly NamedChange[]): Message {
  const begun = changes.filter(({ change }) => change.kind !== 'recovered').sort(urgentFirst)
  const over = changes.filter(({ change }) => change.kind === 'recovered')
  const [first] = [...begun, ...over]
  const subject =
    changes.length === 1 && first !== undefined
      ? `${begun.length > 0 ? 'Cảnh báo' : 'Hết cảnh báo'}: ${first.rule.title}, ${first.place}`
      : [
          begun.length > 0 ? `${begun.length} cảnh báo mới` : '',
          over.length > 0 ? `${over.length} trở lại bình thường` : '',
        ]
          .filter((part) => part !== '')
          .join(', ')
  const line = ({ change, rule, place }: NamedChange) =>
    `- ${rule.level === 'urgent' && change.kind !== 'recovered' ? '[Khẩn] ' : ''}${rule.title}, ${place}: ${said(change)}`
  return mailOf(addressing, subject, [
    ...section('ĐANG CẢNH BÁO', begun.map(line)),
    ...section('TRỞ LẠI BÌNH THƯỜNG', over.map(line)),
  ])
}

/** What was held back: each alert once, with how often it changed and where it stands; then all that is open. */
export function digestMail(
  addressing: Addressing,
  changes: readonly NamedChange[],
  open: readonly NamedAlert[],
): Message {
  const byAlert = [...Map.groupBy(changes, ({ change }) => `${change.rule}.${change.subject}`).values()]
  const lines = byAlert.flatMap((held) => {
    const [first, last] = [held[0], held.at(-1)]
    if (first === undefined || last === undefined) return []
    const often =
      held.length === 1
        ? `đổi trạng thái lúc ${formatInstant(first.change.at)}`
        : `đổi trạng thái ${held.length} lần từ ${formatInstant(first.change.at)} đến ${formatInstant(last.change.at)}`
    const now = STATE[last.change.kind as keyof typeof STATE]
    return [`- ${last.rule.title}, ${last.place}: ${often}, sau đó ${now}. ${said(last.change)}`]
  })
  return mailOf(addressing, `Tổng hợp cảnh báo: ${byAlert.length} cảnh báo đổi trạng thái`, [
    ...section('ĐỔI TRẠNG THÁI MÀ CHƯA GỬI RIÊNG', lines),
    ...section(
      'ĐANG CẢNH BÁO',
      open
        .filter(({ alert }) => isOpen(alert.phase))
        .map(({ alert, rule, place }) => `- ${rule.title}, ${place}: ${alert.sentence.vi}`),
    ),
  ])
}

const urgentFirst = (a: NamedChange, b: NamedChange): number =>
  Number(b.rule.level === 'urgent') - Number(a.rule.level === 'urgent')

const said = ({ sentence }: AlertChange): string => sentence?.vi ?? ''

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return []
  const more = lines.length - MOST_LINES
  return [
    title,
    ...lines.slice(0, MOST_LINES),
    ...(more > 0 ? [`- và ${more} cảnh báo khác, xem ở trang Cảnh báo.`] : []),
    '',
  ]
}

function mailOf({ message, account, from, publicUrl }: Addressing, subject: string, body: string[]): Message {
  const whom = createHash('sha256').update(account.name).digest('hex').slice(0, 16)
  return {
    // The same for every attempt.
    messageId: `<alert.${message.id}.${Date.parse(message.planned_at)}.${whom}@${from.split('@')[1]}>`,
    to: account.email,
    subject,
    text: [
      ...body,
      publicUrl === null
        ? 'Xem số liệu và ghi nhận đã xử lý ở trang Cảnh báo.'
        : `Xem số liệu và ghi nhận đã xử lý: ${publicUrl}/alerts`,
      '',
      'Thư gửi tự động từ Toàn Cảnh, không trả lời thư này.',
    ].join('\n'),
    attachments: [],
  }
}
