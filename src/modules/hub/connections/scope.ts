import "server-only";
import { planPage } from "@/lib/plan-page";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { sharedScope } from "@/server/scope";
import { type Provider, providers } from "@/server/sync/provider";

/**
 * The service with this key. NOT_FOUND for one that this build does not have, MODULE_OFF where the plan of the workspace
 * does not have it: every act on a connection passes here, by the scope of its rows.
 */
export function requireProvider(ctx: Pick<Ctx, "entitlements">, key: string): Provider {
  const provider = knownProvider(key);
  if (!provider) throw new AppError("NOT_FOUND", "There is no such integration.");
  if (!ctx.entitlements.has(provider.licence))
    throw new AppError("MODULE_OFF", `${provider.label} is not on in this workspace. See Settings, ${planPage()}.`);
  return provider;
}

export const knownProvider = (key: string): Provider | undefined => providers().find((one) => one.key === key);

const rowsOf = (ctx: Ctx, ids: string[]) =>
  ctx.db.connection.findMany({ where: { id: { in: ids } }, select: { id: true, provider: true } });

const shown = {
  entity: "connection",
  noun: "integration",
  edit: "connection:manage",
  seenBy: ["connection:view"],
  async names(ctx: Ctx, ids: string[]) {
    const rows = await rowsOf(ctx, ids);
    return rows.map(({ id, provider }) => ({ id, name: knownProvider(provider)?.label ?? provider }));
  },
} as const;

/** Connections as they are shown, and as they are ended: without the licence too. */
export const connectionScope = sharedScope({ ...shown, load: rowsOf });

/** Connections to work with: the licence of their service is on. */
export const usedConnectionScope = sharedScope({
  ...shown,
  async load(ctx, ids) {
    const rows = await rowsOf(ctx, ids);
    for (const { provider } of rows) requireProvider(ctx, provider);
    return rows;
  },
});
