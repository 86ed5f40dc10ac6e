import "server-only";
import { createHmac } from "node:crypto";
import { env } from "@/env";
import { foldKey } from "@/lib/text";
import type { Ctx } from "../context.ts";

/** The id of a record in another product. */
export interface IdElsewhere {
  /** The product, however it is written: HubSpot. */
  source: string;
  externalId: string;
}

/** Such an id without a way back to it: a keyed hash, for one workspace and product. */
const hashOf = (tenantId: string, { source, externalId }: IdElsewhere): string =>
  createHmac("sha256", env.NEXTAUTH_SECRET)
    .update(`erased ${tenantId} ${foldKey(source)} ${externalId}`)
    .digest("base64url");

/** Keeps hashes of the ids of somebody who is erased, so that nothing creates the person again. */
export async function keepErased({ db, tenant }: Ctx, ids: readonly IdElsewhere[]): Promise<void> {
  if (ids.length === 0) return;
  const data = ids.map((one) => ({ provider: foldKey(one.source), hash: hashOf(tenant.id, one) }));
  await db.syncErased.createMany({ data, skipDuplicates: true });
}

/** Finds out which of these ids were those of people who were erased; answers whether one of them is. */
export async function erasedAmong(
  { db, tenant }: Pick<Ctx, "db" | "tenant">,
  ids: readonly IdElsewhere[],
): Promise<(one: IdElsewhere) => boolean> {
  if (ids.length === 0) return () => false;
  const found = await db.syncErased.findMany({
    where: {
      provider: { in: [...new Set(ids.map(({ source }) => foldKey(source)))] },
      hash: { in: ids.map((one) => hashOf(tenant.id, one)) },
    },
    select: { hash: true },
  });
  const erased = new Set(found.map(({ hash }) => hash));
  return (one) => erased.has(hashOf(tenant.id, one));
}
