import "server-only";
import { dueFrom } from "@/lib/due";
import { sweepEvents } from "@/lib/job-events";
import { platform } from "@/modules/platform/module";
import { workspaceEvents } from "../events";
import {
  countParts,
  expiresFrom,
  finishExport,
  forgetExpired,
  notifyExport,
  workPart,
  workStored,
} from "./operations/work";

/** Writes an export file by file: a killed process repeats one file. */
export const exportWorkspace = platform.job({
  id: "export-workspace",
  label: "Exports the whole workspace",
  on: [workspaceEvents.exportAsked],
  atOnce: 1,
  async run({ step, event: { eventId } }) {
    const parts = (await step("files", (ctx) => countParts(ctx, eventId))) ?? 0;
    for (let place = 0; place < parts; place++) await step(`file ${place}`, (ctx) => workPart(ctx, eventId, place));
    const stored = (part: number, after: string) =>
      step(`stored ${part}`, (ctx) => workStored(ctx, eventId, part, after));
    let last = await stored(1, "");
    for (let part = 2; last !== null; part++) last = await stored(part, last);
    await step("pack", (ctx) => finishExport(ctx, eventId));
    await step("tell", (ctx) => notifyExport(ctx, eventId).then(() => null));
  },
});

/** Deletes the files of exports that were kept long enough. */
export const forgetExports = platform.job({
  id: "forget-exports",
  label: "Deletes old exports",
  on: [sweepEvents.exportsToForget],
  atOnce: 1,
  wakes: [workspaceEvents.exportAsked],
  due: async (ctx, now) => dueFrom(await expiresFrom(ctx), now),
  async run({ step }) {
    await step("forget", (ctx) => forgetExpired(ctx, new Date()));
  },
});
