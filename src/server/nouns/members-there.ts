import "server-only";
import type { Field } from "@/lib/fields/field";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { notFound } from "../errors.ts";
import type { NounRuntime } from "./noun-runtime.ts";
import { recordsOf } from "./records.ts";

type Input = Readonly<Record<string, unknown>>;

/**
 * Throws NOT_FOUND if an input lists an unknown member, or a removed one that the record does not list yet. Locks the
 * members, so that none is removed before the act ends. `id` is the edited record.
 */
export async function requireMembers(ctx: Ctx, { noun }: NounRuntime, input: Input, id: string | null): Promise<void> {
  const names = Object.entries<Field>(noun.fields).flatMap(([name, { kind }]) => (kind === "members" ? [name] : []));
  const listed = names.flatMap((name) => ((input[name] ?? []) as string[]).map((one) => [name, one] as const));
  if (listed.length === 0) return;
  const ids = [...new Set(listed.map(([, one]) => one))];
  const found = await tenantSql<{ id: string; status: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select id, status from members where tenant_id = ${ctx.tenant.id}::uuid and id = any(${ids}::uuid[])
      order by id ${ctx.inTransaction ? Prisma.sql`for share` : Prisma.empty}`,
  );
  const statuses = new Map(found.map((one) => [one.id, one.status]));
  if (ids.some((one) => !statuses.has(one))) throw notFound("member");
  const removed = listed.filter(([, one]) => statuses.get(one) === "removed");
  if (removed.length === 0) return;
  const select = Object.fromEntries(names.map((name) => [name, true]));
  const before = id === null ? null : await recordsOf(ctx, noun.entity).findFirst({ where: { id }, select });
  const isListed = ([name, one]: (typeof removed)[number]) => ((before?.[name] ?? []) as string[]).includes(one);
  if (!removed.every(isListed)) throw notFound("member");
}
