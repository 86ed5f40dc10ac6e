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
  plan: FilePlan;
  read: SliceRead;
}

// By import. From the start of its run on, its rows and decisions are closed.
const ahead = new Map<string, { number: number; reading: Promise<Ahead | null> }>();
const maxImports = 4;

/** Starts to read the next batch of the same file and phase while what this one did is being told. */
export function readAhead(ctx: Ctx, importId: string, batch: Batch, plan: FilePlan): void {
  // The records that are made may complete the plan.
  if (batch.phase === "make") return;
  for (const [oldest] of ahead) if (ahead.size >= maxImports) ahead.delete(oldest);
  // A slice that could not be read ahead is read in its turn, and fails there.
  ahead.set(importId, { number: batch.number + 1, reading: next(ctx, importId, batch, plan).catch(() => null) });
}

async function next(ctx: Ctx, importId: string, batch: Batch, plan: FilePlan): Promise<Ahead | null> {
  const { fileId, phase, number } = batch;
  const found = await ctx.db.importBatch.findFirst({
    where: { importId, fileId, phase, number: number + 1, status: "waiting" },
    select: { fromLine: true, toLine: true },
  });
  return found && { plan, read: await readSlice(ctx, plan, { ...found, phase }) };
}

/** The slice that was read ahead for a batch, once; null when there is none. */
export async function takeAhead(importId: string, number: number): Promise<Ahead | null> {
  const found = ahead.get(importId);
  ahead.delete(importId);
  return found?.number === number ? await found.reading : null;
}
