import { list } from './sql.ts'

/**
 * The catalogue the demonstration starts from. Public sources give only its totals for 18 April 2022: 304 procedures
 * in 14 fields, 187 of them online, and a plan (QĐ 10695) of 224 services in 17 fields by 4 forces. Which fields, how
 * many in each, and every procedure's name and limit are illustrative, except the limits of residence, identity card
 * and electronic identity, which are statutory.
 *
 * How the totals are met: 187 online + 117 offline procedures were published by 18 April 2022, in the first 14 fields.
 * The plan's 224 members are the 187, 20 of the 117 (to be put online), and 17 not yet published (`published_on`
 * empty), which bring the 3 further fields. So planned procedures count for the plan and not for the catalogue.
 */
interface Field {
  name: string
  force: string
  online: number
  offline: number
  planned: number
  /** Statutory limits in working days, used in turn. */
  days: number[]
  /** Fees in VND, used in turn; 0 is free. */
  fees: number[]
  /** Names of the first procedures; the rest are numbered. */
  names: string[]
  /** How many of the named ones are essential services of Đề án 06 (programme DA06-25). */
  essential: number
}

const C06 = 'Cảnh sát quản lý hành chính về trật tự xã hội'
const C08 = 'Cảnh sát giao thông'
const A08 = 'Quản lý xuất nhập cảnh'
const C07 = 'Cảnh sát phòng cháy, chữa cháy và cứu nạn, cứu hộ'

// prettier-ignore
export const FIELDS: readonly Field[] = [
  { name: 'Đăng ký, quản lý cư trú', force: C06, online: 24, offline: 4, planned: 0, essential: 4,
    days: [7, 3, 1, 1, 3, 5], fees: [20_000, 15_000, 0, 0, 0, 0],
    names: ['Đăng ký thường trú', 'Đăng ký tạm trú', 'Thông báo lưu trú', 'Khai báo tạm vắng', 'Xác nhận thông tin về cư trú', 'Tách hộ', 'Gia hạn tạm trú', 'Xóa đăng ký thường trú', 'Điều chỉnh thông tin về cư trú'] },
  { name: 'Cấp, quản lý căn cước', force: C06, online: 14, offline: 6, planned: 0, essential: 2,
    days: [7], fees: [30_000, 0, 50_000, 70_000],
    names: ['Cấp thẻ căn cước lần đầu', 'Xác nhận số chứng minh nhân dân 9 số', 'Đổi thẻ căn cước', 'Cấp lại thẻ căn cước'] },
  { name: 'Định danh và xác thực điện tử', force: C06, online: 8, offline: 2, planned: 0, essential: 0,
    days: [1, 3, 7], fees: [0],
    names: ['Đăng ký tài khoản định danh điện tử mức độ 1', 'Đăng ký tài khoản định danh điện tử mức độ 2', 'Cấp tài khoản định danh điện tử cho người chưa có thẻ còn giá trị'] },
  { name: 'Ngành, nghề đầu tư kinh doanh có điều kiện về an ninh, trật tự', force: C06, online: 16, offline: 8, planned: 0, essential: 0,
    days: [5, 4, 5, 10], fees: [300_000, 200_000],
    names: ['Cấp giấy chứng nhận đủ điều kiện về an ninh, trật tự', 'Đổi giấy chứng nhận đủ điều kiện về an ninh, trật tự', 'Cấp lại giấy chứng nhận đủ điều kiện về an ninh, trật tự'] },
  { name: 'Đăng ký, quản lý con dấu', force: C06, online: 14, offline: 4, planned: 0, essential: 1,
    days: [3, 2, 3], fees: [0],
    names: ['Đăng ký mẫu con dấu mới', 'Đăng ký lại mẫu con dấu', 'Đăng ký thêm con dấu'] },
  { name: 'Vũ khí, vật liệu nổ, công cụ hỗ trợ', force: C06, online: 22, offline: 14, planned: 0, essential: 0,
    days: [5, 3, 7], fees: [10_000, 0], names: ['Cấp giấy phép trang bị công cụ hỗ trợ', 'Cấp giấy phép vận chuyển vật liệu nổ công nghiệp'] },
  { name: 'Đăng ký, quản lý phương tiện giao thông cơ giới đường bộ', force: C08, online: 18, offline: 10, planned: 0, essential: 2,
    days: [2, 2, 5, 7], fees: [150_000, 50_000, 30_000, 100_000],
    names: ['Đăng ký xe mô tô, xe gắn máy lần đầu', 'Đăng ký xe ô tô lần đầu', 'Đăng ký sang tên xe', 'Đổi giấy chứng nhận đăng ký xe', 'Thu hồi giấy chứng nhận đăng ký xe'] },
  { name: 'Trật tự, an toàn giao thông đường bộ', force: C08, online: 10, offline: 8, planned: 0, essential: 0,
    days: [3, 5], fees: [0, 135_000], names: ['Đổi giấy phép lái xe', 'Cấp giấy phép lưu hành'] },
  { name: 'Xử lý vi phạm hành chính về giao thông', force: C08, online: 5, offline: 3, planned: 0, essential: 1,
    days: [1, 7], fees: [0], names: ['Nộp phạt vi phạm hành chính về giao thông qua mạng'] },
  { name: 'Hộ chiếu và giấy tờ xuất nhập cảnh của công dân', force: A08, online: 12, offline: 8, planned: 0, essential: 1,
    days: [8, 8, 5, 3], fees: [200_000, 200_000, 400_000],
    names: ['Cấp hộ chiếu phổ thông', 'Cấp lại hộ chiếu phổ thông', 'Khôi phục giá trị sử dụng hộ chiếu phổ thông', 'Trình báo mất hộ chiếu phổ thông'] },
  { name: 'Thị thực, cư trú của người nước ngoài', force: A08, online: 14, offline: 12, planned: 0, essential: 0,
    days: [5, 3, 5], fees: [250_000, 0, 600_000], names: ['Gia hạn tạm trú cho người nước ngoài', 'Khai báo tạm trú cho người nước ngoài', 'Cấp thẻ tạm trú cho người nước ngoài'] },
  { name: 'Khu vực biên giới, cửa khẩu', force: A08, online: 6, offline: 8, planned: 0, essential: 0,
    days: [1, 2], fees: [50_000, 0], names: ['Cấp giấy thông hành'] },
  { name: 'Phòng cháy và chữa cháy', force: C07, online: 16, offline: 18, planned: 0, essential: 0,
    days: [5, 3, 7], fees: [0, 100_000], names: ['Cấp giấy chứng nhận huấn luyện nghiệp vụ phòng cháy và chữa cháy', 'Phê duyệt phương án chữa cháy'] },
  { name: 'Thẩm duyệt, nghiệm thu về phòng cháy và chữa cháy', force: C07, online: 8, offline: 12, planned: 0, essential: 0,
    days: [15, 10, 5], fees: [500_000], names: ['Thẩm duyệt thiết kế về phòng cháy và chữa cháy', 'Kiểm tra nghiệm thu về phòng cháy và chữa cháy'] },
  { name: 'Quản lý, sử dụng pháo', force: C06, online: 0, offline: 0, planned: 6, essential: 0, days: [4], fees: [0], names: [] },
  { name: 'Trật tự, an toàn giao thông đường thủy nội địa', force: C08, online: 0, offline: 0, planned: 5, essential: 0, days: [3], fees: [0], names: [] },
  { name: 'Cứu nạn, cứu hộ', force: C07, online: 0, offline: 0, planned: 6, essential: 0, days: [5], fees: [0], names: [] },
]

