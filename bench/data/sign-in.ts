import { createHash, randomBytes } from "node:crypto";
import { encode } from "next-auth/jwt";
import type { Client } from "pg";

/** A person with a session in the measured workspace, as an admin. */
export type SignedIn = { tenantId: string; memberId: string; workspace: string; token: string; cookie: string };

/**
 * Creates a person with this name and a session directly in the database: password sign-in is not part of the
 * measurement.
 */
export async function signIn(superuser: Client, secret: string, name: string): Promise<SignedIn> {
  const nameKey = name.toLowerCase();
  const email = `${nameKey}@bench.example`;
  const token = randomBytes(32).toString("base64url");
  const tokenHash = createHash("sha256").update(token).digest("hex");
  const { rows } = await superuser.query<{ tenantId: string; memberId: string }>(
    `with person as (
       insert into users (id, name, email, email_key, email_verified_at, updated_at)
       values (uuidv7(), $2, $4, $4, now(), now()) returning id
     ),
     session as (
       insert into sessions (id, user_id, token_hash, expires_at)
       select uuidv7(), id, $1, now() + interval '1 day' from person
     )
     insert into members (id, tenant_id, user_id, name, name_key, email, email_key, role, status, updated_at)
     select uuidv7(), t.id, person.id, $2, $3, $4, $4, 'admin', 'active', now()
     from person, tenants t where t.slug = 'bench'
     returning tenant_id as "tenantId", id as "memberId"`,
    [tokenHash, name, nameKey, email],
  );
  const [row] = rows;
  if (!row) throw new Error("The data has no workspace named bench.");
  const jwt = await encode({ token: { sid: token }, secret, maxAge: 86_400 });
  return { ...row, workspace: "bench", token, cookie: `next-auth.session-token=${jwt}` };
}
