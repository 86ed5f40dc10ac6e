/** The files of a comment or activity in its entry of a timeline. */
export interface AttachedFiles {
  count: number;
  /** Of the first of them. */
  names: string[];
  /** Where they are opened, below the workspace's address. */
  at: string;
}

/** Whether data of an entry are such files. The server made them; this is for pages, which load no schemas. */
export function isAttached(data: unknown): data is AttachedFiles {
  if (typeof data !== "object" || data === null || !("count" in data && "names" in data && "at" in data)) return false;
  const { count, names, at } = data;
  return typeof count === "number" && Array.isArray(names) && typeof at === "string";
}
