/** Words of the identity page. */
export const identity = {
  heading:
    '{place}, {period}, {product}: thu nhận {received} hồ sơ. Lũy kế đã cấp {issued}, kích hoạt {activated}, độ phủ {coverage}.',
  headingNoActivation:
    '{place}, {period}, {product}: thu nhận {received} hồ sơ. Lũy kế đã cấp {issued}, độ phủ {coverage}.',
  headingNone: '{place}, {period}, {product}: không có số liệu.',
  withheld:
    'Chưa gồm {count} số đếm nhỏ: mỗi số là những ngày chưa công bố của một tỉnh ở một bước, cộng lại mới được 1–4 người.',
  switch: 'Xem theo',
  level: 'Loại, mức',
  step: { received: 'Thu nhận', approved: 'Phê duyệt', activated: 'Kích hoạt' },
  funnel: {
    title: 'Từ thu nhận đến kích hoạt, theo mức',
    basis: 'Phạm vi thời gian',
    total: 'Lũy kế đến cuối kỳ',
    period: 'Trong kỳ',
    reading: '{product}, trong kỳ: thu nhận {received}, kích hoạt {activated}, bằng {share} số thu nhận.',
    readingTotal: '{product}, lũy kế: thu nhận {received}, kích hoạt {activated}, bằng {share} số thu nhận.',
    activatedOfReceived: 'Kích hoạt ÷ thu nhận',
    of: { received: '', approved: '{share} số thu nhận', activated: '{share} số phê duyệt' },
    notReported: 'Không báo cáo bước này',
  },
  curve: {
    title: 'Lũy kế từ đầu: {product}',
    received: 'Thu nhận',
    issued: 'Đã cấp',
    activated: 'Kích hoạt',
    reading: 'Đã cấp {issued}, kích hoạt {activated}.',
    readingIssued: 'Đã cấp {issued}.',
    readingIssuedYear: 'Đã cấp {issued}; 12 tháng qua cấp thêm {year}.',
    readingYear: 'Đã cấp {issued}, kích hoạt {activated}; 12 tháng qua cấp thêm {year}.',
  },
  groups: {
    title: 'Nhóm ưu tiên: {product}',
    group: 'Nhóm',
    activatedOfIssued: 'Kích hoạt ÷ đã cấp',
    activated: '{share} đã kích hoạt',
    reading: 'Đông nhất: {most} ({count} đã cấp). Kích hoạt thấp nhất: {low}, {share} số đã cấp.',
    partOf: 'Các nhóm là một phần của tổng số và có thể chồng nhau; không cộng lại.',
  },
  coverage: {
    title: 'Độ phủ theo tỉnh, thành phố: {product}',
    eligible: 'Người đủ điều kiện',
    of: '{issued} trên {eligible} người đủ điều kiện',
    source: 'Mẫu số: {eligible} người đủ điều kiện; nguồn: {source}, ngày {day}',
    reading: 'Cao nhất {best} {bestValue}, thấp nhất {worst} {worstValue}.',
    over: '{count} nơi vượt 100%: mẫu số là dân số đã công bố, có thể thấp hơn thực tế.',
  },
  children: {
    title: 'Số định danh cá nhân cho trẻ em',
    issued: 'Cấp trong kỳ',
    total: 'Lũy kế',
    reading: 'Lũy kế {total} số; trong kỳ cấp {issued}.',
    note: 'Cấp khi đăng ký khai sinh.',
  },
}
