/** Words of the big screen. */
export const wall = {
  scene: {
    figures: 'Chỉ tiêu chính',
    map: 'Tỷ lệ đúng hạn theo tỉnh, thành phố',
    ranking: 'Xếp hạng tỷ lệ đúng hạn',
    identity: 'Căn cước và định danh điện tử',
    attention: 'Cần chú ý',
  },
  identity: { issued: 'đã cấp, lũy kế', activated: 'Đã kích hoạt, lũy kế', received: 'Tiếp nhận trong kỳ' },
  paused: 'Đang dừng',
  controls: 'Điều khiển màn hình lớn',
  back: 'Cảnh trước (←)',
  next: 'Cảnh sau (→)',
  pause: 'Dừng (phím cách)',
  resume: 'Chạy tiếp (phím cách)',
  fullScreen: 'Toàn màn hình (F)',
  leave: 'Thoát (Esc)',
}
