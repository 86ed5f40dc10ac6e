import "server-only";
import { z } from "zod";
import { platform } from "@/modules/platform/module";
import { wakeBackground } from "@/server/background";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { notFound } from "@/server/errors";
import { outboxState, replayInput, replayOutput } from "../schema";

const maxShown = 100;
const lateSeconds = 60;

interface Row {
  event_id: string;
  consumer: string;
  name: string;
  entity: string;
  entity_id: string;
  reason: string | null;
  parked_at: Date;
}

export const getOutbox = platform.operation({
  kind: "query",
  permission: "workspace:manage",
  input: z.object({}),
  output: outboxState,
  rest: { method: "GET", path: "/outbox" },
  describe: "Events of the workspace that could not be delivered and were parked, and those that are delivered late.",
  async run(ctx) {
    const tenantId = ctx.tenant.id;
    const [rows, [counts]] = await Promise.all([
      tenantSql<Row>(
        tenantId,
        ctx.db,
        Prisma.sql`
          select d.event_id, d.consumer, e.name, e.entity, e.entity_id, d.reason, d.parked_at
          from event_deliveries d join events e on e.tenant_id = d.tenant_id and e.id = d.event_id
          where d.tenant_id = ${tenantId}::uuid and d.delivered_at is null and d.parked_at is not null
          order by d.event_id, d.consumer limit ${maxShown}`,
      ),
      tenantSql<{ parked: number; late: number; since: Date | null }>(
        tenantId,
        ctx.db,
        Prisma.sql`
          select count(*) filter (where parked_at is not null)::int as parked,
                 count(*) filter (where parked_at is null)::int as late,
                 min(created_at) filter (where parked_at is null) as since
          from event_deliveries
          where tenant_id = ${tenantId}::uuid and delivered_at is null
            and (parked_at is not null or created_at < now() - make_interval(secs => ${lateSeconds}))`,
      ),
    ]);
    return {
      parked: rows.map((row) => ({
        eventId: row.event_id,
        consumer: row.consumer,
        name: row.name,
        entity: row.entity,
        entityId: row.entity_id,
        reason: row.reason ?? "",
        parkedAt: row.parked_at.toISOString(),
      })),
      parkedCount: counts?.parked ?? 0,
      late: counts?.since ? { count: counts.late, since: counts.since.toISOString() } : null,
    };
  },
});

/** Also for the staff console, whose acts are no operations of the workspace. */
export async function replayIn(inner: Ctx, { eventId }: { eventId?: string | undefined }) {
  const { count } = await inner.db.eventDelivery.updateMany({
    where: { parkedAt: { not: null }, deliveredAt: null, ...(eventId === undefined ? {} : { eventId }) },
    data: { parkedAt: null, attempts: 0, dueAt: new Date() },
  });
  if (count === 0 && eventId !== undefined) throw notFound("parked event");
  inner.afterCommit.push(wakeBackground);
  return { replayed: count };
}

export const replayParked = platform.operation({
  kind: "mutation",
  permission: "workspace:manage",
  silent: "The delivered event is the record of it.",
  input: replayInput,
  output: replayOutput,
  rest: { method: "POST", path: "/outbox/replay" },
  describe:
    "Retries the delivery of parked events: one, or all of the workspace. NOT_FOUND when the event is not parked.",
  run: replayIn,
});
