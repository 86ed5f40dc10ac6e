import "server-only";
import { connectionEvents } from "@/modules/hub/connections/events";
import { usedConnectionScope } from "@/modules/hub/connections/scope";
import { hub } from "@/modules/hub/module";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { AppError } from "@/server/errors";
import { emit } from "@/server/events";
import { newId } from "@/server/new-id";
import { editedRows, manyOf } from "@/server/nouns/many";
import { archiveSent } from "../row";
import { problemsSettled, settleSyncProblemsInput } from "../schema";
import { recordChanges } from "./changes";
import { connectionProvider } from "./connection-provider";
import { wakeObjects, whereOf } from "./problem-fixes";

/** So many records are settled by one request; the rest by the next one. */
const atOnce = 100;

type Act = "archive" | "unlink";

interface Decision {
  /** Whether the record here goes into the archive, or the one there. */
  archives: "here" | "there" | null;
  /** Whether the link ends now; one whose record there is being archived ends with the answer. */
  ends: boolean;
}

const keepBoth: Decision = { archives: null, ends: true };
const decisions: Readonly<Record<string, Readonly<Record<Act, Decision>>>> = {
  deletedThere: { archive: { archives: "here", ends: true }, unlink: keepBoth },
  deletedHere: { archive: { archives: "there", ends: false }, unlink: keepBoth },
  mergedThere: { archive: { archives: "here", ends: true }, unlink: keepBoth },
  twoHere: { archive: { archives: "here", ends: true }, unlink: keepBoth },
};

const select = {
  id: true,
  code: true,
  objectId: true,
  recordId: true,
  externalId: true,
  object: { select: { entity: true } },
} satisfies Prisma.SyncProblemSelect;
type Row = Prisma.SyncProblemGetPayload<{ select: typeof select }>;

export const settleSyncProblems = hub.operation({
  kind: "mutation",
  permission: "connection:manage",
  on: { scope: usedConnectionScope, ids: (input: { connectionId: string }) => [input.connectionId] },
  input: settleSyncProblemsInput,
  output: problemsSettled,
  rest: { method: "POST", path: "/connections/{connectionId}/problems/settle" },
  describe: `Decides about records that were deleted or merged on one side: \`archive\` archives the one that is left, \`unlink\` keeps it without a link. At most ${atOnce} at once; \`left\` says how many follow.`,
  async run(ctx, { act, ...input }) {
    const where = { ...whereOf(input), code: { in: Object.keys(decisions) }, recordId: { not: null } };
    const rows = await ctx.db.syncProblem.findMany({
      where: { AND: [whereOf(input), where] },
      orderBy: { id: "asc" },
      take: atOnce,
      select,
    });
    // A second request waits here for the first one, and then finds none.
    const { count } = await ctx.db.syncProblem.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } });
    if (count === 0 || count < rows.length)
      throw new AppError("CONFLICT", "There is nothing to decide: it was settled meanwhile.");
    for (const row of rows) await settle(ctx, row, decisions[row.code]?.[act] ?? keepBoth);
    await logDecisions(ctx, rows, act);
    await wakeObjects(ctx, { id: { in: rows.map(({ objectId }) => objectId) } });
    const provider = await connectionProvider(ctx, input.connectionId);
    emit(ctx, connectionEvents.problemResolved, {
      id: input.connectionId,
      data: { provider: provider.key, keep: act },
    });
    return { count, left: await ctx.db.syncProblem.count({ where: { AND: [whereOf(input), where] } }) };
  },
});

/** Archives by the operation of the noun, with its rules; a record that is archived already only loses its link. */
async function settle(
  ctx: Ctx,
  { objectId, recordId, object: { entity } }: Row,
  { archives, ends }: Decision,
): Promise<void> {
  if (recordId === null) return;
  const of = { objectId, recordId, state: { in: ["linked", "held"] } };
  if (archives === "there")
    await ctx.db.syncLink.updateMany({
      where: { ...of, externalId: { not: null } },
      data: { state: "linked", intent: archiveSent as never, intentAt: new Date() },
    });
  if (ends)
    await ctx.db.syncLink.updateMany({
      where: of,
      data: { state: "unlinked", intent: Prisma.DbNull, intentAt: null },
    });
  if (archives !== "here") return;
  const many = manyOf(entity);
  const [record] = await editedRows(ctx, many, [recordId]);
  if (record && record.archivedAt === null) await many.archive(ctx, { id: recordId, version: record.version });
}

/** The decisions are in the log, beside the run that had found the problems. */
async function logDecisions(ctx: Ctx, rows: readonly Row[], act: Act): Promise<void> {
  for (const objectId of new Set(rows.map((row) => row.objectId))) {
    const run = await ctx.db.syncRun.findFirst({ where: { objectId }, orderBy: { id: "desc" }, select: { id: true } });
    const own = rows.filter((row) => row.objectId === objectId && decisions[row.code]?.[act]?.ends);
    await recordChanges(
      { ctx, object: { id: objectId }, runId: run?.id ?? newId() },
      own.map(({ recordId, externalId }) => ({
        recordId: recordId ?? "",
        externalId,
        field: null,
        direction: "kept",
        decidedBy: act === "archive" ? "archived" : "unlinked",
      })),
    );
  }
}
