import type { Ctx } from "@/server/context";
import { type DeliveredEvent, jobs } from "@/server/workflows/job";
import { adminQuery } from "./db";

/** Runs the job after a contact was anonymised, as the workflow engine does; `system` is the workspace without a member. */
export async function eraseEverywhere(system: Ctx, id: string): Promise<void> {
  const job = jobs().find((one) => one.id === "erase-person");
  const [event] = await adminQuery<{ id: string }>(
    "select id from events where entity_id = $1 and name = 'contact.erasureRequested' order by id desc limit 1",
    [id],
  );
  if (!job || !event) throw new Error("Nothing asks to erase this person.");
  const asked = { eventId: event.id, entity: "contact", entityId: id, tenantId: system.tenant.id } as DeliveredEvent;
  await job.run({ event: asked, step: async (_id, work) => await work(system), sleepUntil: async () => {} });
}
