import "server-only";
import { jobRunEvents } from "@/lib/job-events";
import { platform } from "@/modules/platform/module";
import { AppError } from "@/server/errors";
import { emit } from "@/server/events";
import { jobRunIdInput, jobRunIdOutput } from "../schema";
import { jobRunScope } from "../scope";

const shared = {
  kind: "mutation",
  permission: "workspace:manage",
  on: { scope: jobRunScope, ids: (input: { id: string }) => [input.id] },
  input: jobRunIdInput,
  output: jobRunIdOutput,
} as const;

export const cancelJob = platform.operation({
  ...shared,
  rest: { method: "POST", path: "/job-runs/{id}/cancel" },
  describe: "Cancels a job: the current step finishes, no other starts. CONFLICT when the job is not running.",
  async run(ctx, { id }) {
    const { count } = await ctx.db.jobRun.updateMany({
      where: { id, status: "running" },
      data: { status: "cancelled", finishedAt: new Date() },
    });
    if (count === 0) throw new AppError("CONFLICT", "This job is no longer running. Reload the page.");
    emit(ctx, jobRunEvents.cancelled, { id, data: {} });
    return { id };
  },
});

export const retryJob = platform.operation({
  ...shared,
  rest: { method: "POST", path: "/job-runs/{id}/retry" },
  describe: "Retries a job that failed, was cancelled or was skipped. CONFLICT when a retry was already requested.",
  async run(ctx, { id }) {
    const { count } = await ctx.db.jobRun.updateMany({
      where: { id, status: { in: ["failed", "cancelled", "skipped"] }, retriedAt: null },
      data: { retriedAt: new Date() },
    });
    if (count === 0)
      throw new AppError("CONFLICT", "This job has not failed, or a retry is already running. Reload the page.");
    emit(ctx, jobRunEvents.retried, { id, data: {} });
    return { id };
  },
});
