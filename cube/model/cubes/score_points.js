// The index of Quyết định 766/QĐ-TTg. The rows (a place, a criterion, a bucket) are written for each query by
// source/scores766.ts. Measures add up each criterion's parts over the asked places first (s below: arrays by criterion);
// points follow from the sums. before = 1 are the rows of the period before.

const ROWS = 's.2'
const COUNTED = 's.3'
const OUT_OF = 's.4'
const GIVEN = 's.5'
const GIVEN_ROWS = 's.6'
const NOT_APPLICABLE = 's.7'
const SCORED = 's.8'
const MOST = 's.9'
const FULL_AT = 's.10'
const ofSums = (cells, before, formula) =>
  `arrayMap(s -> ${formula}, [sumMapIf([${cells}.criterion_key], [1.], [${cells}.counted], [${cells}.out_of], [${cells}.given], [toFloat64(${cells}.given_rows)], [toFloat64(${cells}.not_applicable)], [toFloat64(${cells}.scored)], [${cells}.most], [${cells}.full_at], ${cells}.before = ${before})])[1]`

// 1 for each criterion that has points. Points reported without a ratio are those of one place and do not add up.
const ASSESSED = `arrayMap((rows, out_of, given_rows, scored) -> scored > 0 AND (out_of > 0 OR (rows = 1 AND given_rows = 1)), ${ROWS}, ${OUT_OF}, ${GIVEN_ROWS}, ${SCORED})`
const POINTS = `if(arraySum(${ASSESSED}) = 0, NULL, arraySum((assessed, rows, counted, out_of, given, most, full_at) -> if(assessed, if(out_of > 0, most / rows * least(1., greatest(0., counted / out_of / (full_at / rows))), given), 0.), ${ASSESSED}, ${ROWS}, ${COUNTED}, ${OUT_OF}, ${GIVEN}, ${MOST}, ${FULL_AT}))`
const MAX_POINTS = `if(arraySum(${ASSESSED}) = 0, NULL, arraySum((assessed, rows, most) -> if(assessed, most / rows, 0.), ${ASSESSED}, ${ROWS}, ${MOST}))`
const APPLICABLE = `arraySum((assessed, rows, not_applicable, scored, most) -> if(scored > 0 AND (assessed OR not_applicable = 0), most / rows, 0.), ${ASSESSED}, ${ROWS}, ${NOT_APPLICABLE}, ${SCORED}, ${MOST})`
const SCORE = `100 * ${POINTS} / nullIf(${MAX_POINTS}, 0)`
const ASSESSED_RATE = `ifNull(${MAX_POINTS}, 0) / nullIf(${APPLICABLE}, 0)`

// The bands in force, as (from, cut-off, code, share that must be assessed), best first.
const bandsOf = (cells) => `arraySort(b -> -b.2, anyIf(${cells}.bands, ${cells}.before = 0))`
// A score to compare: only where so much is assessed that it would have a band.
const comparable = (cells, before) =>
  `${ofSums(cells, before, `if(ifNull(${ASSESSED_RATE}, 0) >= if(empty(${bandsOf(cells)}), 0, arrayMin(b -> b.4, ${bandsOf(cells)})), ${SCORE}, NULL)`)}`

