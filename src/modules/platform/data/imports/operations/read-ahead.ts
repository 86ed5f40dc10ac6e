import "server-only";
import type { Ctx } from "@/server/context";
import type { FilePlan } from "./plan-file";
import { readSlice, type Slice, type SliceRead } from "./read-slice";

/** A numbered slice of a running import. */
export interface Batch extends Slice {
  id: string;
  fileId: string;
  number: number;
  rowCount: number;
}

interface Ahead {
  batch: { id: string; toLine: number };
  plan: FilePlan;
  read: SliceRead;
}

// By import. From the start of its run on, its rows and decisions are closed.
const ahead = new Map<string, Promise<Ahead | null>>();
const maxImports = 4;

/** Starts to read the next batch of the same file and phase while what this one did is being told. */
export function readAhead(ctx: Ctx, importId: string, batch: Batch, plan: FilePlan): void {
  // The records that are made may complete the plan.
  if (batch.phase === "make") return;
  for (const [oldest] of ahead) if (ahead.size >= maxImports) ahead.delete(oldest);
  // A slice that could not be read ahead is read in its turn, and fails there.
  ahead.set(
    importId,
    next(ctx, importId, batch, plan).catch(() => null),
  );
}

async function next(ctx: Ctx, importId: string, batch: Batch, plan: FilePlan): Promise<Ahead | null> {
  const { fileId, phase, number, toLine } = batch;
  const found = await ctx.db.importBatch.findFirst({
    where: { importId, fileId, phase, number: { gte: number }, fromLine: { gt: toLine }, status: "waiting" },
    orderBy: [{ number: "asc" }, { fromLine: "asc" }],
    select: { id: true, fromLine: true, toLine: true },
  });
  return found && { batch: found, plan, read: await readSlice(ctx, plan, { ...found, phase }) };
}

/** The slice that was read ahead for a batch, once; null when there is none, or when the batch was halved since. */
export async function takeAhead(importId: string, { id, toLine }: Batch): Promise<Ahead | null> {
  const found = await ahead.get(importId);
  ahead.delete(importId);
  return found?.batch.id === id && found.batch.toLine === toLine ? found : null;
}
