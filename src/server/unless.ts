import "server-only";

/** For `catch`: the value for a file that is missing or exists already. Any other failure stays one. */
export function unless<T>(expected: "ENOENT" | "EEXIST", instead: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === expected) return instead;
    throw error;
  };
}
