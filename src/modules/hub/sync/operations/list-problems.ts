import "server-only";
import { usedConnectionScope } from "@/modules/hub/connections/scope";
import { hub } from "@/modules/hub/module";
import { isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { readIdCursor } from "@/server/page-cursor";
import { mayView } from "@/server/scope";
import { withoutPartner } from "@/server/sync/pairs/choices";
import {
  listSyncProblemsInput,
  ofConnection,
  type SyncProblem,
  type SyncProblemGroup,
  syncProblemGroups,
  syncProblemPage,
} from "../schema";
import { mendableIn } from "./mend-value";
import { namesHere } from "./names-here";
import { ownOptions } from "./own-options";
import { labelOf, type Mapped, mappedIn, pairIn, type SidedValue, type Words, wordsFor } from "./value-text";

const select = {
  id: true,
  objectId: true,
  code: true,
  words: true,
  cause: true,
  recordId: true,
  externalId: true,
  field: true,
  ours: true,
  theirs: true,
  answer: true,
  attempts: true,
  nextTryAt: true,
  createdAt: true,
  object: { select: { entity: true } },
} satisfies Prisma.SyncProblemSelect;
type Row = Prisma.SyncProblemGetPayload<{ select: typeof select }>;

/** Ids of records here of which a person may choose one. */
const candidatesOf = ({ code, ours }: Row): string[] =>
  code === "twoHere" && Array.isArray(ours) ? ours.map(String) : [];

/** The values of a problem. A record that could not be created holds all of its properties: the field that was refused is shown. */
const valuesOf = ({ object: { entity }, code, field, cause, ours, theirs }: Row): SidedValue[] => {
  const of = { entity, field: field ?? cause };
  return [
    { ...of, side: "ours", value: code === "twoHere" ? null : ours } as const,
    { ...of, side: "theirs", value: theirs },
  ];
};

interface Presenting {
  connectionId: string;
  mapped: readonly Mapped[];
}

async function present(ctx: Ctx, of: Presenting, rows: readonly Row[]): Promise<SyncProblem[]> {
  const { mapped } = of;
  const names = await namesHere(
    ctx,
    rows.flatMap((row) =>
      [row.recordId, ...candidatesOf(row)].flatMap((id) => (id ? [{ entity: row.object.entity, id }] : [])),
    ),
  );
  const causes = rows.flatMap((row) => causeOf(mapped, { ...row, entity: row.object.entity }) ?? []);
  const words = await wordsFor(ctx, of, [...rows.flatMap(valuesOf), ...causes.map(({ value }) => value)]);
  const named = (id: string | null) => {
    const name = id === null ? undefined : names.get(id);
    return id === null || name === undefined ? null : { id, name };
  };
  return rows.map((row) => {
    const { object, recordId, nextTryAt, createdAt, ...problem } = row;
    const { entity } = object;
    const isSeen = mayView(ctx, entity);
    const [ours, theirs] = valuesOf(row).map(words);
    return {
      ...problem,
      entity,
      words: isSeen ? wordsOf(mapped, { ...row, entity }, words) : hiddenWords,
      answer: isSeen ? row.answer : null,
      record: named(recordId),
      fieldLabel: labelOf(mapped, entity, row.field),
      ours: ours ?? null,
      theirs: theirs ?? null,
      edit: isSeen ? (mendableIn(ctx, mapped, entity, row)?.text ?? null) : null,
      candidates: candidatesOf(row).flatMap((id) => named(id) ?? []),
      nextTryAt: isoOf(nextTryAt),
      createdAt: createdAt.toISOString(),
    };
  });
}

const hiddenWords = "It concerns a kind of record that you may not see.";

interface Caused {
  entity: string;
  code: string;
  field: string | null;
  cause: string;
  words: string;
}

/** The option or the person that lacks a partner, as the cause of a problem names it, and the side that lacks it. */
function causeOf(mapped: readonly Mapped[], { entity, code, field, cause }: Omit<Caused, "words">) {
  const pair = field === null ? undefined : pairIn(mapped, entity, field);
  if (!pair || !["optionWithoutPartner", "personWithoutPartner"].includes(code)) return null;
  const place = cause.indexOf(" ");
  const lacks = cause.slice(0, place) === "here" ? "here" : "there";
  const id = cause.slice(place + 1);
  const value: SidedValue = { entity, field, side: lacks === "here" ? "named there" : "ours", value: id };
  return { pair, lacks, id, value } as const;
}

/** The sentence of a problem; an option is called by its label. */
function wordsOf(mapped: readonly Mapped[], problem: Caused, words: Words): string {
  const cause = problem.code === "optionWithoutPartner" ? causeOf(mapped, problem) : null;
  const subject = cause && words(cause.value);
  return subject ? withoutPartner(cause.pair.label, subject, cause.lacks).blocked.words : problem.words;
}

export const listSyncProblems = hub.operation({
  kind: "query",
  permission: "connection:view",
  uses: [{ scope: usedConnectionScope, ids: (input) => [input.connectionId] }],
  input: listSyncProblemsInput,
  output: syncProblemPage,
  rest: { method: "GET", path: "/connections/{connectionId}/problems" },
  describe: "Values and records of a connection that wait for a person, each with its reason.",
  async run(ctx, { connectionId, entity, code, cause, state, limit, cursor }) {
    const mapped = await mappedIn(ctx, connectionId);
    const after = readIdCursor(cursor);
    const rows = await ctx.db.syncProblem.findMany({
      where: {
        object: { connectionId, ...(entity ? { entity } : {}) },
        state: state === "ignored" ? "ignored" : { not: "ignored" },
        ...(code ? { code } : {}),
        ...(cause === undefined ? {} : { cause }),
        ...(after ? { id: { gt: after } } : {}),
      },
      orderBy: { id: "asc" },
      take: limit + 1,
      select,
    });
    const page = rows.slice(0, limit);
    const nextCursor = rows.length > limit ? (page.at(-1)?.id ?? null) : null;
    return { items: await present(ctx, { connectionId, mapped }, page), nextCursor };
  },
});

const mostGroups = 100;

export const listSyncProblemGroups = hub.operation({
  kind: "query",
  permission: "connection:view",
  uses: [{ scope: usedConnectionScope, ids: (input) => [input.connectionId] }],
  input: ofConnection,
  output: syncProblemGroups,
  rest: { method: "GET", path: "/connections/{connectionId}/problem-groups" },
  describe: "The open problems of a connection by their cause, so that one fix serves all of a group.",
  async run(ctx, { connectionId }) {
    const mapped = await mappedIn(ctx, connectionId);
    const objects = await ctx.db.syncObject.findMany({ where: { connectionId }, select: { id: true, entity: true } });
    const rows = await ctx.db.syncProblem.groupBy({
      by: ["objectId", "code", "cause"],
      where: { objectId: { in: objects.map(({ id }) => id) }, state: { not: "ignored" } },
      _count: true,
      _min: { field: true, words: true },
      orderBy: { _count: { id: "desc" } },
      take: mostGroups,
    });
    const groups = rows.map(({ objectId, code, cause, _count: count, _min: { field, words } }) => {
      const entity = objects.find(({ id }) => id === objectId)?.entity ?? "";
      return { objectId, entity, code, cause, field, words: words ?? "", count };
    });
    const causes = groups.flatMap((group) => causeOf(mapped, group)?.value ?? []);
    const words = await wordsFor(ctx, { connectionId, mapped }, causes);
    return await Promise.all(groups.map(async (group) => await presentGroup(ctx, { mapped, words }, group)));
  },
});

async function presentGroup(
  ctx: Ctx,
  { mapped, words }: { mapped: readonly Mapped[]; words: Words },
  group: Omit<SyncProblemGroup, "fieldLabel" | "lacking" | "options">,
): Promise<SyncProblemGroup> {
  const cause = causeOf(mapped, group);
  const lacking = cause && { side: cause.lacks, name: words(cause.value) ?? cause.id };
  return {
    ...group,
    words: wordsOf(mapped, group, words),
    fieldLabel: labelOf(mapped, group.entity, group.field),
    lacking,
    options: cause && group.code === "optionWithoutPartner" ? await optionsOf(ctx, mapped, group.entity, cause) : null,
  };
}

/** The side whose value lacks a partner, and the options of the other side to choose from. */
async function optionsOf(
  ctx: Ctx,
  mapped: readonly Mapped[],
  entity: string,
  { pair, lacks, id }: NonNullable<ReturnType<typeof causeOf>>,
): Promise<SyncProblemGroup["options"]> {
  if (lacks === "here") return { value: id, side: "theirs", choices: [...(await ownOptions(ctx, entity, pair))] };
  const described = mapped.find((one) => one.entity === entity)?.described ?? [];
  const there = described.find(({ name }) => name === pair.remote[0])?.options ?? [];
  return { value: id, side: "ours", choices: [...there] };
}
