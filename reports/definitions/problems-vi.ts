/** What a value is called where another one stands. */
const KINDS: Record<string, string> = {
  string: 'chữ',
  number: 'số',
  int: 'số nguyên',
  boolean: 'true hoặc false',
  array: 'danh sách',
  object: 'nhóm khóa',
  record: 'nhóm khóa',
  null: 'giá trị rỗng',
  undefined: 'giá trị rỗng',
}
const kind = (word: string): string => KINDS[word] ?? word
const role = (word: string): string => (word === 'measure' ? 'chỉ số' : 'chiều phân tích')

type Words = (...parts: string[]) => string

/** Faults of a definition as they are worded, and in Vietnamese; the arguments are what the brackets match. */
const PROBLEMS: readonly (readonly [RegExp, Words])[] = [
  [/^Unrecognized keys?: (.+)$/, (keys) => `không có khóa ${keys}`],
  [
    /^Invalid option: expected one of (.+)$/,
    (options) => `phải là một trong ${options?.replaceAll('|', ', ')}`,
  ],
  [/^Invalid input: expected (\w+), received undefined$/, () => 'còn thiếu'],
  [
    /^Invalid input: expected (\w+), received (\w+)$/,
    (expected = '', received = '') => `phải là ${kind(expected)}, không phải ${kind(received)}`,
  ],
  [/^Invalid input$/, () => 'không đúng dạng'],
  [/^Invalid key in record$/, () => 'không phải là một chỉ số hay chiều, như dossiers.received'],
  [/^Too small: expected string to have >=1 characters$/, () => 'không được để trống'],
  [/^Too small: expected array to have >=(\d+) items$/, (least) => `phải có ít nhất ${least} mục`],
  [/^Too big: expected array to have <=(\d+) items$/, (most) => `chỉ được có nhiều nhất ${most} mục`],
  [/^Too small: expected number to be >=(\d+)$/, (least) => `phải từ ${least} trở lên`],
  [/^Too big: expected number to be <=(\d+)$/, (most) => `không được quá ${most}`],
  [
    /^is a name of small letters, digits and hyphens$/,
    () => 'là tên gồm chữ thường không dấu, chữ số và gạch nối',
  ],
  [/^is not YAML: Map keys must be unique$/, () => 'một khóa được viết hai lần'],
  [/^is not YAML: (.+)$/s, (said) => `không đúng cú pháp YAML (${said})`],
  [
    /^a reporting period \(15th to 14th\) is a month, quarter, half or year$/,
    () => 'kỳ báo cáo (từ 15 đến 14) là month, quarter, half hoặc year',
  ],
  [/^is not a cron schedule such as ("[^"]+") \(it never runs\)$/, () => 'là lịch không bao giờ đến'],
  [/^is not a cron schedule such as ("[^"]+")/, (example) => `không phải là lịch cron, như ${example}`],
  [/^kind is one of (.+)$/, (kinds) => `kind phải là một trong ${kinds}`],
  [
    /^(\{.*?\}) is not a figure such as (.+), nor (.+) or (.+)$/s,
    (shown, figures, period, place) =>
      `${shown} không phải là số liệu như ${figures?.replace(' or ', ' hay ')}, cũng không phải ${period} hay ${place}`,
  ],
  [
    /^is not a member of a view, such as (.+)$/,
    (example) => `không phải là một chỉ số hay chiều, như ${example}`,
  ],
  [/^needs either along or by$/, () => 'cần có along hoặc by, và chỉ một trong hai'],
  [
    /^(\S+) is not a measure or dimension of the model$/,
    (member) => `${member} không có trong các chỉ số và chiều phân tích`,
  ],
  [
    /^(\S+) is a (measure|dimension); here stands a (measure|dimension)$/,
    (member, is = '', wanted = '') => `${member} là ${role(is)}; ở đây phải là ${role(wanted)}`,
  ],
  [
    /^a report keeps its id, here ("[^"]+"); to have another beside it, add it as a new one$/,
    (id) => `báo cáo giữ nguyên mã ${id}; muốn có thêm một báo cáo khác thì dùng Thêm báo cáo`,
  ],
]

/** A fault in Vietnamese, with the path it begins with; one that is not known stays as it is, rather than unsaid. */
export function problemInVietnamese(message: string): string {
  const [, path = '', said = message] = /^((?:[\w-]+\.)*[\w-]+: )?(.*)$/s.exec(message) ?? []
  const from = PROBLEMS.find(([pattern]) => pattern.test(said))
  if (from === undefined) return message
  const [pattern, words] = from
  return path + words(...(pattern.exec(said)?.slice(1) ?? []))
}
