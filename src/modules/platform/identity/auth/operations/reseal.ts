import "server-only";
import { isUnderCurrentKey, seal, unseal } from "@/server/crypto";
import { platformClient } from "@/server/db/client";
import { firstId } from "@/server/unknown-id";
import { ownerOf } from "./codes";

const atOnce = 500;

/** Numbers of secrets; the lost ones are sealed under a key that the server does not have. */
export interface Resealed {
  resealed: number;
  lost: number;
}

/**
 * Seals every secret of an authenticator app under ENCRYPTION_KEY that is sealed under the former key. May run alongside
 * the app and be repeated; a secret that changes meanwhile is left as it is then.
 */
export async function resealSecrets(): Promise<Resealed> {
  const db = platformClient();
  const total: Resealed = { resealed: 0, lost: 0 };
  let after = firstId;
  for (;;) {
    const rows = await db.totpSecret.findMany({
      where: { userId: { gt: after } },
      orderBy: { userId: "asc" },
      take: atOnce,
      select: { userId: true, sealed: true },
    });
    for (const { userId, sealed } of rows.filter((row) => !isUnderCurrentKey(row.sealed))) {
      const secret = opened(ownerOf(userId), sealed);
      if (secret === null) total.lost++;
      else {
        const data = { sealed: seal(ownerOf(userId), secret) };
        total.resealed += (await db.totpSecret.updateMany({ where: { userId, sealed }, data })).count;
      }
    }
    const last = rows.at(-1);
    if (!last || rows.length < atOnce) return total;
    after = last.userId;
  }
}

/** Null for a secret of a key that the server does not have, which the command counts and names. */
function opened(owner: string, sealed: string): string | null {
  try {
    return unseal(owner, sealed);
  } catch {
    return null;
  }
}
