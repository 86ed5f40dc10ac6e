import "@/registry/register";
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/execute";
import { adminQuery, howManyWait } from "@/test/db";
import { filledOwner } from "@/test/filled-owner";
import { check, run, upload } from "@/test/import-trial";
import { openSession } from "@/test/session";
import { call, rest } from "@/test/tenancy/doors";
import type { Project } from "../fields";
import { projectOperations } from "../operations";
import { addProjectItem, listProjectItems, moveProjectItem, updateProjectItem } from "./operations";

const { create, update, get, bulk } = projectOperations;

let owner: Ctx;
let key: Record<string, string>;
let session: Record<string, string>;
beforeAll(async () => {
  const filled = await filledOwner();
  ({ ctx: owner, key } = filled);
  const { name, value } = await openSession(filled.member);
  session = { cookie: `${name}=${value}`, "x-workspace": filled.workspace.tenant.slug };
});

/** A project in a phase with these items. */
async function withItems(phase: string, ...items: { text: string; needed?: boolean; done?: boolean }[]) {
  const { id, key: projectKey } = await create(owner, {
    name: `Project ${randomUUID()}`,
    phase: phase as Project["phase"],
    ...(phase === "paused" ? { phaseReason: "They move." } : {}),
  });
  let version = 1;
  for (const item of items) ({ version } = await addProjectItem(owner, { id, version, ...item }));
  return { id, version, projectKey };
}
const stored = (id: string) =>
  adminQuery(
    "select phase, version, (select count(*) from events where entity_id = $1) as events from projects where id = $1",
    [id],
  );

const reason = "“Access given” on the checklist is needed before work starts. Mark it as done, or as not needed.";
const reached = { phaseReason: "It goes on." };

describe("a project with an open needed item", () => {
  const open = { text: "Access given", needed: true };

  test.each(["setup", "planning", "paused", "completed", "archived"])(
    "does not start from %s by any door",
    async (phase) => {
      const { id, version, projectKey } = await withItems(phase, open, {
        text: "Contract signed",
        needed: true,
        done: true,
      });
      const before = await stored(id);
      const verb = { setup: "start", planning: "start", paused: "resume" }[phase] ?? "reopen";
      const answers = [
        await call("mutation", "projects.update", session, { id, version, phase: "active", ...reached }),
        await rest("PATCH", `/projects/${id}`, key, { version, phase: "active", ...reached }),
        await rest("POST", `/projects/${id}/${verb}`, key, { version, ...(verb === "reopen" ? reached : {}) }),
      ];
      for (const { code, details } of answers)
        expect([code, details?.fields]).toEqual(["VALIDATION", [{ path: "phase", message: reason }]]);
      const values = verb === "reopen" ? reached : {};
      const many = await bulk(owner, { ids: [id], action: { type: "transition", verb, values } as never });
      expect(many).toMatchObject({ done: [], failed: [{ id, code: "VALIDATION" }] });
      const why = verb === "reopen" ? ",Reason" : "";
      const row = verb === "reopen" ? `,${reached.phaseReason}` : "";
      const text = `Project,Project key,Phase${why}\nRenamed,${projectKey},Active${row}\n`;
      const file = await upload(owner, { "projects.csv": text });
      expect((await check(owner, file.id)).preview?.[0]?.errors).toBe(1);
      await run(owner, file.id);
      expect(await stored(id)).toEqual(before);
    },
  );

  test("may do everything else: be planned, paused and closed", async () => {
    const { id, version } = await withItems("setup", open);
    await update(owner, { id, version, phase: "planning" });
    await update(owner, { id, version: version + 1, phase: "paused", phaseReason: "They move." });
    expect(await update(owner, { id, version: version + 2, phase: "archived" })).toMatchObject({ phase: "archived" });
  });

  test("starts once the item is done, or needed no longer", async () => {
    for (const change of [{ done: true }, { needed: false }]) {
      const { id, version } = await withItems("planning", open, { text: "Not needed" });
      const [item] = (await listProjectItems(owner, { id })).items;
      const changed = await updateProjectItem(owner, { id, version, itemId: item?.id ?? "", ...change });
      expect(await update(owner, { id, version: changed.version, phase: "active" })).toMatchObject({ phase: "active" });
    }
  });

  test("that came a moment ago does not start either", async () => {
    const { id, version } = await withItems("planning");
    let starting: Promise<unknown> | undefined;
    await inTransaction(owner, async (inner) => {
      await addProjectItem(inner, { id, version, ...open });
      starting = update(owner, { id, version, phase: "active" }).catch((error: unknown) => error);
      const deadline = Date.now() + 10_000;
      while ((await howManyWait()) === 0 && Date.now() < deadline);
    });
    expect(await starting).toMatchObject({ code: "VALIDATION", details: { fields: [{ path: "phase" }] } });
    expect(await get(owner, { id })).toMatchObject({ phase: "planning", version: version + 1 });
  });

  test("is active all the same where the item came later", async () => {
    const { id, version } = await withItems("active", open);
    expect(await update(owner, { id, version, name: "Renamed" })).toMatchObject({ name: "Renamed", phase: "active" });
  });
});

test("items have an order, and tell in the timeline what they ask for", async () => {
  const { id, version } = await withItems("setup", { text: "First" }, { text: "Second" }, { text: "Third" });
  const [first, , third] = (await listProjectItems(owner, { id })).items;
  const moved = await moveProjectItem(owner, { id, version, itemId: third?.id ?? "", beforeId: first?.id });
  expect(moved.items.map(({ text }) => text)).toEqual(["Third", "First", "Second"]);
});
