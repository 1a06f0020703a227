import { leaves, memberOf, singled, type Filter } from './filters.ts'
import { grantsOf, type Account } from './grants.ts'
import { refused } from './refused.ts'

/** The parts of a Cube query that are read here; the rest passes through. */
export interface Query {
  measures?: readonly string[]
  dimensions?: readonly string[]
  segments?: readonly string[]
  timeDimensions?: readonly { dimension: string; granularity?: string; dateRange?: unknown }[]
  filters?: readonly Filter[]
  ungrouped?: boolean
  timezone?: string
}

/** The province that no row has: the row filter of accounts without any. */
export const NO_PROVINCE = '(none)'

/** All that may be asked: the cubes behind them have no row filter. */
const VIEWS = new Set([
  'dossiers',
  'identity',
  'population',
  'rollout',
  'tasks',
  'catalogue',
  'published',
  'scores766',
  'national',
])

/** Views whose rows have a province. `catalogue` has none; `national` is for everyone signed in. */
const PLACED = new Set(['dossiers', 'identity', 'population', 'rollout', 'tasks', 'published', 'scores766'])

/** The cubes behind the prefixed members of `national`. */
const NATIONAL_PARTS = [
  'dossiers',
  'identity',
  'population',
  'rollout',
  'tasks',
  'catalogue',
  'published',
  'scores766',
] as const

/** Measures that add up only within one value of a dimension. */
const ADD_UP_WITHIN: Record<string, readonly [dimension: string, measures: readonly string[]]> = {
  rollout: ['indicator', ['value', 'rate', 'target', 'progress']],
  published: ['figure', ['value']],
  scores766: ['criterion', ['numerator', 'denominator', 'ratio']],
  catalogue: [
    'programme',
    ['plan_rate', 'plan_procedures', 'plan_online_procedures', 'plan_fields', 'plan_forces'],
  ],
}

/**
 * A query as it may be run for an account: with the zone of business dates, the default group of identity counts and
 * the row filter; or an error (HTTP 400) that names the fix. Pure.
 */
