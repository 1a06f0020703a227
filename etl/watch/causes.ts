/** Why a file was refused and what to do, in both languages; `$1`… are what the pattern's brackets match. */
interface Cause {
  pattern: RegExp
  vi: { why: string; fix: string }
  en: { why: string; fix: string }
}

const CAUSES: readonly Cause[] = [
  {
    pattern: /unknown columns? ((?:"[^"]*"(?:, )?)+)/,
    vi: {
      why: 'Tệp có cột ngoài danh mục: $1. Để không đưa dữ liệu cá nhân vào kho, cả tệp bị từ chối.',
      fix: 'Bỏ hẳn cột đó (hoặc sửa lại tên cột nếu viết sai), rồi gửi lại tệp.',
    },
    en: {
      why: 'The file has columns that are not in the contract: $1. So that no personal data enters, all of it is refused.',
      fix: 'Take the column out (or correct its name, if misspelt) and send the file again.',
    },
  },
  {
    pattern: /columns? (.+?) of dataset \S+ missing/,
    vi: {
      why: 'Tệp thiếu cột bắt buộc: $1.',
      fix: 'Thêm cột đó với đúng tên cột, rồi gửi lại tệp.',
    },
    en: {
      why: 'Required columns are missing: $1.',
      fix: 'Add them by exactly these names and send the file again.',
    },
  },
  {
    pattern: /column ("[^"]*") is there twice/,
    vi: { why: 'Cột $1 xuất hiện hai lần.', fix: 'Bỏ một trong hai cột, rồi gửi lại tệp.' },
    en: { why: 'The column $1 is there twice.', fix: 'Take one of the two out and send the file again.' },
  },
  {
    pattern: /has no header row/,
    vi: {
      why: 'Tệp trống hoặc không có dòng tiêu đề.',
      fix: 'Ghi tên các cột ở dòng đầu tiên, rồi gửi lại tệp.',
    },
    en: {
      why: 'The file is empty or has no header row.',
      fix: 'Name the columns in its first row and send it again.',
    },
  },
  {
    pattern: /(\d+) of (\d+) rows are faulty/,
    vi: {
      why: 'Quá nhiều dòng có lỗi: $1 trong $2 dòng.',
      fix: 'Sửa các lỗi liệt kê dưới đây tại nơi lập tệp, rồi gửi lại cả tệp. Nếu đã kiểm tra và chấp nhận bỏ các dòng đó, người quản trị nạp tệp bằng lệnh "npm run etl -- load TỆP --accept-change".',
    },
    en: {
      why: 'Too many rows are faulty: $1 of $2.',
      fix: 'Correct the faults listed below where the file is made and send all of it again. If you have looked at them and they may be left out, an administrator loads the file with "npm run etl -- load FILE --accept-change".',
    },
  },
  {
    pattern: /different rows of one (.+?) with the same updated_at: (.+)$/,
    vi: {
      why: 'Có những dòng khác nhau cho cùng một $1 với cùng updated_at: $2. Không thể biết dòng nào đúng.',
      fix: 'Giữ lại dòng đúng, bỏ dòng kia (hoặc ghi đúng updated_at), rồi gửi lại tệp.',
    },
    en: {
      why: 'Different rows have one $1 and the same updated_at: $2. Nobody can say which is right.',
      fix: 'Keep the right one and take the other out (or correct its updated_at), and send the file again.',
    },
  },
  {
    pattern: /old Excel file or protected by a password/,
    vi: {
      why: 'Tệp là Excel kiểu cũ (.xls) hoặc có mật khẩu.',
      fix: 'Mở bằng Excel, bỏ mật khẩu, lưu với kiểu "Excel Workbook (.xlsx)", rồi gửi lại.',
    },
    en: {
      why: 'It is an old Excel file (.xls), or one with a password.',
      fix: 'Open it in Excel, take the password away, save it as "Excel Workbook (.xlsx)" and send it again.',
    },
  },
  {
    pattern: /is named as (.+) but begins as (.+) \(byte/,
    vi: {
      why: 'Đuôi tệp là của $1 nhưng nội dung thì không phải.',
      fix: 'Lưu lại tệp đúng định dạng, với đuôi tệp tương ứng, rồi gửi lại.',
    },
    en: {
      why: 'The file is named as $1, but begins as $2.',
      fix: 'Save it in its format with the ending that belongs to it, and send it again.',
    },
  },
  {
    pattern: /cells (.+) are merged/,
    vi: { why: 'Có ô gộp: $1.', fix: 'Bỏ gộp ô, ghi giá trị cho từng dòng, rồi gửi lại tệp.' },
    en: {
      why: 'Cells are merged: $1.',
      fix: 'Unmerge them, give every row its own value, and send the file again.',
    },
  },
  {
    pattern: /UTF-8|UTF-16|NUL byte|encoding/,
    vi: {
      why: 'Không đọc được bảng mã chữ của tệp.',
      fix: 'Trong Excel, lưu tệp với kiểu "CSV UTF-8", rồi gửi lại.',
    },
    en: {
      why: 'The encoding of the file is none that is read.',
      fix: 'Save it as "CSV UTF-8" and send it again.',
    },
  },
  {
    pattern: /cannot be decompressed|is a damaged|goes on after its gzip/,
    vi: {
      why: 'Tệp bị hỏng hoặc chưa truyền đủ.',
      fix: 'Tạo lại hoặc gửi lại tệp từ bản gốc.',
    },
    en: {
      why: 'The file is damaged or incomplete.',
      fix: 'Make or send it again from the original.',
    },
  },
  {
    pattern: /is none of CSV/,
    vi: {
      why: 'Tên tệp không có đuôi của một định dạng đọc được.',
      fix: 'Gửi tệp CSV, NDJSON (có thể nén .gz), XLSX, Parquet hoặc Arrow, với đuôi tệp tương ứng.',
    },
    en: {
      why: 'The ending of the file’s name is none of a format that is read.',
      fix: 'Send CSV or NDJSON (.gz too), XLSX, Parquet or Arrow, with the ending that belongs to it.',
    },
  },
  {
    pattern: /dataset cannot be told .* named as one of (.+)$/,
    vi: {
      why: 'Không biết tệp thuộc bộ dữ liệu nào.',
      fix: 'Đặt tệp vào thư mục mang tên bộ dữ liệu, hoặc đặt tên tệp bắt đầu bằng tên đó: $1.',
    },
    en: {
      why: 'It cannot be told which dataset the file belongs to.',
      fix: 'Put it into a folder named as its dataset, or begin its name with that: $1.',
    },
  },
  {
    pattern: /could not be loaded/,
    vi: {
      why: 'Kho dữ liệu đã thử nạp tệp nhiều lần mà không được.',
      fix: 'Gửi báo cáo này cho người quản trị hệ thống. Khi đã khắc phục, bỏ lại tệp vào thư mục nhận.',
    },
    en: {
      why: 'The warehouse has tried to load the file several times and could not.',
      fix: 'Give this report to the administrator. Once it is put right, put the file into the drop folder again.',
    },
  },
]

const OTHER: Omit<Cause, 'pattern'> = {
  vi: {
    why: 'Không đọc được nội dung tệp theo quy định.',
    fix: 'Xem nguyên văn lỗi dưới đây, sửa tệp rồi gửi lại.',
  },
  en: {
    why: 'The file cannot be read as its contract says.',
    fix: 'See the message below, correct the file and send it again.',
  },
}

/** A refusal in plain words, in both languages. */
export function causeOf(reason: string): Omit<Cause, 'pattern'> {
  for (const { pattern, vi, en } of CAUSES) {
    const found = pattern.exec(reason)
    if (found === null) continue
    const filled = (text: string) =>
      text.replaceAll(/\$(\d)/g, (_, group: string) => found[Number(group)] ?? '')
    const both = ({ why, fix }: { why: string; fix: string }) => ({ why: filled(why), fix: filled(fix) })
    return { vi: both(vi), en: both(en) }
  }
  return OTHER
}
