/** A problem of this machine that a person can fix; its message is shown unchanged, without a stack. */
export class LocalProblem extends Error {
  override readonly name = "LocalProblem";
}

/**
 * The text to print for an error: the message of a known problem (a class named so), advice for a file without
 * access, the stack of anything else.
 */
export function describeProblem(error: unknown): string {
  if (error instanceof Error && error.name.endsWith("Problem")) return error.message;
  const code = errorCode(error);
  if (/^(EACCES|EPERM|EROFS)$/.test(code ?? "") && error instanceof Error && "path" in error) {
    return `This user has no access to ${error.path} (${code}). Give it to the user who runs this, or, if it is in DATA_DIR, use another folder.`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The code of a system error (`ENOENT`, `EADDRINUSE`); undefined for another kind of error. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Throws a one-sentence error that the disk under `folder` is full. */
export function diskFull(folder: string, cause?: unknown): LocalProblem {
  return new LocalProblem(
    `The disk with ${folder} is full. Free at least 200 MB there, or set DATA_DIR to a folder on another disk.`,
    { cause },
  );
}
