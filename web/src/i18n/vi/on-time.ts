/** Words of the on-time page. */
export const onTime = {
  heading:
    '{place}, {period}: {rate} hồ sơ giải quyết đúng hạn, {late} hồ sơ trễ; còn {overdue} hồ sơ quá hạn chưa giải quyết, tính cả số này thì đúng hạn {all}.',
  headingNone: '{place}, {period}: không có hồ sơ nào được giải quyết.',
  rates: {
    title: 'Ba cách tính tỷ lệ đúng hạn',
    reading: 'Tính thêm {overdue} hồ sơ quá hạn chưa giải quyết, tỷ lệ đúng hạn thay đổi {difference}.',
    name: {
      on_time_rate: 'Đúng hạn trên hồ sơ đã giải quyết',
      on_time_rate_all: 'Đúng hạn, tính cả tồn quá hạn',
      on_time_rate_766: 'Đúng hạn theo Bộ chỉ số 766',
    },
    formula: {
      on_time_rate: '({good}) ÷ {resolved}',
      on_time_rate_all: '({good}) ÷ ({resolved} + {overdue})',
      on_time_rate_766: '({good} + {inTime}) ÷ ({resolved} + {pending})',
    },
    why: {
      on_time_rate: 'Chỉ nhìn hồ sơ đã xong. Hồ sơ quá hạn mà chưa giải quyết không bị tính.',
      on_time_rate_all: 'Thêm hồ sơ đang quá hạn vào mẫu số: cho thấy điều cách tính đầu che khuất.',
      on_time_rate_766: 'Tính cả hồ sơ đang giải quyết còn trong hạn, như Quyết định 766/QĐ-TTg.',
    },
    fact: {
      p50: 'Trung vị thời gian giải quyết (ngày làm việc)',
      p90: '90% hồ sơ xong trong (ngày làm việc)',
      satisfaction: 'Hài lòng (4–5 trên hồ sơ có đánh giá)',
    },
  },
  trend: {
    national: 'Đúng hạn, cả nước',
    title: 'Diễn biến tỷ lệ đúng hạn',
    reading: '{lastLabel}: {last}, {change} so với {firstLabel}; thấp nhất {lowLabel} {low}.',
  },
  outcome: {
    title: 'Kết quả giải quyết',
    early: 'Trước hạn',
    onTime: 'Đúng hạn',
    late: 'Quá hạn',
    reading:
      '{all} hồ sơ đã giải quyết trong kỳ: {early} trước hạn, {onTime} đúng hạn, {late} quá hạn ({lateCount} hồ sơ).',
    none: 'Trong kỳ không có hồ sơ nào được giải quyết.',
  },
  backlog: {
    title: 'Hồ sơ tồn cuối kỳ',
    inTime: 'Đang giải quyết, trong hạn',
    overdue: 'Đang giải quyết, quá hạn',
    reading:
      'Còn {all} hồ sơ, trong đó {overdue} quá hạn ({share}); số quá hạn {change} so với {firstLabel}.',
  },
  breakdown: {
    title: 'Đúng hạn theo nhóm',
    by: {
      field: 'Lĩnh vực',
      force: 'Lực lượng',
      procedure: 'Thủ tục',
      channel: 'Kênh nộp',
      commune: 'Xã, phường',
    },
    resolved: 'Đã giải quyết',
    counts: '{resolved} đã giải quyết · {overdue} tồn quá hạn',
    reading: 'Nhiều nhất: {most} ({share} hồ sơ). Đúng hạn thấp nhất: {low}, {rate}.',
  },
  heat: {
    title: 'Tỷ lệ đúng hạn theo tỉnh và tháng',
    reading: '{below} nơi có tháng dưới ngưỡng; thấp nhất {name} {rate} ({month}).',
    scale: {
      bad: 'Không đạt',
      warn: 'Cần chú ý',
      'good-1': 'Đạt, dưới 99%',
      'good-2': '99% trở lên',
      'good-3': '99,8% trở lên',
      none: 'Không có số liệu',
    },
  },
}
