/** Days and places of the demonstration that several datasets share. */

/** The first day of the portal, and the day of the article: totals between them are fixed whatever the size and the seed. */
export const OPENED = '2021-12-25'
export const ARTICLE_DAY = '2022-04-18'

/** The day the 34 provinces replaced the 63. */
export const MERGE_DAY = '2025-07-01'

/** A province that has sent nothing for the last days before `until`. */
export const SILENT = { province: '96', days: 5 }

/** The province whose file for one month came later. */
export const LATE_PROVINCE = '40'
