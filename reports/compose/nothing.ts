import type { Paragraph } from '../document.ts'

/** In place of a table or chart of a period that there is no data of: no empty frame. */
export const nothing = (): Paragraph => ({ kind: 'paragraph', text: 'Kỳ này không có dữ liệu.' })

/** In place of a table that nothing belongs into, such as a list of what is overdue. */
export const noRows = (): Paragraph => ({ kind: 'paragraph', text: 'Không có mục nào.' })
