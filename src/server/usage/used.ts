import "server-only";
import type { TenantInfo } from "../context.ts";

// On globalThis: the bundler may load this module several times, and one loop asks for all of them.
const holder = globalThis as { throughlineUsed?: Map<string, TenantInfo> };

function used(): Map<string, TenantInfo> {
  holder.throughlineUsed ??= new Map();
  return holder.throughlineUsed;
}

/** Notes that something was used in a workspace: limits and budgets may have passed a threshold. */
export const wasUsed = (tenant: TenantInfo): void => void used().set(tenant.id, tenant);

/** The workspaces in which something was used since the last call. */
export function takeUsed(): TenantInfo[] {
  const all = [...used().values()];
  used().clear();
  return all;
}
