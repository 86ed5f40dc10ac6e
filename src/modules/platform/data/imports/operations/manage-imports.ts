import "server-only";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { AppError, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { visibleImports } from "@/server/import-scope";
import { pageFrom, readIdCursor } from "@/server/page-cursor";
import { importEvents } from "../events";
import { isOpen } from "../rules";
import { createImportInput, importDetail, importIdInput, importPage, listImportsInput } from "../schema";
import { asker, hasAsked, importOf } from "./import-state";
import { changesImport } from "./operation-heads";
import {
  type FileRow,
  filesOf,
  importPeople,
  progressOf,
  statusOf,
  summary,
  titleOf,
  totalsOf,
} from "./present-import";
import { hasBegunRevert } from "./run-import";

export const createImport = platform.operation({
  kind: "mutation",
  permission: "record:import",
  input: createImportInput,
  output: importIdInput,
  rest: { method: "POST", path: "/imports", creates: true },
  describe: "Starts a new import; add files to it next.",
  async run(ctx) {
    const asked = asker(ctx);
    const createdById = asked.askedById;
    // Uploads that a process that died had begun, and drafts to which no file ever came. A slow line may take hours.
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    await ctx.db.importFile.deleteMany({ where: { status: "reading", createdAt: { lt: hoursAgo(24) } } });
    await ctx.db.import.deleteMany({
      where: { createdById, status: "draft", createdAt: { lt: hoursAgo(1) }, files: { none: {} } },
    });
    const row = await ctx.db.import.create({
      data: { status: "draft", createdById, ...asked, totals: [] },
      select: { id: true },
    });
    emit(ctx, importEvents.created, { id: row.id, data: {} });
    return row;
  },
});

const peopleAndFiles = {
  ...importPeople,
  files: {
    where: { status: "ready" },
    orderBy: { position: "asc" },
    select: { name: true, entity: true, rowCount: true, position: true },
  },
} satisfies Prisma.ImportInclude;

export const listImports = platform.operation({
  kind: "query",
  permission: "record:import",
  input: listImportsInput,
  output: importPage,
  rest: { method: "GET", path: "/imports" },
  describe: "Imports that you may see, newest first.",
  async run(ctx, input) {
    const limit = input.limit ?? 25;
    const end = readIdCursor(input.cursor);
    const rows = await ctx.db.import.findMany({
      // A draft whose only file was refused is nothing to go on with.
      where: {
        AND: [
          visibleImports(ctx),
          { NOT: { status: "draft", files: { none: {} } } },
          ...(end ? [{ id: { lt: end } }] : []),
        ],
      },
      orderBy: { id: "desc" },
      take: limit + 1,
      include: peopleAndFiles,
      relationLoadStrategy: "join",
    });
    const page = pageFrom(rows, limit, ({ id }) => id);
    return { ...page, rows: page.rows.map((row) => summary(ctx, row, row.files)) };
  },
});

export const getImport = platform.operation({
  kind: "query",
  permission: "record:import",
  input: importIdInput,
  output: importDetail,
  rest: { method: "GET", path: "/imports/{id}" },
  describe: "One import with its files, decisions, counts and progress.",
  async run(ctx, input) {
    const row = await ctx.db.import.findFirst({
      where: { AND: [{ id: input.id }, visibleImports(ctx)] },
      include: importPeople,
      relationLoadStrategy: "join",
    });
    if (!row) throw notFound("import");
    const files = await filesOf(ctx, row.id);
    const earlier = await earlierImports(ctx, row.id, files);
    const { mayEdit, ...rest } = summary(ctx, row, files);
    return {
      ...rest,
      mayEdit,
      files: files.map((file) => ({
        ...file,
        title: titleOf(file),
        sizeBytes: Number(file.sizeBytes),
        seenBefore: earlier.seen.get(file.sha256) ?? null,
        remembered: earlier.remembered.get(file.headerKey) ?? null,
      })),
      checked: row.checkedVersion === row.version && row.preview !== null && hasAsked(ctx, row),
      preview: row.preview === null ? null : totalsOf(row.preview),
      totals: totalsOf(row.totals),
      progress: progressOf(row, new Date()),
      failure: row.failure,
      mayRetry: mayEdit && row.status === "failed" && !(await hasBegunRevert(ctx, row.id)),
    };
  },
});

export const discardImport = platform.operation({
  ...changesImport,
  input: importIdInput,
  output: importIdInput,
  rest: { method: "DELETE", path: "/imports/{id}" },
  describe: "Discards an import that has not started, with its files. CONFLICT if it has started.",
  async run(ctx, input) {
    const row = await importOf(ctx, input.id);
    if (!isOpen(statusOf(row))) throw new AppError("CONFLICT", "This import was started. Cancel or revert it instead.");
    await ctx.db.import.delete({ where: { id: input.id, status: row.status } });
    emit(ctx, importEvents.discarded, { id: input.id, data: {} });
    return { id: input.id };
  },
});

/** Earlier imports that match these files: the same bytes, or a mapping of the same columns. */
async function earlierImports(ctx: Ctx, importId: string, files: readonly FileRow[]) {
  const known = { status: "ready", importId: { not: importId } };
  const written = { import: { status: { in: ["done", "cancelled", "failed", "running"] } } };
  const same = await ctx.db.importFile.findMany({
    where: { ...known, ...written, sha256: { in: files.map((file) => file.sha256) } },
    orderBy: { id: "asc" },
    select: { sha256: true, importId: true, createdAt: true },
  });
  const matched = await ctx.db.importFile.findMany({
    where: { ...known, import: { status: "done" }, headerKey: { in: files.map((file) => file.headerKey) } },
    orderBy: { id: "asc" },
    select: { headerKey: true, createdAt: true },
    take: 1000,
  });
  return {
    seen: new Map(same.map((one) => [one.sha256, { importId: one.importId, at: one.createdAt.toISOString() }])),
    remembered: new Map(matched.map((one) => [one.headerKey, one.createdAt.toISOString()])),
  };
}
