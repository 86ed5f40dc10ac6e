import "server-only";
import { type Inngest, type InngestFunction, NonRetriableError } from "inngest";
import { jobRunEvents } from "@/lib/job-events";
import { AppError } from "../errors.ts";
import { log } from "../log.ts";
import { type DeliveredEvent, deliveredEvent, type Job, type JobWork, type PlatformJob } from "./job.ts";
import { beginRun, failRun, finishRun, type Held, stepCtx } from "./job-runs.ts";

/** Attempts at a step after the first one. */
const retries = 4;

/** One run of the schedule starts work in all workspaces: requests of users come first. */
const sweptAtOnce = 2;

/** A job as an Inngest function. The duties of every job are here, so that no job can forget them. */
export function functionOf(client: Inngest, job: Job): InngestFunction.Any {
  const isMine = `event.data.job == '${job.id}'`;
  const inWorkspace = { key: "event.data.tenantId", limit: job.atOnce };
  const isCancelled = `async.data.job == '${job.id}' && async.data.key == event.data.key`;
  return client.createFunction(
    {
      id: job.id,
      name: job.label,
      triggers: [...job.on.map(({ name }) => ({ event: name })), { event: jobRunEvents.retried.name, if: isMine }],
      concurrency: job.due ? [inWorkspace, { limit: sweptAtOnce }] : [inWorkspace],
      idempotency: "event.data.key",
      cancelOn: [{ event: jobRunEvents.cancelled.name, if: isCancelled }],
      retries,
      async onFailure({ event, error }) {
        const { event: first, run_id: runId } = event.data;
        const delivered = deliveredEvent.safeParse(first.data);
        log.error({ job: job.id, runId, tenantId: delivered.data?.tenantId, err: error }, "a job failed");
        if (delivered.success) await failRun(job, delivered.data, runId, wordsOf(error, runId));
      },
    },
    async ({ event, runId, step }) => {
      const delivered = readEvent(event.data);
      const begun = await step.run("begin", () => beginRun(job, delivered, runId));
      if (begun.id === null) return { skipped: begun.reason };
      const held: Held = { job, event: delivered, runId, id: begun.id };
      const work: JobWork = {
        event: delivered,
        async step<T extends string | number | boolean | null>(name: string, act: Parameters<JobWork["step"]>[1]) {
          const once = async () => {
            const ctx = await stepCtx(held);
            return ctx && act(ctx);
          };
          return (await step.run(name, () => refusingForGood(once))) as T;
        },
        sleepUntil: (name, at) => step.sleepUntil(name, at),
      };
      await job.run(work);
      await refusingForGood(() => finishRun(held));
      return { done: held.id };
    },
  );
}

/** A job of the platform as an Inngest function: one run at a time, at its times. */
export function platformFunctionOf(client: Inngest, { id, label, cron, run }: PlatformJob): InngestFunction.Any {
  return client.createFunction(
    {
      ...{ id, name: label, retries, concurrency: { limit: 1 } },
      triggers: [{ cron: `TZ=UTC ${cron}` }],
      onFailure: async ({ error, event }) =>
        log.error({ job: id, runId: event.data.run_id, err: error }, "a job of the platform failed"),
    },
    async ({ step }) => {
      await run(async (name, work) => (await step.run(name, work)) as Awaited<ReturnType<typeof work>>);
    },
  );
}

function readEvent(data: unknown): DeliveredEvent {
  const delivered = deliveredEvent.safeParse(data);
  if (!delivered.success) throw new NonRetriableError(`This is not a valid event: ${delivered.error.message}`);
  return delivered.data;
}

/** A refusal would repeat: it ends the run, while any other error is retried. */
async function refusingForGood<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof AppError) || passing.has(error.code)) throw error;
    throw new NonRetriableError(error.message, { cause: error });
  }
}

const passing = new Set<AppError["code"]>(["UNAVAILABLE", "INTERNAL", "RATE_LIMITED"]);

/** Refusals are written for people; any other error belongs in the log. */
function wordsOf({ name, message }: Error, runId: string): string {
  if (name === "NonRetriableError") return message;
  return `Something went wrong on our side. The reference is ${runId}.`;
}
