import { StreamLanguage } from '@codemirror/language'

/** YAML as far as definitions use it: what the editor colours. */
export const YAML = StreamLanguage.define<{ value: boolean }>({
  name: 'yaml',
  startState: () => ({ value: false }),
  token(stream, state) {
    if (stream.sol()) state.value = false
    if (stream.eatSpace()) return null
    if (stream.match(/^#.*/)) return 'comment'
    if (stream.match(/^'(?:[^']|'')*'|^"(?:[^"\\]|\\.)*"/)) return 'string'
    // A key ends with a colon and a space; what follows on the line may be one again within braces.
    if (
      (!state.value || /[{,]\s*$/.test(stream.string.slice(0, stream.pos))) &&
      stream.match(/^[\w.]+(?=:(\s|$))/)
    ) {
      state.value = true
      return 'keyword'
    }
    if (stream.match(/^\{\w+(\.\w+)?[^{}:,]*\}/)) return 'number'
    if (stream.match(/^(?:true|false)\b|^\d+(?:\.\d+)?(?=[\s,\]}]|$)/)) return 'number'
    stream.next()
    stream.eatWhile(/[^\s{}[\],'"#:]/)
    return null
  },
  languageData: { commentTokens: { line: '#' }, closeBrackets: { brackets: ['{', '[', "'", '"'] } },
})