cube('score_points', {
  extends: placed_in_both_eras,
  sql_table: 'scores766',
  public: false,
  refresh_key: { sql: 'SELECT version FROM ledger_version', every: '1 second' },

  measures: {
    points: {
      type: 'number',
      sql: `${ofSums(CUBE, 0, POINTS)}`,
      title: 'Điểm',
      description:
        'Điểm của các tiêu chí có số liệu. Tỷ lệ đạt ngưỡng thì được điểm tối đa, dưới ngưỡng thì được tỷ lệ × điểm tối đa ÷ ngưỡng. Tử số và mẫu số của các địa phương được cộng trước, rồi mới tính điểm; điểm không bao giờ cộng giữa các địa phương.',
      meta: {
        title_en: 'Points',
        description_en:
          "Points of the criteria that have figures. A ratio at the threshold gives the criterion's maximum, one below it ratio × maximum ÷ threshold. Numerators and denominators of places are added up first and points follow; points of places are never added.",
        numerator: 'Tổng điểm của các tiêu chí có số liệu',
        denominator: null,
        exclusions:
          'Tiêu chí không áp dụng (mẫu số bằng 0), chưa báo cáo hoặc chưa rõ điểm tối đa: không tính, không phải 0 điểm. Điểm do nguồn báo cáo chỉ dùng khi không có tử số, mẫu số và chỉ cho một địa phương',
        unit: 'points',
        owner: 'Văn phòng Bộ',
        source:
          'Mô tả công thức của Quyết định 766/QĐ-TTg: đạt ngưỡng thì được điểm tối đa, dưới ngưỡng thì theo tỷ lệ',
        kind: 'stock',
      },
    },
    max_points: {
      type: 'number',
      sql: `${ofSums(CUBE, 0, MAX_POINTS)}`,
      title: 'Điểm tối đa của tiêu chí có số liệu',
      description:
        'Tổng điểm tối đa của các tiêu chí đã có điểm, theo bộ tiêu chí có hiệu lực tại cuối kỳ. Tiêu chí không áp dụng hoặc chưa báo cáo không nằm trong số này; xem tỷ lệ điểm đã đánh giá.',
      meta: {
        title_en: 'Maximum points of the criteria with figures',
        description_en:
          "Sum of the maximum points of the criteria that have points, by the criteria in force at the period's end. Criteria that do not apply or are not reported are not among them; see the share assessed.",
        numerator: 'Điểm tối đa của các tiêu chí đã có điểm',
        denominator: null,
        exclusions: 'Tiêu chí không áp dụng, chưa báo cáo hoặc chưa rõ điểm tối đa',
        unit: 'points',
        owner: 'Văn phòng Bộ',
        source: 'Quyết định 766/QĐ-TTg; tiêu chí, điểm và ngưỡng theo danh mục, mỗi dòng có nguồn',
        kind: 'stock',
      },
    },
    applicable_points: {
      type: 'number',
      sql: `nullIf(${ofSums(CUBE, 0, APPLICABLE)}, 0)`,
      title: 'Điểm tối đa áp dụng được',
      description:
        'Tổng điểm tối đa của các tiêu chí có hiệu lực, trừ tiêu chí không áp dụng (mẫu số bằng 0). Tiêu chí chưa báo cáo vẫn nằm trong số này.',
      meta: {
        title_en: 'Maximum points that apply',
        description_en:
          'Sum of the maximum points of the criteria in force, without those that do not apply (a denominator of 0). Criteria not reported are among them.',
        numerator: 'Điểm tối đa của các tiêu chí áp dụng được',
        denominator: null,
        exclusions: 'Tiêu chí không áp dụng hoặc chưa rõ điểm tối đa',
        unit: 'points',
        owner: 'Văn phòng Bộ',
        source: 'Quyết định 766/QĐ-TTg; tiêu chí, điểm và ngưỡng theo danh mục, mỗi dòng có nguồn',
        kind: 'stock',
      },
    },
    assessed_rate: {
      type: 'number',
      format: 'percent',
      sql: `${ofSums(CUBE, 0, ASSESSED_RATE)}`,
      title: 'Tỷ lệ điểm đã đánh giá',
      description:
        'Điểm tối đa của các tiêu chí có số liệu trên điểm tối đa áp dụng được: cho biết điểm số dựa trên bao nhiêu phần của bộ chỉ số.',
      meta: {
        title_en: 'Share of the points assessed',
        description_en:
          'Maximum points of the criteria with figures, of the maximum points that apply: how much of the index the score stands on.',
        numerator: 'Điểm tối đa của các tiêu chí có số liệu',
        denominator: 'Điểm tối đa áp dụng được',
        exclusions: 'Tiêu chí không áp dụng hoặc chưa rõ điểm tối đa',
        unit: 'ratio',
        owner: 'Văn phòng Bộ',
        kind: 'ratio',
      },
    },
    score: {
      type: 'number',
      sql: `${ofSums(CUBE, 0, SCORE)}`,
      title: 'Điểm số (0–100)',
      description: 'Điểm trên điểm tối đa của các tiêu chí có số liệu, quy về 100.',
      meta: {
        title_en: 'Score (0–100)',
        description_en: 'Points, of the maximum points of the criteria with figures, out of 100.',
        numerator: 'Điểm × 100',
        denominator: 'Điểm tối đa của các tiêu chí có số liệu',
        exclusions:
          'Tiêu chí không áp dụng hoặc chưa báo cáo; tiêu chí 3.3 không nhân với tỷ lệ đồng bộ của tiêu chí 1.4',
        unit: 'score',
        owner: 'Văn phòng Bộ',
        kind: 'ratio',
      },
    },
    band: {
      type: 'string',
      sql: `nullIf(arrayFirst(b -> ifNull(${ofSums(CUBE, 0, SCORE)}, -1.) >= b.2 AND ifNull(${ofSums(CUBE, 0, ASSESSED_RATE)}, 0.) >= b.4, ${bandsOf(CUBE)}).3, '')`,
      title: 'Mức xếp loại',
      description:
        'Mức theo điểm số: excellent (Xuất sắc), good (Tốt), fair (Khá), average (Trung bình), weak (Yếu). Ngưỡng là dữ liệu tham chiếu sửa được, chưa có văn bản quy định. Trống khi chưa đủ phần điểm được đánh giá.',
      meta: {
        title_en: 'Band',
        description_en:
          'Band of the score: excellent, good, fair, average, weak. The cut-offs are reference data to be edited; no document is known that sets them. Empty while too little of the index is assessed.',
        numerator: 'Điểm số so với ngưỡng của từng mức',
        denominator: null,
        exclusions: 'Nơi có tỷ lệ điểm đã đánh giá dưới mức tối thiểu (min_assessed)',
        unit: 'text',
        owner: 'Văn phòng Bộ',
        kind: 'stock',
      },
    },
    rank: {
      type: 'number',
      sql: `if(uniqExact(${CUBE}.rank) = 1, max(${CUBE}.rank), NULL)`,
      title: 'Thứ hạng',
      description:
        'Thứ hạng của tỉnh trong tất cả các tỉnh theo điểm số của bộ chỉ số, của nhóm hoặc của tiêu chí đang hỏi; các tỉnh bằng điểm (lệch không quá 0,001) cùng hạng, hạng sau tính cả số đó (1-2-2-4).',
      meta: {
        title_en: 'Rank',
        description_en:
          'Rank of the province among all provinces by the score of the index, of the group or of the criterion asked for; equals (no more than 0.001 apart) share a rank and the next one counts them (1-2-2-4).',
        numerator: 'Thứ tự điểm số từ cao xuống thấp',
        denominator: null,
        exclusions: 'Tỉnh chưa đủ phần điểm được đánh giá thì không có hạng',
        unit: 'rank',
        owner: 'Văn phòng Bộ',
        kind: 'stock',
      },
    },
    change: {
      type: 'number',
      sql: `if(max(${CUBE}.compared) = 1, ${comparable(CUBE, 0)} - ${comparable(CUBE, 1)}, NULL)`,
      title: 'Thay đổi điểm số',
      description:
        'Điểm số trừ điểm số của kỳ liền trước (tháng, quý, năm trước; với khoảng ngày khác là số ngày bằng nhau ngay trước đó). Kỳ chưa trọn so với cùng số ngày đầu của kỳ trước.',
      meta: {
        title_en: 'Change of the score',
        description_en:
          'The score less that of the period before (the month, quarter or year before; of other ranges, as many days before). A period that is not over is compared with as many days of the one before.',
        numerator: 'Điểm số kỳ này − điểm số kỳ trước',
        denominator: null,
        exclusions: 'Không có khi một trong hai kỳ chưa đủ phần điểm được đánh giá để xếp loại',
        unit: 'score',
        owner: 'Văn phòng Bộ',
        kind: 'stock',
      },
    },
    numerator: {
      type: 'number',
      sql: `if(sumIf(${CUBE}.out_of, ${CUBE}.before = 0) > 0, sumIf(${CUBE}.counted, ${CUBE}.before = 0), NULL)`,
      title: 'Tử số',
      description: 'Tử số của tỷ lệ của tiêu chí, cộng các địa phương; tên gọi theo danh mục tiêu chí.',
      meta: {
        title_en: 'Numerator',
        description_en: "Numerator of the criterion's ratio, added up over places; named in the catalogue.",
        numerator: 'Theo danh mục tiêu chí',
        denominator: null,
        exclusions: 'Địa phương chưa báo cáo; các tiêu chí khác nhau không cộng với nhau',
        unit: 'count',
        owner: 'Văn phòng Bộ',
        source: 'Mô tả công thức của Quyết định 766/QĐ-TTg, theo danh mục tiêu chí',
        kind: 'stock',
      },
    },
    denominator: {
      type: 'number',
      sql: `nullIf(sumIf(${CUBE}.out_of, ${CUBE}.before = 0), 0)`,
      title: 'Mẫu số',
      description: 'Mẫu số của tỷ lệ của tiêu chí, cộng các địa phương; tên gọi theo danh mục tiêu chí.',
      meta: {
        title_en: 'Denominator',
        description_en: "Denominator of the criterion's ratio, added up over places; named in the catalogue.",
        numerator: 'Theo danh mục tiêu chí',
        denominator: null,
        exclusions: 'Địa phương chưa báo cáo; các tiêu chí khác nhau không cộng với nhau',
        unit: 'count',
        owner: 'Văn phòng Bộ',
        source: 'Mô tả công thức của Quyết định 766/QĐ-TTg, theo danh mục tiêu chí',
        kind: 'stock',
      },
    },
    ratio: {
      type: 'number',
      format: 'percent',
      sql: `sumIf(${CUBE}.counted, ${CUBE}.before = 0) / nullIf(sumIf(${CUBE}.out_of, ${CUBE}.before = 0), 0)`,
      title: 'Tỷ lệ của tiêu chí',
      description: 'Tử số trên mẫu số của tiêu chí.',
      meta: {
        title_en: "Criterion's ratio",
        description_en: 'Numerator of the criterion, of its denominator.',
        numerator: 'Tử số của tiêu chí',
        denominator: 'Mẫu số của tiêu chí',
        exclusions: 'Địa phương chưa báo cáo; các tiêu chí khác nhau không cộng với nhau',
        unit: 'ratio',
        owner: 'Văn phòng Bộ',
        source: 'Mô tả công thức của Quyết định 766/QĐ-TTg, theo danh mục tiêu chí',
        kind: 'ratio',
      },
    },
    state: {
      type: 'string',
      sql: `multiIf(sumIf(${CUBE}.out_of, ${CUBE}.before = 0) > 0 OR (countIf(${CUBE}.before = 0) = 1 AND sumIf(${CUBE}.given_rows, ${CUBE}.before = 0) = 1), 'assessed', maxIf(${CUBE}.not_applicable, ${CUBE}.before = 0) = 1, 'not_applicable', 'not_reported')`,
      title: 'Tình trạng số liệu',
      description:
        'assessed (có số liệu), not_applicable (không áp dụng: mẫu số bằng 0), not_reported (chưa báo cáo).',
      meta: {
        title_en: 'State of the figures',
        description_en: 'assessed (there are figures), not_applicable (a denominator of 0), not_reported.',
        numerator: 'Tình trạng của tiêu chí tại các địa phương đang hỏi',
        denominator: null,
        exclusions: null,
        unit: 'text',
        owner: 'Văn phòng Bộ',
        kind: 'stock',
      },
    },
    origin: {
      type: 'string',
      sql: `nullIf(arrayStringConcat(arrayFilter(o -> o != '', [if(countIf(${CUBE}.before = 0 AND ${CUBE}.computed = 1) > 0, 'dossiers', ''), if(countIf(${CUBE}.before = 0 AND ${CUBE}.computed = 0 AND (${CUBE}.out_of > 0 OR ${CUBE}.given_rows > 0)) > 0, 'reported', '')]), ';'), '')`,
      title: 'Nguồn số liệu',
      description:
        'dossiers (tính từ hồ sơ), reported (nguồn báo cáo), hoặc cả hai. Tiêu chí tính được từ hồ sơ thì dùng hồ sơ, tỉnh nào không có hồ sơ thì dùng số báo cáo.',
      meta: {
        title_en: 'Origin of the figures',
        description_en:
          'dossiers (worked out of them), reported, or both. What dossiers give is used where a province has any, else what is reported.',
        numerator: 'Nguồn của tử số, mẫu số',
        denominator: null,
        exclusions: null,
        unit: 'text',
        owner: 'Văn phòng Bộ',
        kind: 'stock',
      },
    },
    flags: {
      type: 'string',
      sql: `nullIf(arrayStringConcat(arraySort(groupUniqArrayArrayIf(${CUBE}.flags, ${CUBE}.before = 0)), ';'), '')`,
      title: 'Cờ chất lượng',
      description: 'Cờ chất lượng số liệu mà nguồn báo cáo gửi kèm, ngăn cách bằng dấu chấm phẩy.',
      meta: {
        title_en: 'Quality flags',
        description_en: 'Quality flags that came with the reported figures, separated by semicolons.',
        numerator: 'Như nguồn báo cáo',
        denominator: null,
        exclusions: 'Tiêu chí tính từ hồ sơ',
        unit: 'text',
        owner: 'Nguồn báo cáo',
        kind: 'stock',
      },
    },
  },

  dimensions: {
    date: {
      type: 'time',
      sql: `${CUBE}.date`,
      title: 'Ngày',
      description:
        'Kỳ: số báo cáo của các tháng, quý, năm nằm trọn trong kỳ; hồ sơ theo ngày. Bộ chỉ số có từ 01/8/2022.',
      meta: {
        title_en: 'Date',
        description_en:
          'The period: reports of months, quarters and years that lie within it; dossiers by day. The index begins on 1 August 2022.',
      },
      granularities: {
        reporting_month: { title: 'Tháng báo cáo (15–14)', interval: '1 month', origin: '2021-12-15' },
        reporting_quarter: { title: 'Quý báo cáo (15–14)', interval: '3 months', origin: '2021-12-15' },
        reporting_year: { title: 'Năm báo cáo (15/12–14/12)', interval: '1 year', origin: '2021-12-15' },
      },
    },
    group: {
      type: 'string',
      sql: `${CUBE}.group`,
      title: 'Mã nhóm tiêu chí',
      description: 'Mã của sáu nhóm mà Cổng Dịch vụ công quốc gia hiển thị.',
      meta: {
        title_en: 'Group code',
        description_en: 'Code of the six groups that the national portal displays.',
      },
    },
    group_name: {
      type: 'string',
      sql: `${CUBE}.group_name`,
      title: 'Nhóm tiêu chí',
      description: 'Tên nhóm tiêu chí.',
      meta: { title_en: 'Group', description_en: 'Name of the group of criteria.' },
    },
    criterion: {
      type: 'string',
      sql: `${CUBE}.criterion`,
      title: 'Mã tiêu chí',
      description: 'Mã tiêu chí theo danh mục.',
      meta: { title_en: 'Criterion code', description_en: 'Code of the criterion in the catalogue.' },
    },
    criterion_name: {
      type: 'string',
      sql: `${CUBE}.criterion_name`,
      title: 'Tiêu chí',
      description: 'Tên tiêu chí.',
      meta: { title_en: 'Criterion', description_en: 'Name of the criterion.' },
    },
  },
})
