import type { RequestHandler } from 'express'
import helmet from 'helmet'

/**
 * Security headers of every answer. Scripts and style sheets come from this server only. `style-src-attr` is what
 * ECharts' tooltips need: they are built from HTML with style attributes; style elements stay forbidden.
 * @param inlineStyle hash (`'sha256-…'`) of the one style element a page may carry, for pages that must stand alone.
 */
export function securityHeaders(inlineStyle?: string): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: inlineStyle === undefined ? ["'self'"] : [inlineStyle],
        styleSrcAttr: inlineStyle === undefined ? ["'unsafe-inline'"] : ["'none'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Not no-referrer: with that, browsers send `Origin: null` with our own sign-in form.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
    xFrameOptions: { action: 'deny' },
  })
}

/** Features of the browser that no page of ours uses. */
export const permissionsPolicy: RequestHandler = (_req, res, next) => {
  res.set('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()')
  next()
}
