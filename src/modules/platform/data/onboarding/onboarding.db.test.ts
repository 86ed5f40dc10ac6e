import { beforeEach, expect, test } from "vitest";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { moveOpportunity } from "@/modules/crm/opportunities/operations/move";
import { listPipelines } from "@/modules/crm/pipelines/operations";
import { createView } from "@/modules/platform/data/views/operations/views";
import { inviteMembers } from "@/modules/platform/identity/members/invitations/operations/inviting";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { newMail } from "@/test/identity";
import { importAll, importWorkspace, upload } from "@/test/import-trial";
import { addSampleData } from "./operations/add-samples";
import { closeChecklist, getOnboarding } from "./operations/onboarding";
import { removeSampleData } from "./operations/remove-samples";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeEach(async () => {
  ({ workspace, ctx } = await importWorkspace());
});

/** The steps that are done; null without a list. */
const done = async (who = ctx) =>
  (await getOnboarding(who, {})).checklist?.flatMap((step) => (step.done ? [step.id] : [])) ?? null;

async function move(): Promise<void> {
  const [pipeline] = await listPipelines(ctx, {});
  const deal = await createOpportunity(ctx, { name: "First" });
  // One that was only created has not moved.
  expect(await done()).not.toContain("move");
  await moveOpportunity(ctx, { id: deal.id, version: 1, stageId: pipeline?.stages[1]?.id ?? "" } as never);
}

test("the checklist follows what a member really did, and goes when all is done", async () => {
  expect(await done()).toEqual([]);
  const colleague = await workspace.role("admin");
  // A file that nobody has imported yet brings nothing.
  await upload(ctx, { "contacts.csv": "Email\nann@acme.example\n" });
  expect(await done()).toEqual([]);
  await importAll(ctx, { "accounts.csv": "Account Name,Domain\nAcme,acme.example\n" });
  expect(await done()).toEqual(["data"]);
  await inviteMembers(ctx, { invitees: [{ email: newMail() }], role: "member" });
  expect(await done()).toEqual(["data", "invite"]);
  await createView(ctx, { noun: "account", name: "Mine", scope: "private", teamId: null, state: {} } as never);
  expect(await done()).toEqual(["data", "invite", "view"]);
  await move();
  expect(await done()).toEqual(["data", "invite", "view", "move"]);
  expect(await done(colleague)).toEqual(["data"]);
  await activityOperations.create(ctx, { name: "Call", kind: "call" });
  expect(await done()).toBeNull();
  expect(await done(colleague)).toEqual(["data"]);
});

test("sample data counts as data while it is there, and its own activities and moves as nobody's", async () => {
  await addSampleData(ctx, {});
  expect(await done()).toEqual(["data"]);
  await removeSampleData(ctx, {});
  expect(await done()).toEqual([]);
});

test("a member closes the list for good, for nobody else", async () => {
  const colleague = await workspace.role("owner");
  await closeChecklist(ctx, {});
  expect(await done()).toBeNull();
  expect(await done(colleague)).toEqual([]);
});

test("a role has the steps that it may take, and only owners and admins are offered sample data", async () => {
  const steps = async (who: Ctx) => (await getOnboarding(who, {})).checklist?.map(({ id }) => id) ?? null;
  expect(await steps(ctx)).toEqual(["data", "invite", "view", "move", "activity"]);
  expect(await steps(await workspace.role("member"))).toEqual(["view", "move", "activity"]);
  expect(await steps(await workspace.role("viewer"))).toEqual(["view"]);
  const offered = async (who: Ctx) => (await getOnboarding(who, {})).offered;
  expect(await offered(ctx)).toEqual(["account", "contact", "opportunity", "activity"]);
  expect(await offered(await workspace.role("manager"))).toEqual([]);
  await addSampleData(ctx, {});
  expect(await getOnboarding(ctx, {})).toMatchObject({ samples: true, offered: [] });
});
