import "server-only";
import type { Subscription } from "@/lib/entitlements";
import { type Ctx, createCtx } from "./context.ts";

/** Copies a context with another subscription: its rights and limits follow from it, the transaction stays. */
export function entitledCtx(ctx: Ctx, subscription: Subscription): Ctx {
  const { entitlements, readOnly, reach, can, tenant } = createCtx({ ...ctx, tenant: { ...ctx.tenant, subscription } });
  return { ...ctx, tenant, entitlements, readOnly, reach, can };
}
