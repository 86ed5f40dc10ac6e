import "server-only";

/** What a page gets from its address; a name that comes twice counts once. */
export type PageParams = Promise<Record<string, string | string[] | undefined>>;

/** One value of the address, or nothing. */
export async function pageParam(params: PageParams, name: string): Promise<string | undefined> {
  const value = (await params)[name];
  return Array.isArray(value) ? value[0] : value;
}
