const anywhere = 'http://local.invalid'

/**
 * Where to go after sign-in: the path that was asked for if it is one of this server's pages, else `/`. Browsers read
 * `//host`, `/\host` and paths with tabs as other sites; none of these come out of here.
 */
export function nextPath(asked: unknown): string {
  if (
    typeof asked !== 'string' ||
    asked.length > 4000 ||
    !/^\/(?![/\\])[^\\\u0000-\u0020\u007f]*$/.test(asked)
  )
    return '/'
  if (!URL.canParse(asked, anywhere)) return '/'
  const url = new URL(asked, anywhere)
  // Dot segments are resolved by now: /.//host has become //host.
  if (url.origin !== anywhere || url.pathname.startsWith('//')) return '/'
  if (/^\/(login|logout|api|cubejs-api)(\/|$)/i.test(url.pathname)) return '/'
  return url.pathname + url.search + url.hash
}
