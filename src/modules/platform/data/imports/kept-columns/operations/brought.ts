import "server-only";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import type { BroughtColumns } from "../schema";

/** The columns of a file that were brought in after its run, in the order in which it was asked for. */
export async function broughtOf(ctx: Ctx, fileId: string): Promise<BroughtColumns[]> {
  const row = await ctx.db.importFile.findFirst({ where: { id: fileId }, select: { brought: true } });
  return (row?.brought ?? []) as BroughtColumns[];
}

export async function keepBrought(ctx: Ctx, fileId: string, brought: readonly BroughtColumns[]): Promise<void> {
  await ctx.db.importFile.update({
    where: { id: fileId },
    data: { brought: brought as unknown as Prisma.InputJsonValue },
    select: { id: true },
  });
}
