import "server-only";
import type { z } from "zod";
import type { EventDefinition } from "@/lib/events";
import type { IdentityCtx } from "./context.ts";
import type { Prisma } from "./db/generated/client.ts";

/** Writes one row of the global log of acts outside any workspace, in the transaction of the act. */
export async function noteIdentity<P extends z.ZodType>(
  db: Pick<Prisma.TransactionClient, "identityEvent">,
  ctx: IdentityCtx,
  event: EventDefinition<P>,
  facts: { userId: string | null; data: z.input<P> },
): Promise<void> {
  const data = { ...(event.payload.parse(facts.data) as object), address: ctx.address, userAgent: ctx.userAgent };
  await db.identityEvent.create({
    data: { name: event.name, userId: facts.userId, requestId: ctx.requestId, data },
  });
}
