import "server-only";
import { platformQuery } from "../db/client.ts";

/** Those of these keys of e-mail addresses that belong to accounts of staff, who can be members of no workspace. */
export async function staffAddresses(emailKeys: string[]): Promise<Set<string>> {
  const rows = await platformQuery<{ email_key: string }>(
    "staff-addresses",
    "select u.email_key from users u join staff s on s.user_id = u.id where u.email_key = any($1::text[])",
    [emailKeys],
  );
  return new Set(rows.map((row) => row.email_key));
}
