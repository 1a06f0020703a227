import { existsSync } from 'node:fs'
import { join } from 'node:path'
import express, { Router } from 'express'

/**
 * The built web application. Files under `assets/` carry a hash of their content in their name and may be kept for ever,
 * by the reader's own browser only: they too are for those who have signed in. Any other address of a page is the
 * application's own, and gets its index.html.
 */
export function webFiles(webDir: string): Router {
  const router = Router({ caseSensitive: true, strict: true })
  router.use(
    express.static(webDir, {
      index: false,
      redirect: false,
      dotfiles: 'ignore',
      cacheControl: false,
      setHeaders: (res, path) => {
        const hashed = path.startsWith(join(webDir, 'assets/'))
        res.setHeader('cache-control', hashed ? 'private, max-age=31536000, immutable' : 'private, no-cache')
      },
    }),
  )
  router.get('*', (req, res, next) => {
    if (/\.\w+$/.test(req.path) || !req.accepts('html') || !existsSync(join(webDir, 'index.html')))
      return next()
    res.sendFile('index.html', {
      root: webDir,
      cacheControl: false,
      headers: { 'cache-control': 'private, no-cache' },
    })
  })
  return router
}
