import { vi } from "vitest";
import { isFull } from "../rounds";

export const poolerModes = ["session", "transaction"] as const;

/** All modes in full. At each change, walls and leaks between connections are tried in both, the rest in one. */
export const triedModes: readonly (typeof poolerModes)[number][] = isFull ? poolerModes : ["session"];

/**
 * The kernel loaded again with other settings, and connections of its own. One at a time: `close` ends them, and
 * earlier imports must not be used from now on, because there is one set of connections per process.
 */
export async function loadKernel(settings: Record<string, string>) {
  await (await import("@/server/db/client")).closeConnections();
  vi.resetModules();
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const client = await import("@/server/db/client");
  const [tenant, pool, arrange, sample, errors, prisma] = await Promise.all([
    import("@/server/db/tenant-db"),
    import("@/server/db/tenant-pool"),
    import("../ctx"),
    import("../full-workspace"),
    import("@/server/errors"),
    import("@/server/db/generated/client"),
  ]);
  return {
    ...client,
    ...tenant,
    ...pool,
    ...arrange,
    ...sample,
    ...errors,
    Prisma: prisma.Prisma,
    close: client.closeConnections,
  };
}
export type Kernel = Awaited<ReturnType<typeof loadKernel>>;
