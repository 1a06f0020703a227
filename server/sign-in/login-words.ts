export type Language = 'vi' | 'en'

/** What the sign-in page has to say above its form. */
export type Notice =
  | { kind: 'credentials' }
  | { kind: 'locked'; waitSeconds: number }
  | { kind: 'busy' }
  | { kind: 'form_expired' }
  | { kind: 'cross_origin' }
  | { kind: 'signed_out' }

export interface LoginWords {
  title: string
  product: string
  about: string
  name: string
  password: string
  submit: string
  help: string
  simulated: string
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
