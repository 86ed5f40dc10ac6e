import "server-only";
import type { Inngest } from "inngest";
import { jobRunEvents } from "@/lib/job-events";
import { tenantDb } from "../db/tenant-db.ts";
import { requireNoTransaction } from "../outbound.ts";
import { type Consumer, type OutboxEvent, Refused, Unreachable } from "../outbox/consumers.ts";
import { type DeliveredEvent, jobs } from "./job.ts";

interface Sent {
  id: string;
  name: string;
  ts: number;
  data: DeliveredEvent & { job?: string };
}

/** Sends the events that a job listens to to the workflow server, under their own ids and in order. */
export function workflowsBy(client: () => Promise<Pick<Inngest, "send">>): Consumer {
  return {
    name: "workflows",
    wants: ({ name }) => aboutRuns.has(name) || jobs().some((job) => job.on.some((event) => event.name === name)),
    async deliver(events) {
      const sent = (await Promise.all(events.map(sentOf))).filter((one) => one !== null);
      if (sent.length > 0) await vendor(async () => (await client()).send(sent));
    },
  };
}

/** The workflow server's SDK is loaded where events are sent, not where they are written. */
export const workflows = workflowsBy(async () => {
  requireNoTransaction("Inngest");
  return (await import("../inngest.ts")).inngest();
});

const aboutRuns = new Set([jobRunEvents.retried.name, jobRunEvents.cancelled.name]);

async function sentOf(event: OutboxEvent): Promise<Sent | null> {
  const { id, name, at: ts } = event;
  return aboutRuns.has(name) ? await ofRun(event) : { id, name, ts, data: delivered(event, 0) };
}

/** Events about a run go with the event that the run is for: a retry is another round of it. */
async function ofRun({ tenantId, id, name, entityId, at: ts }: OutboxEvent): Promise<Sent | null> {
  const run = await tenantDb(tenantId).db.jobRun.findFirst({
    where: { id: entityId },
    select: {
      job: true,
      round: true,
      event: {
        select: {
          id: true,
          name: true,
          entity: true,
          entityId: true,
          entityVersion: true,
          actorMemberId: true,
          at: true,
        },
      },
    },
  });
  if (!run) return null;
  const { actorMemberId: memberId, at, ...first } = run.event;
  const round = name === jobRunEvents.retried.name ? run.round + 1 : run.round;
  return {
    id,
    name,
    ts,
    data: { ...delivered({ ...first, tenantId, memberId, at: at.getTime() }, round), job: run.job },
  };
}

function delivered(event: Omit<OutboxEvent, "origin">, round: number): DeliveredEvent {
  const { tenantId, id, name, entity, entityId, entityVersion, memberId, at } = event;
  return {
    key: `${tenantId}:${id}:${round}`,
    tenantId,
    eventId: id,
    name,
    entity,
    entityId,
    version: entityVersion,
    memberId,
    at,
    round,
  };
}

/** The SDK has tried five times by then. Only the server's answer about these events counts as their fault. */
async function vendor(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    const [refusal, status] = /^Inngest API Error: (\d{3})\b.*/.exec(error instanceof Error ? error.message : "") ?? [];
    if (status === "400" || status === "413")
      throw new Refused(`The workflow server refused: ${refusal}`, { cause: error });
    throw new Unreachable("The workflow server does not accept events.", { cause: error });
  }
}
