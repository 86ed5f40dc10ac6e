import "server-only";
import { requireProvider } from "@/modules/hub/connections/scope";
import type { Ctx } from "@/server/context";
import { notFound } from "@/server/errors";
import type { Provider } from "@/server/sync/provider";

/** The service of a connection. NOT_FOUND without such a connection; refused where the plan lacks the service. */
export async function connectionProvider(ctx: Ctx, connectionId: string): Promise<Provider> {
  const row = await ctx.db.connection.findFirst({ where: { id: connectionId }, select: { provider: true } });
  if (!row) throw notFound("integration");
  return requireProvider(ctx, row.provider);
}
