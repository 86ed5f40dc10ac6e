import "server-only";
import { connectionEvents } from "@/modules/hub/connections/events";
import { usedConnectionScope } from "@/modules/hub/connections/scope";
import { hub } from "@/modules/hub/module";
import type { Ctx } from "@/server/context";
import { AppError, invalid, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { inWorkspace } from "@/server/nouns/in-workspace";
import { manyOf, presented, seenRows } from "@/server/nouns/many";
import type { FieldPair, Value } from "@/server/sync/object";
import { mendSyncValueInput, problemsDone } from "../schema";
import { connectionProvider } from "./connection-provider";
import { plainPartners } from "./plain-partners";
import { wakeObjects } from "./problem-fixes";
import { type Mapped, mappedIn, pairIn } from "./value-text";

/** Values of these kinds are one line of text on both sides. */
const kinds: readonly string[] = ["text", "url", "domain", "email", "emails", "phone", "phones", "integer", "number"];

interface Refused {
  code: string;
  recordId: string | null;
  field: string | null;
  /** The property that was refused, where the service named it. */
  cause: string;
  ours: unknown;
}

/** The property of a refused value and its text, which a person may replace; null where the record itself is the place for that. */
export function mendableIn(ctx: Ctx, mapped: readonly Mapped[], entity: string, problem: Refused) {
  const { code, recordId, field, cause, ours } = problem;
  const pair = field === null ? undefined : pairIn(mapped, entity, field);
  if (code !== "refusedThere" || recordId === null || !pair?.directions.includes("both") || pair.points) return null;
  const kind = inWorkspace(ctx, manyOf(entity).runtime).noun.fields[pair.field]?.kind ?? "";
  const sent = kinds.includes(kind) ? pair.toTheirs((ours ?? null) as Value, plainPartners(ctx)) : null;
  if (!sent || !("props" in sent)) return null;
  const property = pair.remote.includes(cause) ? cause : (pair.remote[0] ?? "");
  return { pair, property, text: sent.props[property] ?? "" };
}

export const mendSyncValue = hub.operation({
  kind: "mutation",
  permission: "connection:manage",
  on: { scope: usedConnectionScope, ids: (input: { connectionId: string }) => [input.connectionId] },
  input: mendSyncValueInput,
  output: problemsDone,
  rest: { method: "POST", path: "/connections/{connectionId}/problems/{id}/value" },
  describe: "Sets another value here in place of one that the other system refused, and sends it.",
  async run(ctx, { connectionId, id, value }) {
    const problem = await ctx.db.syncProblem.findFirst({
      where: { id, object: { connectionId } },
      select: {
        ...{ code: true, objectId: true, recordId: true, field: true, cause: true, ours: true },
        object: { select: { entity: true } },
      },
    });
    if (!problem) throw notFound("problem");
    const { entity } = problem.object;
    const mendable = mendableIn(ctx, await mappedIn(ctx, connectionId), entity, problem);
    if (!mendable || problem.recordId === null)
      throw new AppError("CONFLICT", "This value cannot be changed here. Open the record and change it there.");
    await setOurs(ctx, { entity, id: problem.recordId, ...mendable }, value);
    const data = { nextTryAt: new Date(), state: "open", attempts: 1 };
    await ctx.db.syncProblem.updateMany({ where: { id }, data });
    await wakeObjects(ctx, { id: problem.objectId });
    const provider = await connectionProvider(ctx, connectionId);
    emit(ctx, connectionEvents.problemResolved, {
      id: connectionId,
      data: { provider: provider.key, keep: "changed" },
    });
    return { count: 1 };
  },
});

interface Target {
  entity: string;
  id: string;
  pair: FieldPair;
  property: string;
}

/** Edits the record as the person would on its page; the other parts of the value stay. */
async function setOurs(ctx: Ctx, { entity, id, pair, property }: Target, text: string): Promise<void> {
  const many = manyOf(entity);
  const record = presented(ctx, many, await seenRows(ctx, many, [id])).get(id);
  if (!record) throw notFound("record");
  const partners = plainPartners(ctx);
  const now = pair.toTheirs(pair.read(record), partners);
  const read = pair.toOurs({ ...("props" in now ? now.props : {}), [property]: text.trim() || null }, partners);
  if ("blocked" in read) throw invalid("value", read.blocked.words);
  await many.update(ctx, { id, version: record.version, ...pair.patch(read.value, record) });
}
