/** An address with a further query behind any that it has: "/tasks?view=calendar&saved=…". */
export function withQuery(path: string, query: string): string {
  if (query === "") return path;
  return `${path}${path.includes("?") ? "&" : "?"}${query}`;
}
