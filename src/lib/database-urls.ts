import { z } from "zod";

const postgresUrl = (role: string) =>
  z
    .url({
      protocol: /^postgres(ql)?$/,
      error: `must be the URL of a PostgreSQL database, with ${role} as its user`,
      abort: true,
    })
    .refine((url) => new URL(url).username !== "", `must name its user (${role})`)
    .refine((url) => new URL(url).pathname.length > 1, "must name its database, as …:5432/throughline")
    .refine(isEscaped, "must have a % in its user or password written as %25");

/** The addresses of the database: one for each of its roles. */
export const databaseUrls = {
  DATABASE_URL: postgresUrl("the app role"),
  DATABASE_PLATFORM_URL: postgresUrl("the platform role"),
  DATABASE_OWNER_URL: postgresUrl("the owner role"),
};

/** The first address whose user also occurs in another one, with the error message. */
export function sharedRole(
  urls: Partial<Record<keyof typeof databaseUrls, string | undefined>>,
): { name: string; message: string } | undefined {
  const roles = new Map<string, string>();
  for (const name of Object.keys(databaseUrls) as (keyof typeof databaseUrls)[]) {
    const url = urls[name];
    if (url === undefined) continue;
    const user = userOf(url);
    const other = roles.get(user);
    if (other) return { name, message: `has the same user as ${other}; the isolation of tenants needs separate roles` };
    roles.set(user, name);
  }
  return undefined;
}

/** The role that an address logs in as. */
export function userOf(url: string): string {
  return decodeURIComponent(new URL(url).username);
}

/** Whether user and password of an address can be decoded: a bare % in them cannot. */
function isEscaped(url: string): boolean {
  return !/%(?![0-9a-f]{2})/i.test(new URL(url).username + new URL(url).password);
}