export function rewrite(query: Query, account: Account): Query {
  if (query.ungrouped === true) {
    throw refused('Bỏ "ungrouped": số liệu luôn được gộp', 'Remove "ungrouped": figures are always grouped')
  }
  for (const part of ['subqueryJoins', 'joinHints', 'maskedMembers']) {
    if (part in query && (query as Record<string, unknown>)[part] !== undefined) {
      throw refused(`Bỏ "${part}": không được hỗ trợ`, `Remove "${part}": it is not offered`)
    }
  }
  const used = membersOf(query)
  const views = [...new Set(used.map((member) => member.split('.')[0] ?? ''))]
  const [view] = views
  if (view === undefined || views.length > 1) {
    throw refused(
      `Mỗi câu hỏi chỉ dùng một view (đang dùng ${views.join(', ')}); gửi từng câu hỏi trong một mảng`,
      `A query uses one view (this one uses ${views.join(', ')}); send several queries as an array`,
    )
  }
  if (!VIEWS.has(view)) {
    throw refused(
      `Không có view "${view}"; dùng một trong: ${[...VIEWS].join(', ')}`,
      `There is no view "${view}"; use one of: ${[...VIEWS].join(', ')}`,
    )
  }
  const part = partOf(view, used)
  const filters = [...(query.filters ?? [])]
  const member = (name: string) => (view === 'national' ? `national.${part}_${name}` : `${view}.${name}`)
  const grouped = (name: string) => (query.dimensions ?? []).includes(member(name))
  const filtered = (name: string) => leaves(filters).some((filter) => memberOf(filter) === member(name))
  const one = (name: string) => grouped(name) || singled(filters, member(name))
  const asks = (...names: string[]) => names.some((name) => used.includes(member(name)))

  if (part === 'identity') {
    if (!grouped('product') && !filtered('product')) {
      throw refused(
        `Thêm ${member('product')} vào dimensions hoặc filters: thẻ, tài khoản và số định danh không cộng với nhau`,
        `Add ${member('product')} to dimensions or filters: cards, accounts and numbers do not add up`,
      )
    }
    if (asks('coverage', 'eligible') && !one('product')) {
      throw refused(
        `Tỷ lệ bao phủ tính cho từng sản phẩm: thêm ${member('product')} vào dimensions hoặc lọc một giá trị`,
        `Coverage is of one product: add ${member('product')} to dimensions or filter one value`,
      )
    }
    if (!grouped('group') && !filtered('group')) {
      filters.push({ member: member('group'), operator: 'equals', values: ['all'] })
    } else if (!one('group')) {
      throw refused(
        `Các nhóm là một phần của "all", không cộng với nhau: thêm ${member('group')} vào dimensions hoặc lọc một giá trị`,
        `Groups are parts of "all" and do not add up: add ${member('group')} to dimensions or filter one value`,
      )
    }
  }
  const needed = ADD_UP_WITHIN[part]
  if (needed !== undefined && asks(...needed[1]) && !one(needed[0])) {
    throw refused(
      `Thêm ${member(needed[0])} vào dimensions hoặc lọc một giá trị: các giá trị khác nhau không cộng với nhau`,
      `Add ${member(needed[0])} to dimensions or filter one value: different ones do not add up`,
    )
  }
  if (!grouped('programme') && filtered('programme') && !one('programme')) {
    throw refused(
      `Một thủ tục có thể thuộc nhiều chương trình: lọc một ${member('programme')} hoặc thêm nó vào dimensions`,
      `A procedure may be in several programmes: filter one ${member('programme')} or add it to dimensions`,
    )
  }

  if (view === 'scores766' && asks('rank')) {
    const places = ['province', 'province_name', 'province63', 'province63_name']
    if (!places.some(one)) {
      throw refused(
        `Thứ hạng là của từng tỉnh: thêm ${member('province')} vào dimensions hoặc lọc một tỉnh`,
        `A rank is of one province: add ${member('province')} to dimensions or filter one`,
      )
    }
    const level = asks('criterion', 'criterion_name')
      ? ['criterion', 'criterion_name']
      : asks('group', 'group_name')
        ? ['group', 'group_name']
        : null
    if (level !== null && !level.some(one)) {
      throw refused(
        `Thứ hạng theo một nhóm hoặc một tiêu chí: thêm ${member(level[0] ?? '')} vào dimensions hoặc lọc một giá trị`,
        `A rank is by one group or one criterion: add ${member(level[0] ?? '')} to dimensions or filter one value`,
      )
    }
  }

  const grants = grantsOf(account)
  if (PLACED.has(view) && grants.scope === 'provinces') {
    const provinces = grants.provinces.length === 0 ? [NO_PROVINCE] : [...grants.provinces]
    filters.push({ member: `${view}.province`, operator: 'equals', values: provinces })
  }
  // Business dates are Dates: no zone may move them.
  return { ...query, timezone: 'UTC', filters }
}

/** Every member a query names, without granularities. */
function membersOf(query: Query): string[] {
  const named = [
    ...(query.measures ?? []),
    ...(query.dimensions ?? []),
    ...(query.segments ?? []),
    ...(query.timeDimensions ?? []).map(({ dimension }) => dimension),
    ...leaves(query.filters ?? []).map(memberOf),
  ]
  for (const member of named as unknown[]) {
    // Cube also takes expressions as members; they could reach what the row filter does not cover.
    if (typeof member !== 'string' || !/^\w+\.\w+(?:\.\w+)?$/.test(member)) {
      throw refused(
        `Tên không hợp lệ: ${JSON.stringify(member)}; dùng dạng view.member, ví dụ dossiers.received`,
        `Not a member: ${JSON.stringify(member)}; write view.member, e.g. dossiers.received`,
      )
    }
  }
  return [...new Set(named)]
}

/** The part of `national` a query is about: its members are prefixed by it. */
function partOf(view: string, used: readonly string[]): string {
  if (view !== 'national') return view
  const parts = NATIONAL_PARTS.filter((part) => used.some((member) => member.startsWith(`national.${part}_`)))
  if (parts.length > 1) {
    throw refused(
      `Mỗi câu hỏi về national chỉ dùng một phần (đang dùng ${parts.join(', ')}); gửi từng câu hỏi trong một mảng`,
      `A query of national uses one part (this one uses ${parts.join(', ')}); send several queries as an array`,
    )
  }
  return parts[0] ?? ''
}
