import { mailWaitingInvitations } from "@/modules/platform/identity/members/invitations/jobs";
import type { Ctx } from "@/server/context";
import { wakesAll } from "@/server/workflows/job";
import { later } from "./ctx";

/** When waiting invitations are due in a workspace, asked by its system. */
export const waitingDue = async (system: Ctx, now = new Date()) =>
  await mailWaitingInvitations.due?.(await later(system), now);

/** The run of the job that the clock begins when something is due: its steps; null for nothing due. */
export async function runWaiting(system: Ctx, now = new Date()): Promise<number | null> {
  const due = await waitingDue(system, now);
  if (!due || due.slots.length === 0) return null;
  let steps = 0;
  await mailWaitingInvitations.run({
    event: {} as never,
    step: async (_id, work) => {
      steps += 1;
      return await work(await later(system));
    },
    sleepUntil: async () => undefined,
  });
  return steps;
}

/** Whether something that happened since makes the clock ask the job. */
export async function isWoken({ db }: Ctx, since: Date): Promise<boolean> {
  const events = await db.event.findMany({ where: { at: { gte: since } }, select: { name: true } });
  const wakes = new Set([...wakesAll(), ...(mailWaitingInvitations.wakes ?? [])].map(({ name }) => name));
  return events.some(({ name }) => wakes.has(name));
}
