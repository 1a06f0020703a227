/**
 * What analysts may read by SQL, a view each, every column with its meaning. public-database.ts makes them; nothing else of
 * the warehouse can be reached from there.
 */
export interface PublicView {
  name: string
  vi: string
  en: string
  /** Relation of the warehouse that it reads; `{db}` is the database. */
  from: string
  /** Tables under it whose rows have a province: of these only the rows of the asking account are read. */
  placed: readonly string[]
  columns: readonly PublicColumn[]
}

interface PublicColumn {
  name: string
  type: string
  vi: string
  en: string
  /** SQL over `from AS v`. @default the column of that name */
  sql?: string
}

const TEXT = 'LowCardinality(String)'
// DateTime64, so that Arrow has times and not numbers.
const TIME_SET = "DateTime64(0, 'Asia/Ho_Chi_Minh')"
const TIME = `Nullable(${TIME_SET})`
const FLAG = 'Nullable(UInt8)'

const PROVINCE: PublicColumn = {
  name: 'province',
  type: TEXT,
  vi: 'Mã tỉnh, thành phố (34 đơn vị từ 01/7/2025)',
  en: 'Code of the province (34 units since 1 July 2025)',
}
const PROVINCE_OR_NATION: PublicColumn = {
  ...PROVINCE,
  vi: `${PROVINCE.vi}; 00: toàn quốc`,
  en: `${PROVINCE.en}; 00: the whole country`,
}
const PROVINCE63: PublicColumn = {
  name: 'province63',
  type: TEXT,
  vi: 'Mã tỉnh, thành phố trước 01/7/2025 (63 đơn vị); rỗng: không rõ',
  en: 'Code of the province before 1 July 2025 (63 units); empty: not known',
}
const SOURCE: PublicColumn = { name: 'source', type: 'String', vi: 'Nguồn', en: 'Source' }
const updatedAt = (type: string): PublicColumn => ({
  name: 'updated_at',
  type,
  vi: 'Thời điểm cập nhật ở nguồn',
  en: 'When the source last changed it',
})
const count = (name: string, vi: string, en: string): PublicColumn => ({
  name,
  type: 'Nullable(UInt64)',
  vi,
  en,
})
const time = (name: string, vi: string, en: string): PublicColumn => ({ name, type: TIME, vi, en })
const flag = (name: string, vi: string, en: string): PublicColumn => ({
  name,
  type: FLAG,
  vi: `${vi} (1 có, 0 không)`,
  en: `${en} (1 yes, 0 no)`,
})

/** Last day in the warehouse's dates: not ended. */
const NEVER = "toDate('2149-06-06')"

/** The day the dossiers are as of, as the ledger has it. */
const AS_OF =
  "(SELECT argMax(tuple(as_of), version).1 FROM {db}.ledger_now WHERE dataset = 'dossiers' AND status IN ('published', 'undone', 'rebuilt'))"

