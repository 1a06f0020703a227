/** Words of the way from a province's figures down to its dossiers. */
export const drill = {
  narrowed: {
    label: 'Đang thu hẹp theo',
    procedure: 'Thủ tục: {name}',
    commune: 'Xã, phường: {name}',
    drop: 'Bỏ thu hẹp: {name}',
    to: 'Xem riêng {name}',
  },
  list: {
    title: 'Danh sách hồ sơ',
    reading: '{place}: mã và trạng thái từng hồ sơ; không có dữ liệu cá nhân.',
    where: 'Chọn một tỉnh, thành phố để xem danh sách hồ sơ.',
    refused:
      'Danh sách hồ sơ dành cho vai trò được hỏi bằng SQL ({roles}). Tài khoản này xem số liệu tổng hợp.',
    overdue: 'Đang quá hạn',
    received: 'Tiếp nhận trong kỳ',
    asOf: 'Quá hạn tính đến ngày {day}.',
    show: 'Lập danh sách',
    count: '{count} hồ sơ.',
    first: '{count} hồ sơ mới nhất; danh sách đầy đủ ở trang SQL.',
    none: 'Không có hồ sơ nào.',
    all: 'Mở trong trang SQL',
    code: 'Mã hồ sơ',
    procedure: 'Thủ tục',
    commune: 'Xã, phường',
    receivedOn: 'Tiếp nhận',
    due: 'Hẹn trả',
    ended: 'Kết thúc',
    state: 'Trạng thái',
  },
}
