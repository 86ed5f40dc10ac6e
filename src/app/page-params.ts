import "server-only";

/** A page's parameters from its address; the first value of a repeated name counts. */
export type PageParams = Promise<Record<string, string | string[] | undefined>>;

/** One value of the address, or undefined. */
export async function pageParam(params: PageParams, name: string): Promise<string | undefined> {
  const value = (await params)[name];
  return Array.isArray(value) ? value[0] : value;
}
