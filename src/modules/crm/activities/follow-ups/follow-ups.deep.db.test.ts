import "@/registry/register";
import { expect, test } from "vitest";
import { createPlaceholder, removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { opportunityWorkspace } from "@/test/opportunities";
import { contactOperations } from "../../contacts/operations";
import { createOpportunity, opportunityOperations } from "../../opportunities/operations/all";
import { moveOpportunity } from "../../opportunities/operations/move";
import type { Pipeline } from "../../pipelines/schema";
import { activityOperations } from "../operations/all";
import { isOver, noonOf } from "../rules";
import { countFollowUps, listFollowUps } from "./operations";
import { dayStartOf } from "./row";
import { type FollowUpReason, followUpReason, type Responsible } from "./rules";

const acts = 2000;
const comparedEvery = 40;
const dayMs = 86_400_000;

/** The same numbers in every run (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const all = { limit: 100 } as const;
const openNow = async (ctx: Ctx) => (await opportunityOperations.list(ctx, all)).rows;
const contactsNow = async (ctx: Ctx) => (await contactOperations.list(ctx, all)).rows;
const activitiesNow = async (ctx: Ctx) => (await activityOperations.list(ctx, all)).rows;

type Step = { title: string; at: Date | null; day: string | null; ownerId: string | null };

/** The follow-up list as it follows from plain reads of records, activities and members. */
async function computed(ctx: Ctx, now: Date): Promise<Record<string, FollowUpReason>> {
  const statuses = new Map(
    (
      await adminQuery<{ id: string; status: string }>("select id, status from members where tenant_id = $1", [
        ctx.tenant.id,
      ])
    ).map(({ id, status }) => [id, status]),
  );
  const activities = (await activitiesNow(ctx)).filter(
    ({ status, startsAt, dueOn }) => !isOver(status) && (startsAt ?? dueOn),
  );
  const sold = (await contactsNow(ctx)).filter(({ lifecycle }) =>
    ["lead", "mql", "sql", "opportunity"].includes(lifecycle),
  );
  const records = [...(await openNow(ctx)).filter(({ status }) => status === "open"), ...sold];
  const { timeZone: zone } = ctx.tenant;
  const today = dayStartOf(ctx, now);
  const found: Record<string, FollowUpReason> = {};
  for (const record of records) {
    const line: Step[] =
      record.nextStep === null
        ? []
        : [
            {
              title: record.nextStep,
              at: noonOf(record.nextStepOn === null ? null : new Date(`${record.nextStepOn}T00:00:00Z`), zone),
              day: record.nextStepOn,
              ownerId: record.nextStepOwner?.id ?? record.owner?.id ?? null,
            },
          ];
    const planned = activities
      .filter(({ about }) => about.some(({ id }) => id === record.id))
      .map(({ id, name, startsAt, dueOn, owner }): Step & { id: string } => ({
        id,
        title: name,
        at: startsAt ? new Date(startsAt) : noonOf(new Date(`${dueOn}T00:00:00Z`), zone),
        day: startsAt ? null : dueOn,
        ownerId: owner?.id ?? null,
      }))
      .sort((one, other) => (one.at?.getTime() ?? 0) - (other.at?.getTime() ?? 0) || (one.id < other.id ? -1 : 1));
    const dated = [...planned.slice(0, 1), ...line.filter(({ at }) => at)];
    dated.sort((one, other) => (one.at?.getTime() ?? 0) - (other.at?.getTime() ?? 0));
    const step = dated[0] ?? line[0] ?? null;
    expect([record.nextTitle, record.nextAt]).toEqual([step?.title ?? null, step?.at?.toISOString() ?? null]);
    const who = step ? step.ownerId : (record.owner?.id ?? null);
    const status = who === null ? "nobody" : statuses.get(who);
    const responsible: Responsible =
      status === "removed" || status === "placeholder" || status === "nobody" ? status : "present";
    const reason = followUpReason({ responsible, step, serviceDueAt: null }, today, now);
    if (reason) found[record.id] = reason;
  }
  return found;
}

async function listed(ctx: Ctx): Promise<Record<string, FollowUpReason>> {
  const found: Record<string, FollowUpReason> = {};
  let cursor: string | undefined;
  do {
    const page = await listFollowUps(ctx, { scope: "all", limit: 7, ...(cursor ? { cursor } : {}) });
    for (const { id, reason } of page.items) {
      expect(found[id]).toBeUndefined();
      found[id] = reason;
    }
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return found;
}

interface Play {
  workspace: TestWorkspace;
  admin: Ctx;
  pipeline: Pipeline;
  /** Members who may be owners; one of them is a placeholder. */
  members: string[];
  next(): number;
}
type Acts = Record<string, () => Promise<unknown>>;
type Versioned = { id: string; version: number };

/** One of them, by the next number. */
const oneOf = <T>({ next }: Play, from: readonly T[]): T | undefined => from[Math.floor(next() * from.length)];
const ownerIn = (play: Play) => (play.next() < 0.15 ? null : (oneOf(play, play.members) ?? null));
const target = ({ id, version }: Versioned) => ({ id, version });

function timeIn({ next }: Play): { startsAt: string } | { dueOn: string } {
  const at = new Date(Date.now() + Math.round(next() * 12 - 6) * dayMs).toISOString();
  return next() < 0.5 ? { startsAt: at } : { dueOn: at.slice(0, 10) };
}

function lineIn(play: Play) {
  if (play.next() < 0.3) return { nextStep: null, nextStepOn: null, nextStepOwnerId: null };
  const on = new Date(Date.now() + Math.round(play.next() * 12 - 6) * dayMs).toISOString().slice(0, 10);
  return { nextStep: "Write again", nextStepOn: play.next() < 0.2 ? null : on, nextStepOwnerId: ownerIn(play) };
}

/** One or two links to opportunities and contacts. */
async function linksIn(play: Play) {
  const some = [
    ...(await openNow(play.admin)).map(({ id }) => ({ entity: "opportunity", id })),
    ...(await contactsNow(play.admin)).map(({ id }) => ({ entity: "contact", id })),
  ];
  const [first, second] = [oneOf(play, some), play.next() < 0.3 ? oneOf(play, some) : undefined];
  return [first, second?.id === first?.id ? undefined : second].filter((link) => link !== undefined);
}

/** Acts on activities. */
function activityActs(play: Play): Acts {
  const { admin, next } = play;
  const { archive, create, delete: remove, list, restore, transitions, update } = activityOperations;
  const some = async (act: (found: Versioned) => Promise<unknown>) => {
    const found = oneOf(play, await activitiesNow(admin));
    return found ? await act(target(found)) : null;
  };
  const step = (verb: string) => () => some((found) => (transitions[verb] as unknown as typeof archive)(admin, found));
  return {
    plan: async () =>
      (await activitiesNow(admin)).length < 90 &&
      (await create(admin, { name: "Call", ownerId: ownerIn(play), about: await linksIn(play), ...timeIn(play) })),
    complete: step("complete"),
    cancel: step("cancel"),
    reopen: step("reopen"),
    reschedule: () => some((found) => update(admin, { ...found, startsAt: null, dueOn: null, ...timeIn(play) })),
    relink: () => some(async (found) => update(admin, { ...found, about: next() < 0.3 ? [] : await linksIn(play) })),
    reassign: () => some((found) => update(admin, { ...found, ownerId: ownerIn(play) })),
    deleteActivity: () => some((found) => remove(admin, found)),
    archiveActivity: () => some((found) => archive(admin, found)),
    async restoreActivity() {
      const found = oneOf(play, (await list(admin, { archived: true, ...all })).rows);
      return found ? await restore(admin, target(found)) : null;
    },
  };
}

/** Acts on opportunities, contacts and members. */
function recordActs(play: Play): Acts {
  const { admin, members, next, pipeline, workspace } = play;
  const { archive, list, restore, update } = opportunityOperations;
  const some = async (act: (found: Versioned) => Promise<unknown>) => {
    const found = oneOf(play, await openNow(admin));
    return found ? await act(target(found)) : null;
  };
  return {
    create: async () =>
      (await openNow(admin)).length < 30 && (await createOpportunity(admin, { name: "Deal", ownerId: ownerIn(play) })),
    contact: async () =>
      (await contactsNow(admin)).length < 20 &&
      (await contactOperations.create(admin, { firstName: "Lee", lastName: "Lead", ownerId: ownerIn(play) })),
    move: () =>
      some(async ({ id }) => {
        const to = oneOf(
          play,
          pipeline.stages.filter(({ type }) => type !== "lost"),
        );
        return to ? await moveOpportunity(admin, { id, stageId: to.id }) : null;
      }),
    give: () => some((found) => update(admin, { ...found, ownerId: ownerIn(play) })),
    line: () => some((found) => update(admin, { ...found, ...lineIn(play) })),
    async lineOfContact() {
      const found = oneOf(play, await contactsNow(admin));
      return found ? await contactOperations.update(admin, { ...target(found), ...lineIn(play) }) : null;
    },
    archive: () => some((found) => archive(admin, found)),
    async restore() {
      const found = oneOf(play, (await list(admin, { archived: true, ...all })).rows);
      return found ? await restore(admin, target(found)) : null;
    },
    async leave() {
      if (next() < 0.8) return null;
      const id = members.shift() ?? "";
      members.push((await workspace.join("member")).id);
      const [row] = await adminQuery<{ version: number }>("select version from members where id = $1", [id]);
      return await removeMember(admin, { id, version: row?.version ?? 1 });
    },
  };
}

test(`after each of ${acts} random acts the one query lists what plain reads show`, { timeout: 300_000 }, async () => {
  const { workspace, admin, pipeline } = await opportunityWorkspace();
  const members: string[] = [];
  for (let place = 0; place < 3; place++) members.push((await workspace.join("member")).id);
  members.push((await createPlaceholder(admin, { name: "Pat Holder", email: "pat@firm.example", role: "member" })).id);
  const play: Play = { workspace, admin, pipeline, members, next: numbers(20261126) };
  const doing = { ...activityActs(play), ...recordActs(play) };
  const done = new Set<string>();
  for (let round = 1; round <= acts; round++) {
    const name = oneOf(play, Object.keys(doing)) ?? "plan";
    // A step that an activity's state does not allow, or a member who has just left, is refused: nothing changes then.
    const result = await doing[name]?.().catch((error: { code?: string }) => {
      if (!["CONFLICT", "VALIDATION", "NOT_FOUND", "FORBIDDEN"].includes(error.code ?? "")) throw error;
    });
    if (result) done.add(name);
    if (round % comparedEvery !== 0) continue;
    const found = await listed(admin);
    expect(found).toEqual(await computed(admin, new Date()));
    expect(await countFollowUps(admin, { scope: "all" })).toMatchObject({
      total: Object.keys(found).length,
      capped: false,
    });
  }
  expect([...done].sort()).toEqual(Object.keys(doing).sort());
});
