/** Something about this machine that a person can mend; its message is shown as it is, without a stack. */
export class LocalProblem extends Error {
  override readonly name = "LocalProblem";
}

/**
 * The text to print for an error: the message of a known problem (a class named so), what to do about a file that this
 * user may not touch, the stack of anything else.
 */
export function describeProblem(error: unknown): string {
  if (error instanceof Error && error.name.endsWith("Problem")) return error.message;
  const code = errorCode(error);
  if (/^(EACCES|EPERM|EROFS)$/.test(code ?? "") && error instanceof Error && "path" in error) {
    return `This user may not use ${error.path} (${code}). Give it to the user who runs this; where it lies in DATA_DIR, another folder does as well.`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The code of a system error (`ENOENT`, `EADDRINUSE`), or nothing for another kind of error. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Says in one sentence that the disk under `folder` is full. */
export function diskFull(folder: string, cause?: unknown): LocalProblem {
  return new LocalProblem(
    `There is no room left on the disk that holds ${folder}. Free at least 200 MB there, or set DATA_DIR to a folder on another disk.`,
    { cause },
  );
}
