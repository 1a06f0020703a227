/**
 * Worked questions, each as it is asked of the public views. The tests run every one and compare it with a second computation
 * over the original files: by the API (tests/integration/demonstration/questions.ts), and as the page shows it
 * (tests/e2e/worked-questions.test.ts).
 */
export interface Question {
  id: string
  vi: string
  en: string
  /** Page of the dashboard whose figures it goes on from. */
  page: 'overview' | 'on-time' | 'identity' | 'rollout' | 'scores'
  sql: string
}

export const QUESTIONS: readonly Question[] = [
  {
    id: 'busiest-days',
    page: 'overview',
    vi: 'Mười ngày tiếp nhận nhiều hồ sơ nhất từ trước đến nay?',
    en: 'Which ten days received the most dossiers?',
    sql: `SELECT received_date, count() AS received
FROM dossiers
GROUP BY received_date
ORDER BY received DESC, received_date
LIMIT 10`,
  },
  {
    id: 'growth-by-year',
    page: 'overview',
    vi: 'Mỗi năm tiếp nhận bao nhiêu hồ sơ, nộp trực tuyến chiếm bao nhiêu?',
    en: 'How many dossiers came each year, and what share of them online?',
    sql: `SELECT toYear(received_date) AS year, count() AS received, countIf(channel = 'online') / received AS online_share
FROM dossiers
GROUP BY year
ORDER BY year`,
  },
  {
    id: 'weekdays',
    page: 'overview',
    vi: 'Thứ mấy trong tuần người dân nộp nhiều nhất, theo từng kênh?',
    en: 'On which weekday do people submit most, by channel?',
    sql: `SELECT toDayOfWeek(received_date) AS weekday, countIf(channel = 'online') AS online,
       countIf(channel = 'counter') AS counter, countIf(channel = 'postal') AS postal
FROM dossiers
GROUP BY weekday
ORDER BY weekday`,
  },
  {
    id: 'communes-of-hanoi',
    page: 'overview',
    vi: 'Mười xã, phường của Hà Nội tiếp nhận nhiều nhất năm 2026?',
    en: 'Which ten communes of Hà Nội received most in 2026?',
    sql: `SELECT commune_code, count() AS received
FROM dossiers
WHERE province = '01' AND commune_code != '' AND toYear(received_date) = 2026
GROUP BY commune_code
ORDER BY received DESC, commune_code
LIMIT 10`,
  },
  {
    id: 'before-the-merger',
    page: 'overview',
    vi: 'Nửa đầu năm 2025, các đơn vị sáp nhập vào Thành phố Hồ Chí Minh tiếp nhận bao nhiêu?',
    en: 'How much did each unit that became part of Hồ Chí Minh City receive in the first half of 2025?',
    sql: `SELECT province63, count() AS received
FROM dossiers
WHERE province = '79' AND received_date BETWEEN '2025-01-01' AND '2025-06-30'
GROUP BY province63
ORDER BY received DESC, province63`,
  },
  {
    id: 'median-days-by-province',
    page: 'on-time',
    vi: 'Nửa số hồ sơ quý I/2026 của từng tỉnh xong trong bao nhiêu ngày làm việc?',
    en: 'Within how many working days was half of each province’s dossiers of Q1 2026 done?',
    sql: `SELECT p.name, quantileExact(0.5)(d.processing_days) AS median_days, count() AS resolved
FROM dossiers AS d
INNER JOIN provinces34 AS p ON p.code = d.province
WHERE d.ended_date BETWEEN '2026-01-01' AND '2026-03-31'
GROUP BY p.name
ORDER BY median_days DESC, p.name`,
  },
  {
    id: 'on-time-by-month',
    page: 'on-time',
    vi: 'Tỷ lệ đúng hạn từng tháng của năm 2026?',
    en: 'What was the on-time rate of each month of 2026?',
    sql: `SELECT toStartOfMonth(ended_date) AS month, count() AS resolved,
       countIf(outcome != 'late') / resolved AS on_time_rate
FROM dossiers
WHERE ended_date >= '2026-01-01'
GROUP BY month
ORDER BY month`,
  },
  {
    id: 'late-procedures',
    page: 'on-time',
    vi: 'Mười thủ tục có nhiều hồ sơ trễ hạn nhất năm 2026?',
    en: 'Which ten procedures had the most late dossiers in 2026?',
    sql: `SELECT procedure_code, countIf(outcome = 'late') AS late, count() AS resolved
FROM dossiers
WHERE ended_date >= '2026-01-01'
GROUP BY procedure_code
ORDER BY late DESC, procedure_code
LIMIT 10`,
  },
  {
    id: 'overdue-after-supplement',
    page: 'on-time',
    vi: 'Hồ sơ đang quá hạn ở từng tỉnh, bao nhiêu phần đã từng bị yêu cầu bổ sung?',
    en: 'Of the dossiers now overdue in each province, what share had a supplement asked for?',
    sql: `SELECT province, countIf(overdue = 1) AS overdue_now,
       countIf(overdue = 1 AND supplement_requests > 0) / overdue_now AS after_supplement
FROM dossiers
GROUP BY province
HAVING overdue_now > 0
ORDER BY overdue_now DESC, province`,
  },
  {
    id: 'overdue-ages',
    page: 'on-time',
    vi: 'Hồ sơ đang quá hạn đã quá hẹn bao lâu?',
    en: 'For how long have the dossiers now overdue been past their day?',
    sql: `WITH (SELECT as_of FROM datasets WHERE dataset = 'dossiers') AS today
SELECT multiIf(days <= 7, '0-7', days <= 30, '8-30', days <= 90, '31-90', '91+') AS days_past, count() AS overdue
FROM (SELECT dateDiff('day', due_date, today) AS days FROM dossiers WHERE overdue = 1)
GROUP BY days_past
ORDER BY min(days)`,
  },
  {
    id: 'weakest-agencies',
    page: 'on-time',
    vi: 'Trong các cơ quan có từ 30 hồ sơ xong năm 2026, mười nơi đúng hạn thấp nhất?',
    en: 'Among agencies with at least 30 resolved in 2026, which ten were least on time?',
    sql: `SELECT agency_code, count() AS resolved, countIf(outcome != 'late') / resolved AS on_time_rate
FROM dossiers
WHERE ended_date >= '2026-01-01'
GROUP BY agency_code
HAVING resolved >= 30
ORDER BY on_time_rate, agency_code
LIMIT 10`,
  },
  {
    id: 'early-by-channel',
    page: 'on-time',
    vi: 'Kênh nộp nào xong sớm hơn hẹn nhiều nhất?',
    en: 'Which channel is done before its day most often?',
    sql: `SELECT channel, countIf(outcome = 'early') / count() AS early, countIf(outcome = 'on_time') / count() AS on_time,
       countIf(outcome = 'late') / count() AS late
FROM dossiers
WHERE outcome != 'pending'
GROUP BY channel
ORDER BY channel`,
  },
  {
    id: 'passport-days',
    page: 'on-time',
    vi: 'Thủ tục hộ chiếu: trung vị ngày làm việc của từng tỉnh, quý I/2026 so với quý I/2025?',
    en: 'Passports: the median of working days of each province, Q1 2026 against Q1 2025?',
    sql: `SELECT p.name,
       quantileExactIf(0.5)(d.processing_days, toYear(d.ended_date) = 2026) AS median_2026,
       quantileExactIf(0.5)(d.processing_days, toYear(d.ended_date) = 2025) AS median_2025,
       countIf(toYear(d.ended_date) = 2026) AS resolved_2026, countIf(toYear(d.ended_date) = 2025) AS resolved_2025
FROM dossiers AS d
INNER JOIN provinces34 AS p ON p.code = d.province
WHERE d.procedure_code IN (SELECT procedure_code FROM procedures WHERE startsWith(field, 'Hộ chiếu'))
  AND toYear(d.ended_date) IN (2025, 2026) AND toQuarter(d.ended_date) = 1
GROUP BY p.name
HAVING resolved_2026 > 0 AND resolved_2025 > 0
ORDER BY median_2026 - median_2025 DESC, p.name`,
  },
  {
    id: 'citizens-time',
    page: 'on-time',
    vi: 'Khi được yêu cầu, người dân bổ sung xong trong bao nhiêu ngày (trung bình, theo kênh)?',
    en: 'When asked for more, within how many days do people answer (mean, by channel)?',
    sql: `SELECT channel, count() AS answered,
       avg(dateDiff('day', toDate(supplement_requested_at), toDate(supplement_completed_at))) AS days
FROM dossiers
WHERE supplement_completed_at IS NOT NULL
GROUP BY channel
ORDER BY channel`,
  },
  {
    id: 'paid-online',
    page: 'on-time',
    vi: 'Hồ sơ có phí: từng quý bao nhiêu phần thanh toán trực tuyến?',
    en: 'Of dossiers with a fee, what share was paid online each quarter?',
    sql: `SELECT toStartOfQuarter(ended_date) AS quarter, count() AS with_fee, countIf(paid_online = 1) / with_fee AS online_share
FROM dossiers
WHERE fee_vnd > 0 AND paid_online IS NOT NULL AND ended_date >= '2025-01-01'
GROUP BY quarter
ORDER BY quarter`,
  },
  {
    id: 'fees-by-province',
    page: 'on-time',
    vi: 'Năm tỉnh, thành phố thu phí, lệ phí nhiều nhất quý III/2026?',
    en: 'Which five provinces took the most in fees in Q3 2026?',
    sql: `SELECT province, sum(fee_vnd) AS fees, count() AS dossiers
FROM dossiers
WHERE ended_date BETWEEN '2026-07-01' AND '2026-09-30' AND fee_vnd > 0
GROUP BY province
ORDER BY fees DESC, province
LIMIT 5`,
  },
  {
    id: 'satisfaction',
    page: 'on-time',
    vi: 'Người dân hài lòng đến đâu với hồ sơ đúng hạn và với hồ sơ trễ hạn?',
    en: 'How content are people with dossiers on time, and with late ones?',
    sql: `SELECT outcome, count() AS rated, avg(satisfaction) AS mean, countIf(satisfaction >= 4) / rated AS content
FROM dossiers
WHERE satisfaction IS NOT NULL AND outcome != 'pending'
GROUP BY outcome
ORDER BY outcome`,
  },
  {
    id: 'procedures-by-level',
    page: 'on-time',
    vi: 'Hiện có bao nhiêu thủ tục ở mỗi mức dịch vụ?',
    en: 'How many procedures are there now at each service level?',
    sql: `SELECT level, count() AS procedures
FROM (
  SELECT procedure_code, argMax(service_level, valid_from) AS level, argMax(withdrawn_on, valid_from) AS withdrawn
  FROM procedures
  WHERE valid_from <= '2026-10-31'
  GROUP BY procedure_code
)
WHERE withdrawn IS NULL
GROUP BY level
ORDER BY procedures DESC, level`,
  },
  {
    id: 'cards-by-month',
    page: 'identity',
    vi: 'Mỗi tháng năm 2026 cấp lần đầu và cấp lại bao nhiêu thẻ căn cước?',
    en: 'How many ID cards were first issued and issued again each month of 2026?',
    sql: `SELECT toStartOfMonth(date) AS month, sum(issued) AS first_issued, sum(reissued) AS issued_again
FROM identity
WHERE product = 'card' AND \`group\` = 'all' AND date >= '2026-01-01'
GROUP BY month
ORDER BY month`,
  },
  {
    id: 'activation-by-province',
    page: 'identity',
    vi: 'Tài khoản mức 2: tỉnh nào kích hoạt thấp nhất so với đã phê duyệt?',
    en: 'Level-2 accounts: which provinces have activated least of what was approved?',
    sql: `SELECT province, sum(approved) AS approved_total, sum(activated) / approved_total AS activated_share
FROM identity
WHERE product = 'eid_2' AND \`group\` = 'all'
GROUP BY province
ORDER BY activated_share, province
LIMIT 10`,
  },
  {
    id: 'card-coverage',
    page: 'identity',
    vi: 'Độ phủ thẻ căn cước trên dân số đủ điều kiện theo công bố mới nhất?',
    en: 'How far do ID cards cover the eligible of the latest publication?',
    sql: `SELECT p.province AS province, any(i.cards) AS cards, sum(p.eligible_card) AS eligible, cards / eligible AS coverage
FROM population AS p
INNER JOIN (
  SELECT province, sum(issued) AS cards FROM identity WHERE product = 'card' AND \`group\` = 'all' GROUP BY province
) AS i ON i.province = p.province
WHERE p.as_of = (SELECT max(as_of) FROM population)
GROUP BY p.province
ORDER BY coverage, province`,
  },
  {
    id: 'activation-falling',
    page: 'identity',
    vi: 'Tỉnh nào có số kích hoạt tài khoản mức 2 giảm ba tháng liền, vào tháng nào?',
    en: 'In which provinces did activations of level 2 accounts fall three months running, and when?',
    sql: `WITH months AS (
  SELECT province, toStartOfMonth(date) AS month, sum(activated) AS activations
  FROM identity
  WHERE product = 'eid_2' AND \`group\` = 'all' AND date BETWEEN '2024-01-01' AND '2026-10-31'
  GROUP BY province, month
), beside AS (
  SELECT province, month, activations, lagInFrame(activations, 1) OVER w AS before_1,
         lagInFrame(activations, 2) OVER w AS before_2, lagInFrame(activations, 3) OVER w AS before_3
  FROM months
  WINDOW w AS (PARTITION BY province ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)
SELECT province, month, before_3, before_2, before_1, activations
FROM beside
WHERE before_3 > before_2 AND before_2 > before_1 AND before_1 > activations
ORDER BY month DESC, province`,
  },
  {
    id: 'groups',
    page: 'identity',
    vi: 'Các nhóm ưu tiên chiếm bao nhiêu hồ sơ tài khoản mức 2 tiếp nhận năm 2026?',
    en: 'How many of 2026’s applications for level-2 accounts came from each priority group?',
    sql: `SELECT \`group\`, sum(received) AS received_2026
FROM identity
WHERE product = 'eid_2' AND date >= '2026-01-01'
GROUP BY \`group\`
ORDER BY received_2026 DESC, \`group\``,
  },
  {
    id: 'latest-indicators',
    page: 'rollout',
    vi: 'Số mới nhất cả nước của từng chỉ tiêu Đề án 06, so với mục tiêu?',
    en: 'What is the latest national figure of each indicator of Đề án 06, beside its target?',
    sql: `SELECT indicator_code, max(as_of) AS latest, argMax(numerator, as_of) AS numerator,
       argMax(denominator, as_of) AS denominator, argMax(target, as_of) AS target
FROM indicators
WHERE province = '00' AND unit = ''
GROUP BY indicator_code
ORDER BY indicator_code`,
  },
  {
    id: 'overdue-tasks',
    page: 'rollout',
    vi: 'Cơ quan chủ trì nào còn nhiều nhiệm vụ quá hạn nhất (đến 31/10/2026)?',
    en: 'Which lead agencies have the most overdue tasks (by 31 October 2026)?',
    sql: `SELECT lead_agency, count() AS tasks,
       countIf(done_on IS NULL AND due_on < '2026-10-31') AS overdue
FROM tasks
GROUP BY lead_agency
HAVING overdue > 0
ORDER BY overdue DESC, lead_agency`,
  },
  {
    id: 'tasks-delay',
    page: 'rollout',
    vi: 'Nhiệm vụ đã xong của từng nhóm mục tiêu sớm hay muộn bao nhiêu ngày?',
    en: 'By how many days were the finished tasks of each objective early or late?',
    sql: `SELECT objective, count() AS done, countIf(done_on > due_on) AS late, avg(dateDiff('day', due_on, done_on)) AS mean_days_late
FROM tasks
WHERE done_on IS NOT NULL
GROUP BY objective
ORDER BY objective`,
  },
  {
    id: 'published-figures',
    page: 'rollout',
    vi: 'Những số liệu đã công bố nào về ngày 18/04/2022, từ nguồn nào?',
    en: 'Which figures were published for 18 April 2022, and where?',
    sql: `SELECT figure, value, unit, source
FROM published
WHERE as_of = '2022-04-18'
ORDER BY figure, value`,
  },
  {
    id: 'criteria-of-a-month',
    page: 'scores',
    vi: 'Tỷ lệ từng tiêu chí 766 cả nước trong tháng 9/2026, cộng từ các tỉnh?',
    en: 'What was each criterion of index 766 in September 2026, added up from the provinces?',
    sql: `SELECT criterion, sum(numerator) AS parts, sum(denominator) AS of_all, parts / of_all AS ratio
FROM scores766
WHERE period_type = 'month' AND period = '2026-09' AND province != '00' AND denominator > 0
GROUP BY criterion
ORDER BY criterion`,
  },
  {
    id: 'points-of-provinces',
    page: 'scores',
    vi: 'Mười tỉnh có tổng điểm tự báo cáo cao nhất tháng 9/2026?',
    en: 'Which ten provinces reported the most points in September 2026?',
    sql: `SELECT province, round(sum(points), 2) AS total_points, count(points) AS criteria
FROM scores766
WHERE period_type = 'month' AND period = '2026-09' AND province != '00'
GROUP BY province
ORDER BY total_points DESC, province
LIMIT 10`,
  },
  {
    id: 'unreported-criteria',
    page: 'scores',
    vi: 'Mỗi tháng năm 2026 bao nhiêu tiêu chí của các tỉnh không có điểm?',
    en: 'How many criteria of the provinces had no points in each month of 2026?',
    sql: `SELECT period, countIf(points IS NULL) AS without_points, count() AS criteria
FROM scores766
WHERE period_type = 'month' AND startsWith(period, '2026-')
GROUP BY period
ORDER BY period`,
  },
]
