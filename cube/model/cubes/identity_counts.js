// Cards, electronic accounts and children's numbers: daily counts as reported. The rows are written for each query by
// source/identity.ts.
cube('identity_counts', {
  extends: placed_in_both_eras,
  sql_table: 'identity',
  public: false,
  refresh_key: { sql: 'SELECT version FROM ledger_version', every: '1 second' },

  measures: {
    withheld: {
      type: 'number',
      sql: `sumOrNull(${CUBE}.withheld)`,
      title: 'Số đếm nhỏ chưa công bố',
      description:
        'Số lần một số đếm của một ngày không nằm trong kết quả vì quá nhỏ: nó được gộp vào ngày sau, khi tổng đạt 5, hoặc còn chờ.',
      meta: {
        title_en: 'Small counts withheld',
        description_en:
          'How many daily counts are not in the figures because they are too small: each is joined to a later day, once the sum is 5, or still waits.',
        numerator: 'Số đếm của một ngày, tỉnh, sản phẩm và nhóm nằm trong khối chưa kết thúc vào ngày đó',
        denominator: null,
        exclusions: 'Ngày không báo cáo',
        unit: 'count',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        kind: 'flow',
      },
    },
    received: {
      type: 'number',
      sql: `sumOrNull(${CUBE}.received)`,
      title: 'Hồ sơ thu nhận',
      description: 'Số hồ sơ được thu nhận trong kỳ.',
      meta: {
        title_en: 'Received',
        description_en: 'Dossiers received in the period.',
        numerator: 'Hồ sơ được thu nhận, ngày trong kỳ',
        denominator: null,
        exclusions:
          'Ngày không báo cáo (khác với 0); các nhóm ưu tiên là một phần của "all", không cộng thêm; tổng của eid_1 và eid_2 là tổng hồ sơ, không phải số người',
        unit: 'count',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        kind: 'flow',
      },
    },
    approved: {
      type: 'number',
      sql: `sumOrNull(${CUBE}.approved)`,
      title: 'Đã duyệt',
      description: 'Số hồ sơ được duyệt trong kỳ.',
      meta: {
        title_en: 'Approved',
        description_en: 'Dossiers approved in the period.',
        numerator: 'Hồ sơ được duyệt, ngày trong kỳ',
        denominator: null,
        exclusions:
          'Ngày không báo cáo (khác với 0); các nhóm ưu tiên là một phần của "all", không cộng thêm; tổng của eid_1 và eid_2 là tổng hồ sơ, không phải số người',
        unit: 'count',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        kind: 'flow',
      },
    },
    issued: {
      type: 'number',
      sql: `sumOrNull(${CUBE}.issued)`,
      title: 'Đã cấp lần đầu',
      description: 'Số thẻ, tài khoản hoặc số định danh cấp lần đầu cho một người trong kỳ.',
      meta: {
        title_en: 'Issued',
        description_en: 'Cards, accounts or numbers issued to a person for the first time in the period.',
        numerator: 'Thẻ, tài khoản hoặc số định danh cấp lần đầu cho một người, ngày trong kỳ',
        denominator: null,
        exclusions:
          'Ngày không báo cáo (khác với 0); các nhóm ưu tiên là một phần của "all", không cộng thêm; tổng của eid_1 và eid_2 là tổng hồ sơ, không phải số người',
        unit: 'count',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        kind: 'flow',
      },
    },
    reissued: {
      type: 'number',
      sql: `sumOrNull(${CUBE}.reissued)`,
      title: 'Đã cấp lại',
      description: 'Số thẻ, tài khoản được cấp lại, cấp đổi trong kỳ.',
      meta: {
        title_en: 'Reissued',
        description_en: 'Cards or accounts issued again in the period.',
        numerator: 'Thẻ, tài khoản được cấp lại, cấp đổi, ngày trong kỳ',
        denominator: null,
        exclusions:
          'Ngày không báo cáo (khác với 0); các nhóm ưu tiên là một phần của "all", không cộng thêm; tổng của eid_1 và eid_2 là tổng hồ sơ, không phải số người',
        unit: 'count',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        kind: 'flow',
      },
    },
    activated: {
      type: 'number',
      sql: `sumOrNull(${CUBE}.activated)`,
      title: 'Đã kích hoạt',
      description: 'Số tài khoản được kích hoạt trong kỳ.',
      meta: {
        title_en: 'Activated',
        description_en: 'Accounts activated in the period.',
        numerator: 'Tài khoản được kích hoạt, ngày trong kỳ',
        denominator: null,
        exclusions:
          'Ngày không báo cáo (khác với 0); các nhóm ưu tiên là một phần của "all", không cộng thêm; tổng của eid_1 và eid_2 là tổng hồ sơ, không phải số người',
        unit: 'count',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        kind: 'flow',
      },
    },
    rejected: {
      type: 'number',
      sql: `sumOrNull(${CUBE}.rejected)`,
      title: 'Bị từ chối',
      description: 'Số hồ sơ bị từ chối trong kỳ.',
      meta: {
        title_en: 'Rejected',
        description_en: 'Dossiers rejected in the period.',
        numerator: 'Hồ sơ bị từ chối, ngày trong kỳ',
        denominator: null,
        exclusions:
          'Ngày không báo cáo (khác với 0); các nhóm ưu tiên là một phần của "all", không cộng thêm; tổng của eid_1 và eid_2 là tổng hồ sơ, không phải số người',
        unit: 'count',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        kind: 'flow',
      },
    },
    received_total: {
      type: 'number',
      sql: `sumOrNull(${CUBE}.received_total)`,
      title: 'Hồ sơ thu nhận, lũy kế',
      description: 'Số hồ sơ được thu nhận từ đầu đến cuối kỳ.',
      meta: {
        title_en: 'Received, total',
        description_en: "Dossiers received from the beginning to the period's end.",
        numerator: 'Hồ sơ được thu nhận, từ đầu đến cuối kỳ',
        denominator: null,
        exclusions:
          'Ngày không báo cáo (khác với 0); các nhóm ưu tiên là một phần của "all", không cộng thêm; tổng của eid_1 và eid_2 là tổng hồ sơ, không phải số người',
        unit: 'count',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        kind: 'stock',
      },
    },
    approved_total: {
      type: 'number',
      sql: `sumOrNull(${CUBE}.approved_total)`,
      title: 'Đã duyệt, lũy kế',
      description: 'Số hồ sơ được duyệt từ đầu đến cuối kỳ.',
      meta: {
        title_en: 'Approved, total',
        description_en: "Dossiers approved from the beginning to the period's end.",
        numerator: 'Hồ sơ được duyệt, từ đầu đến cuối kỳ',
        denominator: null,
        exclusions:
          'Ngày không báo cáo (khác với 0); các nhóm ưu tiên là một phần của "all", không cộng thêm; tổng của eid_1 và eid_2 là tổng hồ sơ, không phải số người',
        unit: 'count',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        kind: 'stock',
      },
    },
    issued_total: {
      type: 'number',
      sql: `sumOrNull(${CUBE}.issued_total)`,
      title: 'Đã cấp lần đầu, lũy kế',
      description: 'Số thẻ, tài khoản hoặc số định danh cấp lần đầu cho một người từ đầu đến cuối kỳ.',
      meta: {
        title_en: 'Issued, total',
        description_en:
          "Cards, accounts or numbers issued to a person for the first time from the beginning to the period's end.",
        numerator: 'Thẻ, tài khoản hoặc số định danh cấp lần đầu cho một người, từ đầu đến cuối kỳ',
        denominator: null,
        exclusions:
          'Ngày không báo cáo (khác với 0); các nhóm ưu tiên là một phần của "all", không cộng thêm; tổng của eid_1 và eid_2 là tổng hồ sơ, không phải số người',
        unit: 'count',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        kind: 'stock',
      },
    },
    reissued_total: {
      type: 'number',
      sql: `sumOrNull(${CUBE}.reissued_total)`,
      title: 'Đã cấp lại, lũy kế',
      description: 'Số thẻ, tài khoản được cấp lại, cấp đổi từ đầu đến cuối kỳ.',
      meta: {
        title_en: 'Reissued, total',
        description_en: "Cards or accounts issued again from the beginning to the period's end.",
        numerator: 'Thẻ, tài khoản được cấp lại, cấp đổi, từ đầu đến cuối kỳ',
        denominator: null,
        exclusions:
          'Ngày không báo cáo (khác với 0); các nhóm ưu tiên là một phần của "all", không cộng thêm; tổng của eid_1 và eid_2 là tổng hồ sơ, không phải số người',
        unit: 'count',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        kind: 'stock',
      },
    },
    activated_total: {
      type: 'number',
      sql: `sumOrNull(${CUBE}.activated_total)`,
      title: 'Đã kích hoạt, lũy kế',
      description: 'Số tài khoản được kích hoạt từ đầu đến cuối kỳ.',
      meta: {
        title_en: 'Activated, total',
        description_en: "Accounts activated from the beginning to the period's end.",
        numerator: 'Tài khoản được kích hoạt, từ đầu đến cuối kỳ',
        denominator: null,
        exclusions:
          'Ngày không báo cáo (khác với 0); các nhóm ưu tiên là một phần của "all", không cộng thêm; tổng của eid_1 và eid_2 là tổng hồ sơ, không phải số người',
        unit: 'count',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        kind: 'stock',
      },
    },
    rejected_total: {
      type: 'number',
      sql: `sumOrNull(${CUBE}.rejected_total)`,
      title: 'Bị từ chối, lũy kế',
      description: 'Số hồ sơ bị từ chối từ đầu đến cuối kỳ.',
      meta: {
        title_en: 'Rejected, total',
        description_en: "Dossiers rejected from the beginning to the period's end.",
        numerator: 'Hồ sơ bị từ chối, từ đầu đến cuối kỳ',
        denominator: null,
        exclusions:
          'Ngày không báo cáo (khác với 0); các nhóm ưu tiên là một phần của "all", không cộng thêm; tổng của eid_1 và eid_2 là tổng hồ sơ, không phải số người',
        unit: 'count',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        kind: 'stock',
      },
    },
    received_waiting: {
      type: 'number',
      sql: `sumOrNull(${CUBE}.received_waiting)`,
      title: 'Hồ sơ thu nhận: số đếm chờ công bố',
      description:
        'Số khối ngày chưa công bố tại cuối kỳ: những ngày của một tỉnh, sản phẩm và nhóm cộng lại mới được 1–4 người, chưa có trong kết quả.',
      meta: {
        title_en: 'Received: counts waiting',
        description_en:
          "Blocks of days not released at the period's end: days of a province, product and group that hold 1 to 4 people together, and are not in the figures.",
        numerator: 'Khối của một tỉnh, sản phẩm và nhóm chưa kết thúc tại cuối kỳ',
        denominator: null,
        exclusions: 'Ngày không báo cáo',
        unit: 'count',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        kind: 'stock',
      },
    },
    approved_waiting: {
      type: 'number',
      sql: `sumOrNull(${CUBE}.approved_waiting)`,
      title: 'Đã duyệt: số đếm chờ công bố',
      description:
        'Số khối ngày chưa công bố tại cuối kỳ: những ngày của một tỉnh, sản phẩm và nhóm cộng lại mới được 1–4 người, chưa có trong kết quả.',
      meta: {
        title_en: 'Approved: counts waiting',
        description_en:
          "Blocks of days not released at the period's end: days of a province, product and group that hold 1 to 4 people together, and are not in the figures.",
        numerator: 'Khối của một tỉnh, sản phẩm và nhóm chưa kết thúc tại cuối kỳ',
        denominator: null,
        exclusions: 'Ngày không báo cáo',
        unit: 'count',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        kind: 'stock',
      },
    },
    issued_waiting: {
      type: 'number',
      sql: `sumOrNull(${CUBE}.issued_waiting)`,
      title: 'Đã cấp lần đầu: số đếm chờ công bố',
      description:
        'Số khối ngày chưa công bố tại cuối kỳ: những ngày của một tỉnh, sản phẩm và nhóm cộng lại mới được 1–4 người, chưa có trong kết quả.',
      meta: {
        title_en: 'Issued: counts waiting',
        description_en:
          "Blocks of days not released at the period's end: days of a province, product and group that hold 1 to 4 people together, and are not in the figures.",
        numerator: 'Khối của một tỉnh, sản phẩm và nhóm chưa kết thúc tại cuối kỳ',
        denominator: null,
        exclusions: 'Ngày không báo cáo',
        unit: 'count',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        kind: 'stock',
      },
    },
    reissued_waiting: {
      type: 'number',
      sql: `sumOrNull(${CUBE}.reissued_waiting)`,
      title: 'Đã cấp lại: số đếm chờ công bố',
      description:
        'Số khối ngày chưa công bố tại cuối kỳ: những ngày của một tỉnh, sản phẩm và nhóm cộng lại mới được 1–4 người, chưa có trong kết quả.',
      meta: {
        title_en: 'Reissued: counts waiting',
        description_en:
          "Blocks of days not released at the period's end: days of a province, product and group that hold 1 to 4 people together, and are not in the figures.",
        numerator: 'Khối của một tỉnh, sản phẩm và nhóm chưa kết thúc tại cuối kỳ',
        denominator: null,
        exclusions: 'Ngày không báo cáo',
        unit: 'count',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        kind: 'stock',
      },
    },
    activated_waiting: {
      type: 'number',
      sql: `sumOrNull(${CUBE}.activated_waiting)`,
      title: 'Đã kích hoạt: số đếm chờ công bố',
      description:
        'Số khối ngày chưa công bố tại cuối kỳ: những ngày của một tỉnh, sản phẩm và nhóm cộng lại mới được 1–4 người, chưa có trong kết quả.',
      meta: {
        title_en: 'Activated: counts waiting',
        description_en:
          "Blocks of days not released at the period's end: days of a province, product and group that hold 1 to 4 people together, and are not in the figures.",
        numerator: 'Khối của một tỉnh, sản phẩm và nhóm chưa kết thúc tại cuối kỳ',
        denominator: null,
        exclusions: 'Ngày không báo cáo',
        unit: 'count',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        kind: 'stock',
      },
    },
    rejected_waiting: {
      type: 'number',
      sql: `sumOrNull(${CUBE}.rejected_waiting)`,
      title: 'Bị từ chối: số đếm chờ công bố',
      description:
        'Số khối ngày chưa công bố tại cuối kỳ: những ngày của một tỉnh, sản phẩm và nhóm cộng lại mới được 1–4 người, chưa có trong kết quả.',
      meta: {
        title_en: 'Rejected: counts waiting',
        description_en:
          "Blocks of days not released at the period's end: days of a province, product and group that hold 1 to 4 people together, and are not in the figures.",
        numerator: 'Khối của một tỉnh, sản phẩm và nhóm chưa kết thúc tại cuối kỳ',
        denominator: null,
        exclusions: 'Ngày không báo cáo',
        unit: 'count',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        kind: 'stock',
      },
    },
    eligible: {
      type: 'number',
      sql: `sumOrNull(${CUBE}.eligible)`,
      title: 'Dân số đủ điều kiện',
      description: 'Dân số đủ điều kiện cấp thẻ hoặc tài khoản theo công bố mới nhất đến cuối kỳ.',
      meta: {
        title_en: 'Eligible population',
        description_en:
          "Population eligible for the card or account, of the latest publication by the period's end.",
        numerator:
          'eligible_card cho thẻ, eligible_eid cho eid_1 và eid_2 (xem view population để biết nguồn và năm)',
        denominator: null,
        exclusions:
          'Số định danh trẻ em không có mẫu số; nhóm khác "all" không có mẫu số; không cộng eid_1 với eid_2',
        unit: 'people',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        datasets: ['population'],
        kind: 'stock',
      },
    },
    approval_rate: {
      type: 'number',
      format: 'percent',
      sql: `sum(${CUBE}.approved) / nullIf(sum(${CUBE}.received), 0)`,
      title: 'Tỷ lệ duyệt',
      description: 'Hồ sơ được duyệt trên hồ sơ thu nhận trong kỳ.',
      meta: {
        title_en: 'Approval rate',
        description_en: 'Dossiers approved, of those received in the period.',
        numerator: 'Đã duyệt',
        denominator: 'Hồ sơ thu nhận',
        exclusions:
          'Ngày không báo cáo (khác với 0); các nhóm ưu tiên là một phần của "all", không cộng thêm; tổng của eid_1 và eid_2 là tổng hồ sơ, không phải số người',
        unit: 'ratio',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        kind: 'ratio',
      },
    },
    activation_rate_of_issued: {
      type: 'number',
      format: 'percent',
      sql: `sum(${CUBE}.activated) / nullIf(sum(${CUBE}.issued), 0)`,
      title: 'Tỷ lệ kích hoạt trên số đã cấp',
      description: 'Tài khoản kích hoạt trên tài khoản cấp lần đầu trong kỳ.',
      meta: {
        title_en: 'Activation rate, of issued',
        description_en: 'Accounts activated, of those issued in the period.',
        numerator: 'Đã kích hoạt',
        denominator: 'Đã cấp lần đầu',
        exclusions:
          'Ngày không báo cáo (khác với 0); các nhóm ưu tiên là một phần của "all", không cộng thêm; tổng của eid_1 và eid_2 là tổng hồ sơ, không phải số người',
        unit: 'ratio',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        kind: 'ratio',
      },
    },
    activation_rate_of_received: {
      type: 'number',
      format: 'percent',
      sql: `sum(${CUBE}.activated) / nullIf(sum(${CUBE}.received), 0)`,
      title: 'Tỷ lệ kích hoạt trên hồ sơ thu nhận',
      description: 'Tài khoản kích hoạt trên hồ sơ thu nhận trong kỳ.',
      meta: {
        title_en: 'Activation rate, of received',
        description_en: 'Accounts activated, of the dossiers received in the period.',
        numerator: 'Đã kích hoạt',
        denominator: 'Hồ sơ thu nhận',
        exclusions:
          'Ngày không báo cáo (khác với 0); các nhóm ưu tiên là một phần của "all", không cộng thêm; tổng của eid_1 và eid_2 là tổng hồ sơ, không phải số người',
        unit: 'ratio',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        kind: 'ratio',
      },
    },
    coverage: {
      type: 'number',
      format: 'percent',
      sql: `sum(${CUBE}.issued_total) / nullIf(sum(${CUBE}.eligible), 0)`,
      title: 'Tỷ lệ bao phủ',
      description:
        'Lũy kế đã cấp lần đầu trên dân số đủ điều kiện theo công bố mới nhất đến cuối kỳ; có thể vượt 100 %.',
      meta: {
        title_en: 'Coverage',
        description_en:
          "Issued in total, of the eligible population of the latest publication by the period's end; may exceed 100 %.",
        numerator: 'Đã cấp lần đầu, lũy kế',
        denominator: 'Dân số đủ điều kiện',
        exclusions:
          'Ngày không báo cáo (khác với 0); các nhóm ưu tiên là một phần của "all", không cộng thêm; tổng của eid_1 và eid_2 là tổng hồ sơ, không phải số người',
        unit: 'ratio',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        datasets: ['identity', 'population'],
        kind: 'ratio',
      },
    },
  },

  dimensions: {
    date: {
      type: 'time',
      sql: `${CUBE}.date`,
      title: 'Ngày',
      description: 'Ngày nghiệp vụ của số phát sinh; cuối kỳ cho số lũy kế.',
      meta: { title_en: 'Date', description_en: "Business date of counts; the period's end for totals." },
      granularities: {
        reporting_month: { title: 'Tháng báo cáo (15–14)', interval: '1 month', origin: '2021-12-15' },
        reporting_quarter: { title: 'Quý báo cáo (15–14)', interval: '3 months', origin: '2021-12-15' },
        reporting_year: { title: 'Năm báo cáo (15/12–14/12)', interval: '1 year', origin: '2021-12-15' },
      },
    },
    product: {
      type: 'string',
      sql: `${CUBE}.product`,
      title: 'Sản phẩm',
      description:
        'card (thẻ căn cước), eid_1, eid_2 (tài khoản định danh mức 1, mức 2), child_number (số định danh trẻ em).',
      meta: {
        title_en: 'Product',
        description_en: 'card, eid_1, eid_2 (accounts of level 1, level 2) or child_number.',
      },
    },
    group: {
      type: 'string',
      sql: `${CUBE}.group`,
      title: 'Nhóm',
      description: 'all (tất cả) hoặc một nhóm ưu tiên; nhóm là một phần của all.',
      meta: { title_en: 'Group', description_en: 'all or one priority group; groups are parts of all.' },
    },
  },
})