export const PUBLIC_VIEWS: readonly PublicView[] = [
  {
    name: 'dossiers',
    vi: 'Hồ sơ thủ tục hành chính đã tiếp nhận, mỗi hồ sơ một dòng, trạng thái mới nhất',
    en: 'Dossiers received, one row a dossier, in its latest state',
    from: '{db}.dossiers',
    placed: ['dossiers_store'],
    columns: [
      { name: 'dossier_code', type: 'String', vi: 'Mã hồ sơ quốc gia', en: 'National dossier code' },
      { name: 'procedure_code', type: TEXT, vi: 'Mã thủ tục', en: 'Code of the procedure' },
      { name: 'agency_code', type: TEXT, vi: 'Mã cơ quan giải quyết', en: 'Code of the handling agency' },
      PROVINCE,
      PROVINCE63,
      {
        name: 'commune_code',
        type: TEXT,
        vi: 'Mã xã, phường, đặc khu; rỗng: không có',
        en: 'Code of the commune; empty: none',
      },
      {
        name: 'channel',
        type: TEXT,
        vi: 'Kênh nộp: online, counter, postal',
        en: 'Submitted by: online, counter, postal',
      },
      {
        name: 'status',
        type: 'UInt8',
        vi: 'Trạng thái theo danh mục quốc gia (view statuses)',
        en: 'Status of the national list (view statuses)',
      },
      time('received_at', 'Thời điểm tiếp nhận', 'When it was received'),
      time('due_at', 'Thời điểm hẹn trả', 'When it is due'),
      time('ended_at', 'Thời điểm kết thúc; rỗng: chưa', 'When it ended; empty: not yet'),
      time('returned_at', 'Thời điểm trả kết quả', 'When the result was handed over'),
      time('supplement_requested_at', 'Thời điểm yêu cầu bổ sung', 'When the citizen was asked for more'),
      time('supplement_completed_at', 'Thời điểm bổ sung xong', 'When it was complete'),
      count('supplement_requests', 'Số lần yêu cầu bổ sung', 'How many times more was asked for'),
      count('fee_vnd', 'Phí, lệ phí (đồng)', 'Fee in đồng'),
      flag('paid_online', 'Thanh toán trực tuyến', 'Paid online'),
      flag('digitised', 'Hồ sơ được số hóa', 'Its papers are digitised'),
      flag('e_result', 'Kết quả điện tử', 'The result is electronic'),
      flag('reused_data', 'Tái sử dụng dữ liệu đã có', 'Data already held were used again'),
      { name: 'satisfaction', type: FLAG, vi: 'Mức hài lòng, 1–5', en: 'Rating, 1 to 5' },
      updatedAt(TIME_SET),
      { name: 'received_date', type: 'Date', vi: 'Ngày tiếp nhận', en: 'Day it was received' },
      { name: 'due_date', type: 'Date', vi: 'Ngày hẹn trả', en: 'Day it is due' },
      {
        name: 'ended_date',
        type: 'Nullable(Date)',
        sql: `nullIf(v.ended_date, ${NEVER})`,
        vi: 'Ngày kết thúc; rỗng: chưa',
        en: 'Day it ended; empty: not yet',
      },
      {
        name: 'outcome',
        type: TEXT,
        sql: 'toString(v.outcome)',
        vi: 'Kết quả: pending, early, on_time, late; đã trừ thời gian chờ công dân',
        en: "Outcome: pending, early, on_time, late; less the citizen's time",
      },
      {
        name: 'overdue',
        type: 'UInt8',
        sql: `v.ended_date = ${NEVER} AND (${AS_OF} BETWEEN v.overdue1_from AND v.overdue1_to OR ${AS_OF} BETWEEN v.overdue2_from AND v.overdue2_to)`,
        vi: 'Đang tồn và quá hạn vào ngày chốt dữ liệu (1 có, 0 không)',
        en: 'Pending and overdue on the day the data is as of (1 yes, 0 no)',
      },
      {
        name: 'processing_days',
        type: 'Nullable(UInt16)',
        sql: `if(v.ended_date = ${NEVER}, NULL, v.processing_days)`,
        vi: 'Số ngày làm việc từ tiếp nhận đến kết thúc hiệu lực; rỗng: chưa kết thúc',
        en: 'Working days from receipt to effective end; empty: not ended',
      },
    ],
  },
  {
    // What is released of it, small counts joined into blocks of days (load/release.ts).
    name: 'identity',
    vi: 'Căn cước, tài khoản định danh và số định danh trẻ em theo ngày',
    en: "ID cards, electronic accounts and children's numbers by day",
    from: '{db}.identity',
    placed: ['identity_released_store'],
    columns: [
      { name: 'date', type: 'Date', vi: 'Ngày', en: 'Day' },
      PROVINCE,
      PROVINCE63,
      {
        name: 'product',
        type: TEXT,
        vi: 'Sản phẩm: card, eid_1, eid_2, child_number; không cộng với nhau',
        en: 'Product: card, eid_1, eid_2, child_number; they do not add up',
      },
      {
        name: 'group',
        type: TEXT,
        vi: 'Nhóm; all là tất cả, các nhóm khác là một phần của all',
        en: 'Group; all is everyone, the others are parts of all',
      },
      count('received', 'Tiếp nhận; rỗng: không báo cáo', 'Received; empty: not reported'),
      count('approved', 'Phê duyệt', 'Approved'),
      count('issued', 'Cấp lần đầu', 'First issued'),
      count('reissued', 'Cấp lại', 'Issued again'),
      count('activated', 'Kích hoạt', 'Activated'),
      count('rejected', 'Từ chối', 'Rejected'),
      {
        name: 'withheld',
        type: 'UInt8',
        vi: 'Số đếm nhỏ của ngày còn giữ lại hoặc gộp vào ngày sau, theo bit: received 1, approved 2, issued 4, reissued 8, activated 16, rejected 32',
        en: 'Small counts of the day that are withheld or joined to a later day, by bit: received 1, approved 2, issued 4, reissued 8, activated 16, rejected 32',
      },
    ],
  },
  {
    name: 'population',
    vi: 'Dân số và dân số đủ điều kiện theo nguồn công bố',
    en: 'Residents and eligible residents by published source',
    from: '{db}.population',
    placed: ['population_store'],
    columns: [
      { name: 'as_of', type: 'Date', vi: 'Tính đến ngày', en: 'As of' },
      PROVINCE,
      PROVINCE63,
      count('residents', 'Dân số', 'Residents'),
      count('eligible_card', 'Đủ điều kiện cấp căn cước', 'Eligible for an ID card'),
      count('eligible_eid', 'Đủ điều kiện cấp tài khoản định danh', 'Eligible for an electronic account'),
      SOURCE,
    ],
  },
  {
    name: 'procedures',
    vi: 'Danh mục thủ tục hành chính; mỗi dòng là trạng thái từ ngày valid_from',
    en: 'Administrative procedures; a row is the state from valid_from on',
    from: '{db}.procedures',
    placed: [],
    columns: [
      { name: 'procedure_code', type: 'String', vi: 'Mã thủ tục', en: 'Code of the procedure' },
      { name: 'valid_from', type: 'Date', vi: 'Có hiệu lực từ', en: 'Valid from' },
      { name: 'name', type: 'String', vi: 'Tên', en: 'Name' },
      { name: 'field', type: 'String', vi: 'Lĩnh vực', en: 'Field' },
      { name: 'force', type: 'String', vi: 'Lực lượng', en: 'Force' },
      {
        name: 'service_level',
        type: TEXT,
        vi: 'Mức dịch vụ: 1–4, partial, full',
        en: 'Service level: 1 to 4, partial, full',
      },
      {
        name: 'published_on',
        type: 'Nullable(Date)',
        vi: 'Công bố ngày; rỗng: dự kiến',
        en: 'Published on; empty: planned',
      },
      { name: 'withdrawn_on', type: 'Nullable(Date)', vi: 'Bãi bỏ ngày', en: 'Withdrawn on' },
      count('processing_days', 'Thời hạn giải quyết (ngày làm việc)', 'Time allowed, in working days'),
      flag('has_fee', 'Có thu phí', 'It has a fee'),
      flag('needs_result', 'Có trả kết quả', 'It ends with a result'),
      { name: 'programmes', type: 'Array(String)', vi: 'Thuộc các chương trình', en: 'Programmes it is in' },
    ],
  },
  {
    name: 'indicators',
    vi: 'Chỉ tiêu Đề án 06 theo kỳ báo cáo',
    en: 'Indicators of Đề án 06 as reported',
    from: '{db}.indicators',
    placed: ['indicators_store'],
    columns: [
      {
        name: 'indicator_code',
        type: TEXT,
        vi: 'Mã chỉ tiêu (view indicator_catalogue)',
        en: 'Code (view indicator_catalogue)',
      },
      { name: 'as_of', type: 'Date', vi: 'Tính đến ngày', en: 'As of' },
      PROVINCE_OR_NATION,
      PROVINCE63,
      {
        name: 'unit',
        type: 'String',
        vi: 'Đơn vị được tính; rỗng: không chia',
        en: 'Body counted; empty: not by body',
      },
      { name: 'numerator', type: 'Float64', vi: 'Tử số', en: 'Numerator' },
      { name: 'denominator', type: 'Nullable(Float64)', vi: 'Mẫu số', en: 'Denominator' },
      { name: 'target', type: 'Nullable(Float64)', vi: 'Mục tiêu', en: 'Target' },
      SOURCE,
      updatedAt(TIME),
    ],
  },
  {
    name: 'tasks',
    vi: 'Nhiệm vụ Đề án 06',
    en: 'Tasks of Đề án 06',
    from: '{db}.tasks',
    placed: ['tasks_store'],
    columns: [
      { name: 'task_code', type: 'String', vi: 'Mã nhiệm vụ', en: 'Code' },
      { name: 'name', type: 'String', vi: 'Nội dung', en: 'Name' },
      { name: 'objective', type: 'UInt8', vi: 'Nhóm mục tiêu, 1–5', en: 'Objective, 1 to 5' },
      { name: 'source_document', type: 'String', vi: 'Văn bản giao', en: 'Assigned by document' },
      { name: 'lead_agency', type: 'String', vi: 'Cơ quan chủ trì', en: 'Lead agency' },
      { name: 'co_agencies', type: 'Array(String)', vi: 'Cơ quan phối hợp', en: 'Co-operating agencies' },
      PROVINCE_OR_NATION,
      PROVINCE63,
      { name: 'assigned_on', type: 'Date', vi: 'Giao ngày', en: 'Assigned on' },
      { name: 'due_on', type: 'Date', vi: 'Thời hạn', en: 'Due on' },
      {
        name: 'done_on',
        type: 'Nullable(Date)',
        vi: 'Hoàn thành ngày; rỗng: chưa',
        en: 'Done on; empty: not yet',
      },
      updatedAt(TIME_SET),
    ],
  },
  {
    name: 'published',
    vi: 'Số liệu từ nguồn công khai, để đối chiếu',
    en: 'Figures from public sources, for comparison',
    from: '{db}.published',
    placed: ['published_store'],
    columns: [
      { name: 'figure', type: TEXT, vi: 'Số liệu', en: 'Figure' },
      { name: 'as_of', type: 'Date', vi: 'Tính đến ngày', en: 'As of' },
      PROVINCE_OR_NATION,
      PROVINCE63,
      { name: 'value', type: 'Float64', vi: 'Giá trị', en: 'Value' },
      { name: 'unit', type: 'String', vi: 'Đơn vị tính', en: 'Unit' },
      SOURCE,
    ],
  },
  {
    name: 'scores766',
    vi: 'Tiêu chí của Bộ chỉ số 766 theo kỳ',
    en: 'Criteria of the 766 index by period',
    from: '{db}.scores766',
    placed: ['scores766_store'],
    columns: [
      { name: 'criterion', type: TEXT, vi: 'Tiêu chí', en: 'Criterion' },
      {
        name: 'period_type',
        type: TEXT,
        vi: 'Loại kỳ: month, quarter, half, year',
        en: 'Kind of period: month, quarter, half, year',
      },
      { name: 'period', type: TEXT, vi: 'Kỳ, ví dụ 2025-Q1', en: 'Period, e.g. 2025-Q1' },
      { name: 'period_end', type: 'Date', vi: 'Ngày cuối kỳ', en: 'Last day of the period' },
      PROVINCE_OR_NATION,
      PROVINCE63,
      { name: 'numerator', type: 'Nullable(Float64)', vi: 'Tử số', en: 'Numerator' },
      { name: 'denominator', type: 'Nullable(Float64)', vi: 'Mẫu số', en: 'Denominator' },
      {
        name: 'points',
        type: 'Nullable(Float64)',
        vi: 'Điểm; rỗng: không có, không phải 0',
        en: 'Points; empty: none, which is not 0',
      },
      { name: 'flag', type: 'String', vi: 'Ghi chú của nguồn', en: 'Note of the source' },
    ],
  },
  {
    name: 'provinces34',
    vi: '34 tỉnh, thành phố từ 01/7/2025',
    en: 'The 34 provinces since 1 July 2025',
    from: '{db}.ref_provinces34',
    placed: [],
    columns: [
      { name: 'code', type: TEXT, vi: 'Mã', en: 'Code' },
      { name: 'name', type: 'String', vi: 'Tên', en: 'Name' },
      { name: 'type', type: 'String', vi: 'Loại', en: 'Kind' },
      { name: 'region', type: TEXT, vi: 'Vùng', en: 'Region' },
      { name: 'valid_from', type: 'Date', vi: 'Từ ngày', en: 'Valid from' },
    ],
  },
  {
    name: 'provinces63',
    vi: '63 tỉnh, thành phố đến 30/6/2025 và đơn vị kế tục',
    en: 'The 63 provinces until 30 June 2025 and their successors',
    from: '{db}.ref_provinces63',
    placed: [],
    columns: [
      { name: 'code', type: TEXT, vi: 'Mã', en: 'Code' },
      { name: 'name', type: 'String', vi: 'Tên', en: 'Name' },
      { name: 'type', type: 'String', vi: 'Loại', en: 'Kind' },
      { name: 'region', type: TEXT, vi: 'Vùng', en: 'Region' },
      { name: 'province34', type: TEXT, vi: 'Mã đơn vị kế tục', en: 'Code of its successor' },
      { name: 'valid_to', type: 'Date', vi: 'Đến ngày', en: 'Valid to' },
    ],
  },
  {
    name: 'communes',
    vi: 'Xã, phường, đặc khu từ 01/7/2025',
    en: 'Communes since 1 July 2025',
    from: '{db}.ref_communes',
    placed: [],
    columns: [
      { name: 'code', type: 'String', vi: 'Mã', en: 'Code' },
      { name: 'name', type: 'String', vi: 'Tên', en: 'Name' },
      PROVINCE,
    ],
  },
  {
    name: 'statuses',
    vi: 'Danh mục trạng thái hồ sơ',
    en: 'The national list of statuses',
    from: '{db}.ref_statuses',
    placed: [],
    columns: [
      { name: 'code', type: 'UInt8', vi: 'Mã', en: 'Code' },
      { name: 'name_vi', type: 'String', vi: 'Tên tiếng Việt', en: 'Vietnamese name' },
      { name: 'name_en', type: 'String', vi: 'Tên tiếng Anh', en: 'English name' },
      { name: 'ended', type: 'UInt8', vi: 'Hồ sơ đã kết thúc', en: 'The dossier has ended' },
    ],
  },
  {
    name: 'indicator_catalogue',
    vi: 'Danh mục chỉ tiêu Đề án 06',
    en: 'Catalogue of the indicators of Đề án 06',
    from: '{db}.ref_indicators',
    placed: [],
    columns: [
      { name: 'code', type: 'String', vi: 'Mã', en: 'Code' },
      { name: 'name_vi', type: 'String', vi: 'Tên tiếng Việt', en: 'Vietnamese name' },
      { name: 'name_en', type: 'String', vi: 'Tên tiếng Anh', en: 'English name' },
      { name: 'unit_vi', type: 'String', vi: 'Đơn vị tính', en: 'Unit, in Vietnamese' },
      { name: 'unit_en', type: 'String', vi: 'Đơn vị tính, tiếng Anh', en: 'Unit, in English' },
      { name: 'objective', type: 'UInt8', vi: 'Nhóm mục tiêu, 1–5', en: 'Objective, 1 to 5' },
      {
        name: 'direction',
        type: TEXT,
        vi: 'Chiều tốt: up hoặc down',
        en: 'Which way is better: up or down',
      },
    ],
  },
  {
    name: 'scores766_groups',
    vi: 'Nhóm của Bộ chỉ số 766, theo ngày hiệu lực',
    en: 'Groups of the 766 index, by the day they hold from',
    from: '{db}.ref_scores766_groups',
    placed: [],
    columns: [
      { name: 'code', type: TEXT, vi: 'Mã', en: 'Code' },
      { name: 'effective_from', type: 'Date', vi: 'Từ ngày', en: 'Effective from' },
      { name: 'name_vi', type: 'String', vi: 'Tên tiếng Việt', en: 'Vietnamese name' },
      { name: 'name_en', type: 'String', vi: 'Tên tiếng Anh', en: 'English name' },
      { name: 'max_points', type: 'Float64', vi: 'Điểm tối đa', en: 'Maximum points' },
      SOURCE,
    ],
  },
  {
    name: 'scores766_criteria',
    vi: 'Tiêu chí của Bộ chỉ số 766, theo ngày hiệu lực',
    en: 'Criteria of the 766 index, by the day they hold from',
    from: '{db}.ref_scores766_criteria',
    placed: [],
    columns: [
      { name: 'criterion', type: TEXT, vi: 'Mã tiêu chí', en: 'Code of the criterion' },
      { name: 'group', type: TEXT, vi: 'Nhóm', en: 'Group' },
      { name: 'effective_from', type: 'Date', vi: 'Từ ngày', en: 'Effective from' },
      { name: 'effective_to', type: 'Nullable(Date)', vi: 'Đến ngày', en: 'Effective to' },
      { name: 'name_vi', type: 'String', vi: 'Tên tiếng Việt', en: 'Vietnamese name' },
      { name: 'name_en', type: 'String', vi: 'Tên tiếng Anh', en: 'English name' },
      { name: 'max_points', type: 'Nullable(Float64)', vi: 'Điểm tối đa', en: 'Maximum points' },
      SOURCE,
    ],
  },
  {
    name: 'calendar',
    vi: 'Ngày nghỉ và ngày làm bù',
    en: 'Days off and working Saturdays',
    from: '{db}.ref_calendar',
    placed: [],
    columns: [
      { name: 'date', type: 'Date', vi: 'Ngày', en: 'Day' },
      { name: 'kind', type: TEXT, vi: 'Loại', en: 'Kind' },
      { name: 'name', type: 'String', vi: 'Tên', en: 'Name' },
      SOURCE,
      {
        name: 'verified',
        type: 'UInt8',
        vi: 'Đã đối chiếu với thông báo chính thức',
        en: 'Compared with the official announcement',
      },
    ],
  },
  {
    name: 'datasets',
    vi: 'Các bộ dữ liệu: số dòng cả nước, ngày chốt, lần nạp cuối, có phải mô phỏng',
    en: 'The datasets: rows in the whole country, as-of day, last load, whether simulated',
    from: '{db}.dataset_state',
    placed: [],
    columns: [
      { name: 'dataset', type: TEXT, vi: 'Bộ dữ liệu', en: 'Dataset' },
      { name: 'rows', type: 'UInt64', vi: 'Số dòng', en: 'Rows' },
      { name: 'as_of', type: 'Nullable(Date)', vi: 'Ngày chốt dữ liệu', en: 'As of' },
      {
        name: 'newest_business_date',
        type: 'Nullable(Date)',
        vi: 'Ngày nghiệp vụ mới nhất',
        en: 'Newest business date',
      },
      {
        name: 'last_load_at',
        type: "Nullable(DateTime64(0, 'UTC'))",
        vi: 'Lần nạp cuối (UTC)',
        en: 'Last load (UTC)',
      },
      { name: 'simulated', type: 'UInt8', vi: 'Dữ liệu mô phỏng', en: 'Simulated data' },
    ],
  },
]
