/** Words of the overview. */
export const overview = {
  tiles: 'Chỉ tiêu chính',
  tile: {
    received: 'Hồ sơ tiếp nhận',
    on_time: 'Giải quyết đúng hạn',
    overdue: 'Đang quá hạn',
    coverage: 'Độ phủ định danh',
    activation: 'Kích hoạt trên số đã cấp',
    rollout: 'Tiến độ Đề án 06',
  },
  indicators: 'chỉ tiêu đạt',
  trendOf: '{name}, diễn biến {range}',
  note: {
    received: '{count} hồ sơ nhận, {resolved} hồ sơ đã giải quyết',
    on_time: 'Tính cả hồ sơ tồn quá hạn: {rate}',
    overdue: 'Trong {pending} hồ sơ đang giải quyết ngày {day}',
    coverage: '{product}: trên {eligible} người đủ điều kiện ({source}, {year})',
    activation: '{product}, trong kỳ. Lũy kế {activated} kích hoạt, {issued} đã cấp',
    rollout: '{share} số chỉ tiêu có mục tiêu đã đạt',
    rolloutNone: 'Không có chỉ tiêu nào có mục tiêu trong phạm vi này',
  },
  headline: {
    none: '{place}, {period}: không có số liệu hồ sơ.',
    received: '{place}, {period}: tiếp nhận {count} hồ sơ,',
    onTime: 'giải quyết đúng hạn {rate};',
    noRate: 'chưa có hồ sơ nào được giải quyết;',
    noOverdue: 'không có hồ sơ quá hạn.',
    overdue: '{count} hồ sơ đang quá hạn.',
    overdueWorst: '{count} hồ sơ đang quá hạn, nhiều nhất ở {name} ({most}).',
  },
  map: {
    title: 'Bản đồ theo tỉnh, thành phố',
    colour: 'Tô màu theo',
    reading: '{name}: tốt nhất {best} {bestValue}, kém nhất {worst} {worstValue}.',
    readingNeutral: '{name}: nhiều nhất {best} {bestValue}, ít nhất {worst} {worstValue}.',
    missing: '{count} nơi không có số liệu.',
  },
  ranking: {
    title: 'Xếp hạng: {name}',
    best: 'Tốt nhất',
    worst: 'Cần cải thiện',
    most: 'Nhiều nhất',
    least: 'Ít nhất',
    movers: 'Biến động lớn nhất',
    mover: 'Biến động lớn nhất: {name} {change} so với kỳ so sánh.',
  },
}

export const map = {
  hoangSa: 'Quần đảo Hoàng Sa\n(TP. Đà Nẵng)',
  truongSa: 'Quần đảo Trường Sa\n(tỉnh Khánh Hòa)',
  credit: 'Ranh giới: © OpenStreetMap contributors (ODbL). Các đảo được vẽ tượng trưng.',
  hint: 'Bấm để xem riêng nơi này',
}

export const attention = {
  title: 'Cần chú ý',
  reading: '{count} việc cần xem.',
  none: 'Không có việc nào vượt ngưỡng trong kỳ này.',
  matter: 'Việc',
  detail: 'Chi tiết',
  level: 'Mức',
  rate: 'Tỷ lệ đúng hạn {rate}',
  rate_warn: 'Dưới ngưỡng đạt',
  rate_bad: 'Dưới ngưỡng tối thiểu',
  backlog: '{name}: {count} hồ sơ quá hạn',
  backlogShare: '{share} trong {count} hồ sơ đang giải quyết',
  tasks: '{count} nhiệm vụ Đề án 06 quá hạn',
  tasksMost: 'Nhiều nhất: {agency} ({count})',
  stale: '{count} nguồn số liệu chậm so với nhịp',
  staleSince: '{name} (đến {day})',
}
