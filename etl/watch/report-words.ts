import { inVietnamese } from './reasons-vi.ts'

type Counts = Record<'read' | 'loaded' | 'quarantined' | 'superseded', string>

/** The words of a report in one language. Numbers come written in it. */
export interface Words {
  locale: string
  title: string
  labels: Record<'file' | 'dataset' | 'time' | 'batch' | 'todo' | 'verbatim' | 'warnings', string>
  noDataset: string
  loaded: string
  loadedBut: (faulty: string) => string
  unchanged: string
  refused: string
  loadedBefore: (time: string, batch: string) => string
  counts: (counts: Counts) => string
  nothingToDo: string
  sendCorrected: string
  faults: (shown: string, total: string) => string
  line: string
  column: string
  value: string
  reason: (reason: string) => string
  allFaults: string
}

export const VI: Words = {
  locale: 'vi-VN',
  title: 'TOÀN CẢNH: KẾT QUẢ NẠP TỆP',
  labels: {
    file: 'Tệp',
    dataset: 'Bộ dữ liệu',
    time: 'Thời điểm',
    batch: 'Mã lần nạp',
    todo: 'Cần làm',
    verbatim: 'Nguyên văn',
    warnings: 'Cảnh báo',
  },
  noDataset: 'không xác định được',
  loaded: 'ĐÃ NẠP toàn bộ tệp.',
  loadedBut: (faulty) => `ĐÃ NẠP, trừ ${faulty} dòng có lỗi. Các dòng còn lại đã có trong số liệu.`,
  unchanged: 'ĐÃ CÓ TRƯỚC ĐÓ: nội dung này đã được nạp rồi; số liệu không thay đổi.',
  refused: 'KHÔNG NẠP. Số liệu vẫn như trước.',
  loadedBefore: (time, batch) => `Đã nạp lúc ${time}, mã lần nạp ${batch}.`,
  counts: ({ read, loaded, quarantined, superseded }) =>
    `Đọc ${read} dòng = nạp ${loaded} + có lỗi ${quarantined} + trùng hoặc cũ hơn số liệu đã có ${superseded}.`,
  nothingToDo: 'Không phải làm gì.',
  sendCorrected:
    'Sửa các dòng có lỗi tại nơi lập tệp, rồi gửi lại cả tệp hoặc chỉ các dòng đã sửa. Dòng đã nạp mà gửi lại thì không bị tính hai lần.',
  faults: (shown, total) => `Lỗi (${shown} trong ${total})`,
  line: 'dòng',
  column: 'cột',
  value: 'giá trị',
  reason: inVietnamese,
  allFaults: 'Toàn bộ danh sách lỗi',
}

export const EN: Words = {
  locale: 'en-US',
  title: 'TOÀN CẢNH: LOADING REPORT',
  labels: {
    file: 'File',
    dataset: 'Dataset',
    time: 'Time',
    batch: 'Batch',
    todo: 'To do',
    verbatim: 'In full',
    warnings: 'Warnings',
  },
  noDataset: 'not known',
  loaded: 'LOADED, all of it.',
  loadedBut: (faulty) => `LOADED, without the faulty rows (${faulty}). The others are in the figures.`,
  unchanged: 'ALREADY THERE: this content has been loaded before; the figures have not changed.',
  refused: 'NOT LOADED. The figures are as before.',
  loadedBefore: (time, batch) => `Loaded at ${time} as batch ${batch}.`,
  counts: ({ read, loaded, quarantined, superseded }) =>
    `${read} rows read = ${loaded} loaded + ${quarantined} faulty + ${superseded} the same as or older than what is there.`,
  nothingToDo: 'Nothing.',
  sendCorrected:
    'Correct the faulty rows where the file is made, and send all of it again or only the corrected rows. What is there already is not counted twice.',
  faults: (shown, total) => `Faults (${shown} of ${total})`,
  line: 'line',
  column: 'column',
  value: 'value',
  reason: (reason) => reason,
  allFaults: 'All faults',
}
