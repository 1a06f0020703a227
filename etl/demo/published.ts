import { tuples } from './sql.ts'

const ARTICLE = 'Bài báo về Cổng dịch vụ công Bộ Công an và Đề án 06, số liệu đến 18/4/2022'
const HA_TINH =
  'https://chuyendoiso.hatinh.gov.vn/trien-khai-nhieu-tien-ich-tren-vneid-phuc-vu-phat-trien-cong-dan-so-1704872972.html'
const ZNEWS =
  'https://lifestyle.znews.vn/92-co-so-y-te-kham-chua-benh-bhyt-bang-cccd-gan-chip-post1382980.html'
const THANH_NIEN =
  'https://thanhnien.vn/loi-ich-khi-kham-chua-benh-bao-hiem-y-te-bang-cccd-gan-chip-185230621123318169.htm'
const VIETNAMNET =
  'https://vietnamnet.vn/vneid-tu-ung-dung-khai-bao-y-te-den-chia-khoa-so-cua-moi-nguoi-dan-2469375.html'
const SOHA =
  'https://soha.vn/cong-an-thong-bao-moi-ve-ung-dung-vneid-nguoi-dan-can-biet-198260117212316699.htm'
const SAIGON_TIMES =
  'https://thesaigontimes.vn/tat-ca-can-bo-cong-chuc-vien-chuc-tphcm-phai-lam-cccd-tai-khoan-dinh-danh-trong-thang-4-2023'
const CAND =
  'https://amp.cand.com.vn/van-de-hom-nay-thoi-su/bai-4-co-so-du-lieu-dan-cu-nguon-tai-nguyen-so-nen-tang-i639338'
const VNEXPRESS = 'https://vnexpress.net/cach-vnpt-tien-phong-trong-chuyen-doi-so-quoc-gia-4263719.html'

/** What public sources printed, as they printed it ("over", "about" are said in the unit). Nothing here is simulated. */
// prettier-ignore
const FIGURES: readonly [figure: string, asOf: string, province: string, value: number, unit: string, source: string][] = [
  ['dossiers_received', '2022-04-18', '00', 217_000, 'hồ sơ (hơn), từ 25/12/2021', ARTICLE],
  ['on_time_rate', '2022-04-18', '00', 99.9, '%', ARTICLE],
  ['procedures', '2022-04-18', '00', 304, 'thủ tục', ARTICLE],
  ['online_procedures', '2022-04-18', '00', 187, 'dịch vụ mức độ 3, 4', ARTICLE],
  ['fields', '2022-04-18', '00', 14, 'lĩnh vực', ARTICLE],
  ['plan_services', '2022-04-18', '00', 224, 'dịch vụ trong kế hoạch QĐ 10695', ARTICLE],
  ['plan_fields', '2022-04-18', '00', 17, 'lĩnh vực trong kế hoạch QĐ 10695', ARTICLE],
  ['plan_forces', '2022-04-18', '00', 4, 'lực lượng trong kế hoạch QĐ 10695', ARTICLE],
  ['procedures_reviewed', '2022-04-18', '00', 113, 'thủ tục', ARTICLE],
  ['eid_received', '2022-04-18', '00', 393_029, 'hồ sơ, từ 25/02/2022', ARTICLE],
  ['child_numbers_issued', '2022-04-18', '00', 7_000_000, 'số định danh (hơn)', ARTICLE],
  ['health_facilities_using_card', '2022-04-18', '00', 3_844, 'cơ sở', ARTICLE],
  ['health_facilities_using_card_rate', '2022-04-18', '00', 29.2, '%', ARTICLE],
  ['health_card_users', '2022-04-18', '00', 75_660, 'người', ARTICLE],
  ['bodies_connected', '2022-04-18', '00', 8, 'đơn vị', ARTICLE],
  ['banks_piloting', '2022-04-18', '00', 5, 'ngân hàng', ARTICLE],
  ['cities_with_terminals', '2022-04-18', '00', 5, 'thành phố', ARTICLE],
  ['cards_received', '2021-04-30', '00', 15_000_000, 'hồ sơ (hơn), tháng 4/2021', VNEXPRESS],
  ['population_records', '2021-07-01', '00', 98_700_000, 'công dân trong CSDL quốc gia về dân cư', CAND],
  ['cards_issued', '2023-12-31', '00', 84_700_000, 'thẻ gắn chip', HA_TINH],
  ['eid_received', '2023-12-31', '00', 70_200_000, 'hồ sơ', HA_TINH],
  ['eid_activated', '2023-12-31', '00', 49_700_000, 'tài khoản', HA_TINH],
  // The same article prints 69.25 %, though its own counts give 70.8 %: both are kept, neither is corrected.
  ['eid_activation_rate', '2023-12-31', '00', 69.25, '% (in trong bài)', HA_TINH],
  ['eid_activation_rate_from_counts', '2023-12-31', '00', 70.8, '% (49,7 triệu trên 70,2 triệu cùng bài)', HA_TINH],
  ['eid_registered', '2025-06-30', '00', 83_500_000, 'tài khoản đăng ký, giữa năm 2025', VIETNAMNET],
  ['eid_2_issued', '2025-06-30', '00', 60_000_000, 'tài khoản mức độ 2 (khoảng), giữa năm 2025', VIETNAMNET],
  ['eid_activated', '2026-01-16', '00', 67_000_000, 'tài khoản (hơn)', SOHA],
  ['eid_issued', '2023-03-01', '79', 1_497_360, 'tài khoản', SAIGON_TIMES],
  ['eid_activated', '2023-03-01', '79', 304_191, 'tài khoản', SAIGON_TIMES],
  ['health_facilities_using_card', '2022-11-18', '00', 11_726, 'cơ sở', ZNEWS],
  ['health_facilities_using_card_rate', '2022-11-18', '00', 92, '%', ZNEWS],
  ['health_lookups', '2022-11-18', '00', 4_797_796, 'lượt', ZNEWS],
  ['health_lookups_succeeded_rate', '2022-11-18', '00', 61.33, '%', ZNEWS],
  ['health_lookups_share_of_visits', '2022-11-18', '00', 4.36, '% của khoảng 110 triệu lượt khám', ZNEWS],
  ['health_facilities_using_card', '2023-06-21', '00', 12_275, 'cơ sở trên 13.047', THANH_NIEN],
  ['health_facilities_using_card_rate', '2023-06-21', '00', 94.08, '%', THANH_NIEN],
  ['health_card_users', '2023-06-21', '00', 18_500_000, 'người', THANH_NIEN],
  ['health_card_users_share', '2023-06-21', '38', 16.48, '% của cả nước', THANH_NIEN],
  ['health_card_users', '2023-06-21', '91', 33_541, 'người', THANH_NIEN],
  ['health_card_users_share', '2023-06-21', '91', 0.18, '% của cả nước', THANH_NIEN],
]

export function publishedSql({ until }: { until: string }): string {
  return `
SELECT f.1 AS figure, toDate(f.2) AS as_of, f.3 AS province_code, f.4 AS value, f.5 AS unit, f.6 AS source
FROM (SELECT arrayJoin(${tuples(FIGURES)}) AS f)
WHERE as_of <= '${until}'
ORDER BY as_of, figure, province_code`
}
