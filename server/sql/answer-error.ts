import type { Response } from 'express'
import { EngineError } from '../export/engine.ts'
import type { ErrorBody } from '../http/errors.ts'
import { positionOfName } from './position-of-name.ts'
import { StatementRefused, type Position } from './statement.ts'

/** An error of a statement: the usual shape, and where in the text it is. */
export interface SqlErrorBody extends ErrorBody {
  error: ErrorBody['error'] & { position?: Position }
}

/** What the engine's own codes mean to who asked. */
const KNOWN: Record<number, readonly [status: number, code: string, words: string]> = {
  47: [400, 'sql_unknown_name', 'Không có cột này / There is no such column'],
  60: [400, 'sql_unknown_name', 'Không có bảng này / There is no such table'],
  81: [400, 'sql_unknown_name', 'Không có bảng này / There is no such table'],
  46: [400, 'sql_unknown_name', 'Không có hàm này / There is no such function'],
  62: [400, 'sql_syntax', 'Sai cú pháp / Syntax error'],
  159: [
    400,
    'sql_too_long',
    'Quá thời gian cho phép: thêm điều kiện, hoặc tải kết quả về tệp / Over the time allowed: add conditions, or take the result as a file',
  ],
  160: [
    400,
    'sql_too_long',
    'Câu lệnh sẽ chạy quá lâu: thêm điều kiện / The statement would run too long: add conditions',
  ],
  164: [403, 'sql_not_allowed', 'Không được đổi thiết lập / Settings cannot be changed'],
  452: [403, 'sql_not_allowed', 'Không được đổi thiết lập / Settings cannot be changed'],
  497: [403, 'sql_not_allowed', 'Không có quyền đọc / Not allowed to be read'],
  241: [
    400,
    'sql_too_much_memory',
    'Cần quá nhiều bộ nhớ: gộp ít hơn, hoặc thêm điều kiện / Needs too much memory: group by less, or add conditions',
  ],
  243: [400, 'sql_too_much_memory', 'Cần quá nhiều chỗ tạm / Needs too much room on disk'],
  396: [
    400,
    'sql_too_many_rows',
    'Quá nhiều dòng: thêm LIMIT, hoặc tải kết quả về tệp / Too many rows: add LIMIT, or take the result as a file',
  ],
  202: [
    429,
    'busy',
    'Đang có nhiều câu lệnh chạy; thử lại sau / Many statements are running; try again later',
  ],
  394: [400, 'sql_cancelled', 'Đã dừng / Cancelled'],
}

/**
 * Answers an error that is about the statement.
 * @param sql the statement as it was written
 * @returns false: it is about something else.
 */
export function answerSqlError(res: Response, error: unknown, sql: string): boolean {
  if (error instanceof StatementRefused) {
    send(res, error.code === 'sql_not_allowed' ? 403 : 400, error.code, error.message, error.position)
    return true
  }
  if (error instanceof EngineError && error.code !== 0) {
    const [status, code, words] = KNOWN[error.code] ?? [400, 'sql_failed', 'Không chạy được / It failed']
    const position = code === 'sql_unknown_name' ? positionOfName(error.message, sql) : null
    send(res, status, code, `${words}: ${error.message}`, position)
    return true
  }
  return false
}

function send(res: Response, status: number, code: string, message: string, position: Position | null): void {
  const body: SqlErrorBody = { error: { code, message, ...(position === null ? {} : { position }) } }
  res.status(status).set('cache-control', 'no-store').json(body)
}
