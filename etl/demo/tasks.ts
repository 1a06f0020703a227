import { list, tuples } from './sql.ts'

/**
 * Tasks of Đề án 06. All simulated, and named so: no public source lists them with their state. Three steps of each of
 * these subjects nationwide, and one of each of some subjects in six provinces.
 */
// prettier-ignore
const SUBJECTS: readonly [objective: number, subject: string, lead: string, co: string][] = [
  [1, 'tái cấu trúc quy trình dịch vụ công thiết yếu', 'Văn phòng Chính phủ', 'Bộ Công an;Bộ Tư pháp'],
  [1, 'kết nối Cổng dịch vụ công Bộ Công an với Cổng Dịch vụ công quốc gia', 'Bộ Công an', 'Văn phòng Chính phủ'],
  [1, 'liên thông khai sinh, thường trú, thẻ bảo hiểm y tế', 'Bộ Tư pháp', 'Bộ Công an;Bảo hiểm xã hội Việt Nam'],
  [1, 'số hóa hồ sơ, kết quả giải quyết thủ tục hành chính', 'Văn phòng Chính phủ', ''],
  [2, 'dùng thẻ căn cước khi khám chữa bệnh bảo hiểm y tế', 'Bộ Y tế', 'Bảo hiểm xã hội Việt Nam;Bộ Công an'],
  [2, 'xác thực khách hàng ngân hàng bằng thẻ căn cước', 'Ngân hàng Nhà nước Việt Nam', 'Bộ Công an'],
  [2, 'chi trả an sinh xã hội không dùng tiền mặt', 'Bộ Lao động - Thương binh và Xã hội', 'Ngân hàng Nhà nước Việt Nam'],
  [3, 'cấp và kích hoạt tài khoản định danh điện tử', 'Bộ Công an', ''],
  [3, 'tích hợp giấy tờ vào ứng dụng VNeID', 'Bộ Công an', 'Bộ Giao thông vận tải;Bộ Y tế'],
  [3, 'cấp thẻ căn cước cho người đủ điều kiện', 'Bộ Công an', ''],
  [4, 'làm sạch dữ liệu dân cư', 'Bộ Công an', 'Bộ Tư pháp;Bộ Y tế'],
  [4, 'làm sạch dữ liệu thuế, bảo hiểm với CSDL quốc gia về dân cư', 'Bộ Tài chính', 'Bảo hiểm xã hội Việt Nam'],
  [4, 'bảo đảm an toàn hệ thống trước khi kết nối', 'Bộ Thông tin và Truyền thông', 'Bộ Công an'],
  [5, 'ban hành văn bản tháo gỡ khó khăn về pháp lý', 'Bộ Tư pháp', ''],
  [5, 'bố trí kinh phí, nhân lực thực hiện', 'Bộ Tài chính', 'Bộ Nội vụ'],
  [5, 'sơ kết, đánh giá kết quả thực hiện', 'Bộ Công an', 'Văn phòng Chính phủ'],
]

const STEPS = ['Xây dựng phương án', 'Thí điểm', 'Triển khai chính thức']
const PROVINCES = ['01', '38', '40', '48', '79', '92']

export function tasksSql({ seed, until }: { seed: number; until: string }): string {
  return `
WITH toUInt64(${seed}) AS seed, toDate('${until}') AS until
SELECT concat('MP-', toString(objective), '-', leftPad(toString(number), 3, '0')) AS task_code,
  concat(step, ' ', subject, ' (nhiệm vụ mô phỏng)') AS name,
  objective,
  concat('Văn bản mô phỏng số ', toString(10 + number), '/', toString(toYear(assigned))) AS source_document,
  if(province = '00', lead, concat('Công an cấp tỉnh (', province, ')')) AS lead_agency,
  co AS co_agencies,
  province AS province_code,
  assigned AS assigned_on,
  due AS due_on,
  if(is_done, done, NULL) AS done_on,
  toDateTime(if(is_done, done, assigned), 'UTC') + 61200 AS updated_at
FROM (
  SELECT *, row_number() OVER (ORDER BY order, step_number, province) AS number,
    -- From February 2022 to the end of the data, a third of the time for each step.
    cityHash64(seed, 'task', order, step_number, province) AS h,
    toDate('2022-02-01') + intDiv((until - toDate('2022-02-01') - 20) * (1000 * (step_number - 1) + h % 1000), 3000) AS assigned,
    assigned + 60 + intDiv(h, 1000) % 240 AS due,
    -- Two in three before the deadline, some after it, some not at all.
    multiIf(intDiv(h, 1000000) % 10 < 7, due - intDiv(h, 10000000) % 50, due + 1 + intDiv(h, 10000000) % 160) AS done,
    done <= until AND intDiv(h, 100000000) % 12 != 0 AS is_done
  FROM (
    SELECT s.1 AS objective, s.2 AS subject, s.3 AS lead, s.4 AS co, order, step_number, step, province
    FROM (SELECT ${tuples(SUBJECTS)} AS subjects, ${list(STEPS)} AS steps)
    ARRAY JOIN subjects AS s, arrayEnumerate(subjects) AS order
    ARRAY JOIN steps AS step, arrayEnumerate(steps) AS step_number
    ARRAY JOIN if(step_number = 3 AND order % 5 = 0, arrayConcat(['00'], ${list(PROVINCES)}), ['00']) AS province
  )
)
ORDER BY task_code`
}
