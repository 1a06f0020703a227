/** Faults and warnings as the loader words them, and in Vietnamese. `$1`… are what the brackets match. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^is required$/, 'bắt buộc phải có'],
  [/^is required once the dossier is received$/, 'bắt buộc phải có khi hồ sơ đã được tiếp nhận'],
  [/^is required for status 7, 8, 9 and 10$/, 'bắt buộc phải có với trạng thái 7, 8, 9 và 10'],
  [/^is only for status 7, 8, 9 and 10$/, 'chỉ được có với trạng thái 7, 8, 9 và 10'],
  [/^is before (\w+)$/, 'sớm hơn $1'],
  [/^is after today$/, 'sau ngày hôm nay'],
  [/^is after (\w+)$/, 'muộn hơn $1'],
  [/^is given without (\w+)$/, 'có giá trị trong khi $1 để trống'],
  [/^does not fit (\w+)$/, 'không khớp với $1'],
  [/^is not valid UTF-8 text$/, 'không phải là văn bản UTF-8'],
  [/^is not of the form (.+)$/s, 'không đúng dạng $1'],
  [/^is not a two-digit province code$/, 'không phải là mã tỉnh, thành phố gồm hai chữ số'],
  [
    /^must be a province; 00 \(nationwide\) is not allowed here$/,
    'phải là mã một tỉnh, thành phố; không dùng 00 (toàn quốc) ở đây',
  ],
  [/^is not a province of the (\d+)-province era$/, 'không phải là mã trong danh mục $1 tỉnh, thành phố'],
  [/^is neither 63 nor 34$/, 'phải là 63 hoặc 34'],
  [/^is not a date \((.+) or (.+)\)$/, 'không phải là ngày (viết $1 hoặc $2)'],
  [/^is not a time \((.+) or (.+)\)$/, 'không phải là thời điểm (viết $1 hoặc $2)'],
  [/^is not a whole number, (\d+) or more$/, 'phải là số nguyên từ $1 trở lên'],
  [/^is not a whole number from (\d+) to (\d+)$/, 'phải là số nguyên từ $1 đến $2'],
  [/^is not a number$/, 'không phải là số'],
  [/^is neither yes nor no \(1 or 0, true or false\)$/, 'phải là có hoặc không (1 hoặc 0, true hoặc false)'],
  [/^is none of (.+)$/s, 'phải là một trong các giá trị: $1'],
  [/^has fewer fields than the header$/, 'dòng thiếu ô so với dòng tiêu đề'],
  [/^has more fields than the header$/, 'dòng thừa ô so với dòng tiêu đề'],
  [/^has a quote that is not closed$/, 'có dấu ngoặc kép không đóng'],
  [/^is not a JSON object$/, 'không phải là một đối tượng JSON'],
  [/^is in a column without a name$/, 'nằm ở cột không có tên'],
  [/^is an error of the sheet$/, 'là lỗi công thức của bảng tính'],
  [/^unknown column$/, 'cột ngoài danh mục'],
  [
    /^(\d+) rows have the same updated_at as a different row loaded before; the greater row hash was kept: (.+)$/s,
    '$1 dòng có cùng updated_at với một dòng khác đã nạp; giữ dòng có mã băm lớn hơn: $2',
  ],
  [
    /^provinces that reported on the date before and are missing on (\S+): (.+)$/s,
    'tỉnh, thành phố có báo cáo ngày trước mà thiếu ngày $1: $2',
  ],
  [
    /^(\w+) on (\S+): (\S+), far from the usual (\S+) of the same weekday before; check that the file is whole$/,
    '$1 ngày $2 là $3, khác xa mức thường gặp $4 của cùng thứ trong tuần; kiểm tra xem tệp có đủ không',
  ],
  [/^unknown procedure (.+) \((\d+) dossiers\)$/, 'thủ tục $1 chưa có trong danh mục ($2 hồ sơ)'],
]

/** A fault or warning in Vietnamese; one that is not known stays as it is, rather than unsaid. */
export function inVietnamese(reason: string): string {
  const found = REASONS.find(([pattern]) => pattern.test(reason))
  return found === undefined ? reason : reason.replace(...found)
}
