/**
 * An error for the person who asked, answered with HTTP 400. Cube knows such errors by their `type`.
 *
 * @param vi what is wrong and how to put it right, in Vietnamese (or in both languages)
 * @param en the same in English
 */
export const refused = (vi: string, en?: string): Error =>
  Object.assign(new Error(en === undefined ? vi : `${vi} / ${en}`), { type: 'UserError' })
