/** The warehouse cannot be reached or started. Commands end with exit code 4. */
export class WarehouseError extends Error {
  override name = 'WarehouseError'
}

/** The embedded warehouse's files belong to another process. */
export class FilesInUseError extends WarehouseError {
  override name = 'FilesInUseError'
}

/** A server does not answer; the message names it. */
export class UnreachableError extends WarehouseError {
  override name = 'UnreachableError'
}
