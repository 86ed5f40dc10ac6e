import "server-only";
import { jobRunEvents } from "@/lib/job-events";
import { AppError } from "@/server/errors";
import { emit } from "@/server/events";
import { platform } from "../../module";
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
  describe: "Stops a job: the step that is under way ends, no other begins. CONFLICT when it does not run.",
  async run(ctx, { id }) {
    const { count } = await ctx.db.jobRun.updateMany({
      where: { id, status: "running" },
      data: { status: "cancelled", finishedAt: new Date() },
    });
    if (count === 0) throw new AppError("CONFLICT", "This job does not run any more. Look again.");
    emit(ctx, jobRunEvents.cancelled, { id, data: {} });
    return { id };
  },
});

export const retryJob = platform.operation({
  ...shared,
  rest: { method: "POST", path: "/job-runs/{id}/retry" },
  describe: "Does a job again that failed, was cancelled or was skipped. CONFLICT when that was asked for already.",
  async run(ctx, { id }) {
    const { count } = await ctx.db.jobRun.updateMany({
      where: { id, status: { in: ["failed", "cancelled", "skipped"] }, retriedAt: null },
      data: { retriedAt: new Date() },
    });
    if (count === 0) throw new AppError("CONFLICT", "This job has not failed, or is tried again already. Look again.");
    emit(ctx, jobRunEvents.retried, { id, data: {} });
    return { id };
  },
});
