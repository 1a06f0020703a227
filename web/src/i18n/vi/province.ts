/** Words of the page of one province. */
export const province = {
  title: 'Tỉnh, thành phố: {place}',
  choose: {
    reading: 'Chọn một tỉnh, thành phố để xem mọi số liệu của nơi đó trên một trang.',
    search: 'Tìm tỉnh, thành phố hoặc vùng, không cần dấu',
  },
  heading: {
    none: '{place}, {period}: không có số liệu hồ sơ',
    noRate: '{place}, {period}: chưa có hồ sơ nào được giải quyết',
    rate: '{place}, {period}: giải quyết đúng hạn {rate}',
    above: 'cao hơn cả nước {difference} (cả nước {national})',
    below: 'thấp hơn cả nước {difference} (cả nước {national})',
    same: 'bằng cả nước',
    rank: 'hạng {rank}/{of}',
    overdue: 'còn {count} hồ sơ quá hạn',
    noOverdue: 'không có hồ sơ quá hạn',
  },
  now: 'Từ 01/07/2025 thuộc {name}.',
  madeOf: 'Hợp nhất ngày 01/07/2025 từ {names}.',
  unchanged: 'Không hợp nhất ngày 01/07/2025.',
  refused: 'Tài khoản này không được xem số liệu của {place}. Quản trị viên cấp quyền theo tỉnh.',
  figure: {
    dossiers: {
      on_time_rate: 'Giải quyết đúng hạn',
      on_time_rate_all: 'Đúng hạn, tính cả tồn quá hạn',
      online_rate: 'Hồ sơ nộp trực tuyến',
      processing_days_p50: 'Số ngày làm việc xử lý (trung vị)',
      satisfaction_rate: 'Mức độ hài lòng',
    },
    identity: {
      coverage: 'Độ phủ định danh',
      activation_rate_of_issued: 'Kích hoạt trên số đã cấp trong kỳ',
    },
    scores766: { score: 'Điểm Bộ chỉ số 766' },
  },
  beside: {
    title: 'Bên cạnh vùng và cả nước',
    strip: 'Vị trí: kém nhất bên trái, tốt nhất bên phải',
    reading: '{better}/{all} chỉ tiêu tốt hơn cả nước.',
    low: 'Thứ hạng thấp nhất: {name} ({rank}/{of}).',
    better: 'tốt hơn cả nước',
    worse: 'kém hơn cả nước',
    product: 'Chỉ tiêu định danh tính cho {product}. Thứ hạng tính trên những nơi có số liệu.',
    alone:
      'Tài khoản này chỉ xem được địa phương mình nên không có số liệu vùng và thứ hạng, trừ hạng của Bộ chỉ số 766.',
  },
  procedures: {
    title: 'Thủ tục kém nhất và tốt nhất',
    name: 'Thủ tục',
    worst: 'Đúng hạn thấp nhất',
    best: 'Đúng hạn cao nhất',
    reading: 'Thấp nhất: {name}, {rate} đúng hạn ({late} trong {resolved} hồ sơ trễ).',
    tooFew: 'Không có thủ tục nào có từ {enough} hồ sơ đã giải quyết trong kỳ này.',
    few: 'Không xếp {count} thủ tục có dưới {enough} hồ sơ đã giải quyết.',
  },
  before: {
    title: 'Các tỉnh trước hợp nhất',
    reading: '{place} hợp nhất từ {count} đơn vị: {names}. Số liệu 12 tháng cuối, {range}.',
    unit: 'Đơn vị cũ',
    overdue: 'Quá hạn cuối kỳ',
    issued: '{product}: đã cấp, lũy kế',
  },
}
