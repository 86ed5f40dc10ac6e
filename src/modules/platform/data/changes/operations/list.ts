import "server-only";
import type { z } from "zod";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { startOf } from "../rules";
import { type ChangesPage, changesInput, changesPage, nounChangesInput } from "../schema";
import { readCursor, requireAlive, writeCursor } from "./cursor";
import { namedKinds, requireSeen, seenKinds } from "./kinds";
import { pageBehind } from "./page";
import { horizonOf } from "./read";
import { rightsOf } from "./rights";

const shared = {
  kind: "query",
  permission: "workspace:view",
  guests: false,
  cursorEnds: true,
  output: changesPage,
} as const;

export const listRecordChanges = platform.operation({
  ...shared,
  input: changesInput,
  rest: { method: "GET", path: "/changes" },
  describe:
    "Records that changed since a cursor, and those that were deleted or that you may no longer see, in one order that leaves none out. Each comes at least once. A cursor ends with CURSOR_EXPIRED after 30 days, and when what you may see changes: then read all records again.",
  run: (ctx, { nouns, ...input }) => changesSince(ctx, nouns, input),
});

export const listChangesOfNoun = platform.operation({
  ...shared,
  input: nounChangesInput,
  rest: { method: "GET", path: "/changes/{noun}" },
  describe:
    "The same for one kind of record, such as `account`; its cursors are its own. They end with CURSOR_EXPIRED.",
  run: (ctx, { noun, ...input }) => changesSince(ctx, noun, input),
});

async function changesSince(
  ctx: Ctx,
  nouns: string | undefined,
  { cursor: text, limit, content }: Pick<z.output<typeof changesInput>, "cursor" | "limit" | "content">,
): Promise<ChangesPage> {
  const named = namedKinds(nouns);
  const from = text === undefined ? null : readCursor(text, { tenantId: ctx.tenant.id, nouns: named });
  if (!from) requireSeen(ctx, named);
  const asked = named ?? from?.nouns ?? null;
  const listed = seenKinds(ctx, asked);
  const rights = rightsOf(ctx, listed);
  // Before anything is read: what is committed from now on comes behind it.
  const horizon = await horizonOf(ctx);
  if (from) requireAlive(from, { ...horizon, rights });
  const begin = { rows: [], place: startOf(horizon.changedIn), isAtEnd: true };
  const { rows, place, isAtEnd } = from
    ? await pageBehind(ctx, { listed, limit, content }, from.place, horizon.changedIn)
    : begin;
  const caughtUpAt = isAtEnd || !from ? horizon.at : from.caughtUpAt;
  const { database } = horizon;
  const nextCursor = writeCursor({ tenantId: ctx.tenant.id, nouns: asked, rights, database, caughtUpAt, place });
  return { rows, nextCursor, more: !isAtEnd, nouns: listed };
}
