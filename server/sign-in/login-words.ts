export type Language = 'vi' | 'en'

/** What the sign-in page has to say above its form. */
export type Notice =
  | { kind: 'credentials' }
  | { kind: 'locked'; waitSeconds: number }
  | { kind: 'busy' }
  | { kind: 'form_expired' }
  | { kind: 'cross_origin' }
  | { kind: 'signed_out' }
  | { kind: 'provider_unreachable' }
  | { kind: 'provider_denied' }
  | { kind: 'provider_invalid' }
  | { kind: 'provider_expired' }
  | { kind: 'no_access' }
  | { kind: 'name_missing' }
  | { kind: 'name_taken' }

export interface LoginWords {
  title: string
  product: string
  about: string
  name: string
  password: string
  submit: string
  help: string
  simulated: string
  /** The button that leads to the provider, by its name if it has one. */
  provider(label: string | null): string
  or: string
  otherLanguage: string
  error: string
  notice(notice: Notice): string
}

const vi: LoginWords = {
  title: 'Đăng nhập',
  product: 'Toàn Cảnh',
  about: 'Dịch vụ công, định danh điện tử và Đề\u00a0án\u00a006 trên một màn hình',
  name: 'Tên đăng nhập',
  password: 'Mật khẩu',
  submit: 'Đăng nhập',
  help: 'Tài khoản do quản trị viên hệ thống cấp. Nếu quên mật khẩu, hãy liên hệ quản trị viên.',
  simulated: 'Dữ liệu trong hệ thống này là dữ liệu mô phỏng, hiệu chỉnh theo các số liệu đã công bố.',
  provider: (label) => `Đăng nhập bằng ${label ?? 'tài khoản của cơ quan'}`,
  or: 'hoặc bằng tài khoản riêng của hệ thống',
  otherLanguage: 'English',
  error: 'Lỗi',
  notice(notice) {
    switch (notice.kind) {
      case 'credentials':
        return 'Tên đăng nhập hoặc mật khẩu không đúng.'
      case 'locked':
        return `Đã thử sai nhiều lần. Hãy thử lại sau ${waitVi(notice.waitSeconds)}.`
      case 'busy':
        return 'Hệ thống đang bận. Hãy thử lại sau vài giây.'
      case 'form_expired':
        return 'Trang đăng nhập đã mở quá lâu. Hãy nhập lại.'
      case 'cross_origin':
        return 'Yêu cầu đến từ một trang khác nên không được nhận. Hãy đăng nhập tại đây.'
      case 'signed_out':
        return 'Bạn đã đăng xuất.'
      case 'provider_unreachable':
        return 'Chưa liên lạc được với hệ thống đăng nhập của cơ quan. Hãy thử lại sau ít phút.'
      case 'provider_denied':
        return 'Hệ thống đăng nhập của cơ quan đã từ chối, hoặc bạn đã hủy.'
      case 'provider_invalid':
        return 'Trả lời của hệ thống đăng nhập của cơ quan không hợp lệ nên không được nhận. Hãy báo quản trị viên.'
      case 'provider_expired':
        return 'Lần đăng nhập này đã dùng rồi hoặc đã quá lâu. Hãy đăng nhập lại.'
      case 'no_access':
        return 'Tài khoản của bạn chưa được cấp quyền vào hệ thống này. Hãy liên hệ quản trị viên.'
      case 'name_missing':
        return 'Hệ thống đăng nhập của cơ quan không gửi tên tài khoản dùng được. Hãy báo quản trị viên.'
      case 'name_taken':
        return 'Đã có tài khoản riêng trùng tên với tài khoản của bạn. Hãy liên hệ quản trị viên.'
    }
  },
}

const en: LoginWords = {
  title: 'Sign in',
  product: 'Toàn Cảnh',
  about: 'Public services, electronic identity and Project\u00a006 at a glance',
  name: 'User name',
  password: 'Password',
  submit: 'Sign in',
  help: 'Accounts are issued by the system administrator, who can also replace a forgotten password.',
  simulated: 'The data in this system is simulated and calibrated to published figures.',
  provider: (label) => `Sign in with ${label ?? 'your agency account'}`,
  or: 'or with an account of this system',
  otherLanguage: 'Tiếng Việt',
  error: 'Error',
  notice(notice) {
    switch (notice.kind) {
      case 'credentials':
        return 'The user name or the password is wrong.'
      case 'locked':
        return `Too many failed tries. Try again in ${waitEn(notice.waitSeconds)}.`
      case 'busy':
        return 'The system is busy. Try again in a few seconds.'
      case 'form_expired':
        return 'The sign-in page was open for too long. Please enter it again.'
      case 'cross_origin':
        return 'The request came from another site and was not accepted. Please sign in here.'
      case 'signed_out':
        return 'You have signed out.'
      case 'provider_unreachable':
        return 'Your agency’s sign-in cannot be reached. Try again in a few minutes.'
      case 'provider_denied':
        return 'Your agency’s sign-in refused, or you cancelled.'
      case 'provider_invalid':
        return 'The answer of your agency’s sign-in is not valid and was not accepted. Tell your administrator.'
      case 'provider_expired':
        return 'This sign-in was used before or took too long. Please sign in again.'
      case 'no_access':
        return 'Your account has no access to this system. Ask your administrator.'
      case 'name_missing':
        return 'Your agency’s sign-in sends no account name that can be used. Tell your administrator.'
      case 'name_taken':
        return 'There is an account of this system with the same name as yours. Ask your administrator.'
    }
  },
}

export const loginWords: Record<Language, LoginWords> = { vi, en }

function waitVi(seconds: number): string {
  return seconds < 90 ? `${seconds} giây` : `${Math.ceil(seconds / 60)} phút`
}

function waitEn(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? '1 second' : `${seconds} seconds`
  return `${Math.ceil(seconds / 60)} minutes`
}
