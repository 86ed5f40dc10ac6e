/** A decision about a record that was deleted or merged on one side. */
export interface Decision {
  act: "archive" | "unlink";
  word: string;
  /** Afterwards: "Ana Ortiz is archived". */
  done: string;
}

/** The two decisions that a problem needs, by its code; none where it needs something else. */
export function decisionsOf(code: string, label: string): readonly Decision[] {
  const archive = (word: string, done: string): Decision => ({ act: "archive", word, done });
  const unlink = (word: string, done: string): Decision => ({ act: "unlink", word, done });
  const here = archive("Archive here", "archived");
  if (code === "deletedThere") return [here, unlink("Unlink and keep", "kept without a link")];
  if (code === "deletedHere")
    return [
      archive(`Delete in ${label}`, `being deleted in ${label}`),
      unlink("Unlink and leave", "left there without a link"),
    ];
  if (code === "mergedThere") return [here, unlink("Keep both", "kept without a link")];
  return [];
}
