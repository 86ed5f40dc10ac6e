import { appRouter } from "@/registry/router";
import type { AnyOperation } from "@/server/operation";

/** A call of tRPC, such as `accounts.list`, with its operation. */
export interface Procedure {
  path: string;
  type: "query" | "mutation";
  operation: AnyOperation;
}

interface Registered {
  _def: { type: Procedure["type"]; meta: { operation: AnyOperation } };
}

/** All calls that the app answers. */
export const procedures: readonly Procedure[] = Object.entries(
  appRouter._def.procedures as unknown as Record<string, Registered>,
).map(([path, { _def }]) => ({ path, type: _def.type, operation: _def.meta.operation }));
