/** Words of the map and of what needs attention. */
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
  several: '{title} ({count})',
  more: 'và {count} mục khác',
  alerts: 'Tất cả {count} cảnh báo',
  staleSince: '{name} (đến {day})',
}
