import type { MessageContext, MessageFunction } from 'vue-i18n'

/**
 * How vue-i18n reads our messages, in place of its own compiler: they have blanks by name, `{name}`, and texts that
 * would else be signs, `{'@'}`; nothing else. The test holds it against vue-i18n's own.
 */
export const compileMessage =
  (message: unknown): MessageFunction<string> =>
  ({ named }: MessageContext<string>) =>
    String(message).replace(/\{(?:'(.*?)'|(\w+))\}/g, (_, text: string | undefined, name: string) =>
      text === undefined ? String((named(name) as string | number | undefined) ?? '') : text,
    )