export interface Procedure {
  code: string
  name: string
  field: string
  force: string
  start: 'online' | 'offline' | 'planned'
  /** Place within its field and start, from 0: the smaller, the more asked for. */
  rank: number
  days: number
  fee: number
  needsResult: 0 | 1
  programmes: string
}

/** How many of the offline procedures the plan means to put online: the first of every field, then the second. */
const PLANNED_OFFLINE = 20

const pick = (values: number[], index: number): number => values[index % values.length] ?? 0

function procedures(): Procedure[] {
  const published = FIELDS.filter((field) => field.offline > 0).length
  let number = 0
  return FIELDS.flatMap((field, f) =>
    (['online', 'offline', 'planned'] as const).flatMap((start) =>
      Array.from({ length: field[start] }, (_, rank): Procedure => {
        number += 1
        const named = start === 'online' ? field.names[rank] : undefined
        const essential = start === 'online' && rank < field.essential
        // Round `rank` takes one offline procedure of each published field; f is the field's turn.
        const inPlan = start !== 'offline' || rank * published + f < PLANNED_OFFLINE
        return {
          code: `MP.${String(f + 1).padStart(2, '0')}.${String(number).padStart(3, '0')}`,
          name:
            named ??
            `${field.name}: thủ tục ${rank + 1}${start === 'online' ? '' : start === 'offline' ? 'b' : 'c'} (tên mô phỏng)`,
          field: field.name,
          force: field.force,
          start,
          rank,
          days: pick(field.days, rank),
          fee: pick(field.fees, rank),
          needsResult:
            named?.startsWith('Thông báo') || named?.startsWith('Khai báo') || named?.startsWith('Nộp phạt')
              ? 0
              : 1,
          programmes: [inPlan ? 'QD10695' : '', essential ? 'DA06-25' : ''].filter(Boolean).join(';'),
        }
      }),
    ),
  )
}

export const PROCEDURES: readonly Procedure[] = procedures()

/**
 * What each kind of agency receives: only procedures online from the start, the most asked for first.
 * Kinds: 1 administrative order, 2 traffic, 3 immigration, 4 fire, 5 commune level (residence, cards).
 */
const KINDS: readonly (readonly number[])[] = [
  [2, 1, 3, 4, 5],
  [6, 8, 7],
  [9, 10, 11],
  [12, 13],
  [0, 1, 2],
]

function pools(): Procedure[][] {
  return KINDS.map((fields) => {
    const turn = new Map(fields.map((field, at) => [FIELDS[field]?.name, at]))
    return PROCEDURES.filter((one) => one.start === 'online' && turn.has(one.field)).sort(
      (a, b) => a.rank - b.rank || (turn.get(a.field) ?? 0) - (turn.get(b.field) ?? 0),
    )
  })
}

/**
 * Constants for a query's WITH: `pool_from`, `pool_size` by kind, and by place in the pools `procedure_codes`,
 * `procedure_days`, `procedure_fees`, `procedure_needs_result`.
 */
export function poolsSql(): string {
  const all = pools()
  const flat = all.flat()
  const from = all.map((_, at) => all.slice(0, at).reduce((sum, pool) => sum + pool.length, 1))
  return `
  ${list(from)} AS pool_from,
  ${list(all.map((pool) => pool.length))} AS pool_size,
  ${list(flat.map((one) => one.code))} AS procedure_codes,
  ${list(flat.map((one) => one.days))} AS procedure_days,
  ${list(flat.map((one) => one.fee))} AS procedure_fees,
  ${list(flat.map((one) => one.needsResult))} AS procedure_needs_result`
}
