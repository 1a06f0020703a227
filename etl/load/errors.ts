/** A file that is not taken: the reason names what is wrong and where. Commands end with exit code 3. */
export class RefusedError extends Error {
  override name = 'RefusedError'
}

/** A command used wrongly. Commands end with exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError'
}
