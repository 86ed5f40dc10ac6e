import { randomUUID } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { setActivityRepeat } from "@/modules/crm/activities/series/operations/set-repeat";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { addOpportunityContact } from "@/modules/crm/opportunities/contacts/operations";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { createPipeline } from "@/modules/crm/pipelines/operations";
import { createBudget } from "@/modules/platform/commerce/usage/budgets/operations/budgets";
import { createComment } from "@/modules/platform/data/comments/operations/write";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import { createTag } from "@/modules/platform/data/tags/operations/tags";
import { createApiKey } from "@/modules/platform/identity/api-keys/operations";
import { inviteMembers } from "@/modules/platform/identity/members/invitations/operations/inviting";
import { createPlaceholder } from "@/modules/platform/identity/members/operations/lifecycle";
import { createCalendar, listCalendars } from "@/modules/platform/workspace/calendars/operations/calendars";
import { addCalendarDays } from "@/modules/platform/workspace/calendars/operations/days";
import { projectOperations } from "@/modules/pmo/projects/operations";
import { taskOperations } from "@/modules/pmo/tasks/operations";
import { platformClient } from "@/server/db/client";
import { record } from "@/server/usage/record";
import { upload } from "@/test/import-trial";
import { newStaff } from "@/test/staff";
import { opportunities } from "../board-opportunities";
import { calendars } from "../calendar-layers";
import { comments } from "../comment-layers";
import { factorLayers } from "../factor-layers";
import { customFields, fieldForm, tags } from "../field-layers";
import { addressOf, type Firm } from "../firm";
import { home } from "../home-layers";
import { importFiles } from "../imported";
import { key, keys } from "../key-layers";
import {
  account,
  board,
  contact,
  done,
  draft,
  fixing,
  forms,
  inbox,
  jobs,
  lines,
  list,
  matching,
  members,
  notOnPhones,
  pipelines,
  products,
  running,
  shell,
  teams,
  walkedElsewhere,
} from "../layer-list";
import { type Layer, openAndClose } from "../layers";
import { payForPlan } from "../paying";
import { billing, ending, notShown, paidPlan, plan, usage } from "../plan-layers";
import { project, sharedTask, task, taskList } from "../project-layers";
import { calendar, log, personal, planned, relation, repeated } from "../relation-layers";
import { staffShell, staffWorkspace } from "../staff-layers";
import { audit, support } from "../support-layers";
import { expect, signIn, test } from "../test";
import { history } from "../timeline-layers";
import { today } from "../today-layers";
import { views } from "../view-layers";

async function walk(page: Page, at: string, layers: readonly Layer[], times: 1 | 2 = 1): Promise<void> {
  // A layer with a closing animation is rendered again while it closes: without motion it is gone before.
  await page.emulateMedia({ reducedMotion: "no-preference" });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Animation.enable");
  await devtools.send("Animation.setPlaybackRate", { playbackRate: 5 });
  await page.goto(at);
  for (const layer of layers) await test.step(layer.of, () => openAndClose(page, layer, times));
}

test("every layer of the app is walked here", () => {
  const src = join(import.meta.dirname, "../../src");
  const opens =
    /<(Dialog|AlertDialog|ConfirmDialog|FormDialog|Sheet|LazySheet|Drawer|CommandMenu|Menu|ContextMenu|Popover|Radix|Popover\.Root|Radix\.Root)(\s|>)/;
  const files = globSync("**/*.tsx", { cwd: src })
    .filter((file) => !file.startsWith("components/ui/") && !file.includes(".test."))
    .filter((file) => opens.test(readFileSync(join(src, file), "utf8")));
  const some = { name: "" } as Firm;
  const walked = [
    ...shell(some),
    ...list,
    ...views,
    ...forms,
    ...board,
    ...account,
    ...history,
    ...comments,
    ...relation,
    ...contact,
    ...personal,
    ...planned,
    ...log,
    ...calendar,
    ...repeated,
    ...project,
    ...task,
    ...taskList,
    ...sharedTask,
    ...products,
    ...lines,
    ...pipelines,
    ...tags,
    ...teams(some),
    ...calendars,
    ...customFields,
    ...fieldForm,
    ...factorLayers(async () => undefined),
    ...keys,
    ...key,
    ...members(""),
    ...plan,
    ...paidPlan,
    ...billing,
    ...ending,
    ...usage,
    ...staffShell(""),
    ...staffWorkspace,
    ...support,
    ...audit,
    ...inbox,
    ...home,
    ...today,
    ...draft,
    ...matching,
    ...fixing,
    ...running,
    ...jobs,
    ...done,
  ].map(({ of }) => of);
  expect(files.toSorted()).toEqual(
    [...new Set([...walked, ...walkedElsewhere, ...notOnPhones, ...notShown])].toSorted(),
  );
});

test.describe("every layer opens and closes on a phone; the parts that all pages use, twice:", {
  tag: "@phone",
}, () => {
  test("the frame", async ({ page, firm }) => {
    await signIn(page, firm.owner);
    await walk(page, firm.at("/accounts"), shell(firm), 2);
  });

  test("lists, forms, board and records", async ({ page, firm }) => {
    const more = [
      { name: "Quay study", stage: "Lead" },
      { name: "Quay lights", stage: "Lead", amount: 9_300, currency: "EUR" },
    ];
    const [crane] = await firm.opportunities([...opportunities, ...more]);
    await signIn(page, firm.owner);
    await walk(page, firm.at("/accounts"), [...list, ...views], 2);
    await walk(page, firm.at("/accounts"), forms, 2);
    await walk(page, firm.at("/opportunities"), board, 2);
    const recordId = crane?.account?.id ?? "";
    await createComment(firm.ctx, { entity: "account", recordId, text: "The crane is late." });
    await walk(page, firm.at(`/accounts/${recordId}`), [...account, ...history, ...comments, ...relation], 2);
    const ann = await contactOperations.create(firm.ctx, {
      name: "Ann Field",
      emails: [{ value: "ann@alder.example" }],
      lifecycle: "customer",
    });
    const about = [{ entity: "contact", id: ann.id }];
    await activityOperations.create(firm.ctx, { name: "Call Ann", kind: "call", about });
    await walk(page, firm.at(`/contacts/${ann.id}`), [...contact, ...personal, ...planned], 2);
    const call = await activityOperations.create(firm.ctx, { name: "Call Ann", kind: "call", dueOn: "2027-11-29" });
    const rule = { every: 1, unit: "day" } as const;
    await setActivityRepeat(firm.ctx, { id: call.id, version: call.version, rule });
    await walk(page, firm.at(`/activities/${call.id}`), repeated, 2);
    await walk(page, firm.at("/activities?view=calendar"), calendar, 2);
    await walk(page, firm.at("/products"), [...products, ...log], 2);
    const version = crane?.version ?? 1;
    await addOpportunityContact(firm.ctx, { id: crane?.id ?? "", version, contactId: ann.id });
    await walk(page, firm.at(`/opportunities/${crane?.id}`), lines, 2);
  });

  test("projects and tasks, and a task that is shared with a guest", async ({ page, firm, browserOf }) => {
    const guest = await firm.join("guest", "Gina Guest");
    const { id: projectId } = await projectOperations.create(firm.ctx, { name: "Harbour" });
    const { id } = await taskOperations.create(firm.ctx, { name: "Set the crane", projectId, dueOn: "2027-11-29" });
    await signIn(page, firm.owner);
    await walk(page, firm.at(`/projects/${projectId}`), project, 2);
    await walk(page, firm.at("/tasks"), taskList, 2);
    await walk(page, firm.at(`/tasks/${id}`), task, 2);
    const guestId = guest.ctx.member?.id ?? "";
    const { version } = await projectOperations.get(firm.ctx, { id: projectId });
    const share = { members: [guestId], completers: [guestId] };
    await projectOperations.update(firm.ctx, { id: projectId, version, ...share });
    const whole = await taskOperations.get(firm.ctx, { id });
    await taskOperations.update(firm.ctx, { id, version: whole.version, ownerId: guestId });
    await walk(await browserOf(guest), firm.at(`/tasks/${id}`), sharedTask, 2);
  });

  test("the console of staff", async ({ page, firm }) => {
    const staff = await newStaff("operator");
    await firm.ctx.db.entitlementOverride.create({
      data: { key: "limit:pipelines", value: 20, reason: "A test", endsAt: new Date(Date.now() + 86_400_000) },
    });
    await signIn(page, staff);
    await walk(page, "/staff", staffShell(staff.name));
    await walk(page, `/staff/workspaces/${firm.ctx.tenant.id}`, staffWorkspace);
  });

  test("settings and inbox", async ({ page, firm }) => {
    const invited = addressOf("ida");
    await inviteMembers(firm.ctx, { invitees: [{ email: invited, name: "Ida Invited" }], role: "member" });
    await createPlaceholder(firm.ctx, { name: "Petra Place", role: "member" });
    const apiKey = await createApiKey(firm.ctx, { name: "Warehouse", scopes: ["account:view"] });
    const adam = await firm.join("admin", "Adam Admin");
    await createOpportunity(adam.ctx, { name: "Dock gate", ownerId: firm.ctx.member?.id ?? null });
    const { stages } = await createPipeline(firm.ctx, { name: "Renewals" });
    await createOpportunity(firm.ctx, { name: "Licence", stageId: stages[0]?.id ?? "" });
    await signIn(page, firm.owner);
    const { userId } = firm.owner;
    const proof = (confirmedAt: Date | null) =>
      platformClient().session.updateMany({ where: { userId }, data: { confirmedAt } });
    const passkey = { userId, name: "Work laptop", credentialId: firm.slug, publicKey: Buffer.from("none") };
    await platformClient().passkey.create({ data: passkey });
    await walk(
      page,
      firm.at("/settings/profile"),
      factorLayers(() => proof(null)),
    );
    await proof(new Date());
    await walk(page, firm.at("/settings/pipelines"), pipelines);
    await createTag(firm.ctx, { name: "Hot" });
    await walk(page, firm.at("/settings/tags"), tags);
    await walk(page, firm.at("/settings/teams"), teams(firm));
    const [calendar] = await listCalendars(firm.ctx, {});
    const days = [{ from: "2199-12-24", until: "2199-12-24", intervals: [], label: "Christmas Eve" }];
    await addCalendarDays(firm.ctx, { id: calendar?.id ?? "", days });
    await createCalendar(firm.ctx, { name: "Night shift" });
    await walk(page, firm.at("/settings/working-hours"), calendars);
    await createCustomField(firm.ctx, {
      entity: "account",
      kind: "choice",
      label: "Tier",
      section: "Sales",
      settings: { options: [{ value: "gold", label: "Gold", color: "amber" }] },
    });
    await walk(page, firm.at("/settings/fields?object=account"), customFields);
    await walk(page, firm.at("/settings/fields?object=account"), fieldForm);
    await walk(page, firm.at("/settings/api-keys"), keys);
    await walk(page, firm.at(`/settings/api-keys/${apiKey.id}`), key);
    await walk(page, firm.at("/settings/members"), members(invited));
    await walk(page, firm.at("/settings/plan"), plan);
    await payForPlan(firm);
    await walk(page, firm.at("/settings/plan"), paidPlan);
    await walk(page, firm.at("/settings/billing"), billing);
    await createBudget(firm.ctx, { scope: "workspace", amount: { amount: 50_000, currency: "USD" } });
    const memberId = firm.ctx.member?.id;
    const calls = { meter: "apiCalls", quantity: 7, key: "calls", at: new Date(), source: "rest", memberId } as const;
    await record(firm.ctx, [calls]);
    await walk(page, firm.at("/settings/usage"), usage);
    await walk(page, firm.at("/settings/ending"), ending);
    await firm.ctx.db.supportSession.create({
      data: {
        staffId: randomUUID(),
        staffName: "Ruth Adeyemi",
        memberId: adam.ctx.member?.id ?? "",
        reason: "Counts on the board differ from the list",
        ticket: "4821",
        write: false,
        minutes: 30,
        startedAt: new Date(),
        expiresAt: new Date(Date.now() + 1_800_000),
      },
    });
    await walk(page, firm.at("/settings/support"), support);
    await walk(page, firm.at("/settings/audit"), audit);
    await walk(page, firm.at("/inbox"), inbox);
    const ownerId = firm.ctx.member?.id ?? null;
    await activityOperations.create(firm.ctx, { name: "Call the harbour", kind: "call", dueOn: "2020-01-31", ownerId });
    await walk(page, firm.at("/home"), home);
    await walk(page, firm.at("/today"), today);
  });

  test("imports and jobs", async ({ page, firm }) => {
    const dirty = readFileSync(join(import.meta.dirname, "../fixtures/dirty-accounts.csv"), "utf8");
    const over = await importFiles(firm.ctx, { "firms.csv": "Company,Zone\nNorthwind,North\n" });
    const { id } = await upload(firm.ctx, { "dirty-accounts.csv": dirty });
    const zones = await upload(firm.ctx, { "zones.csv": "Company,Zone\nAlder Ports,North\n" });
    await signIn(page, firm.owner);
    await walk(page, firm.at(`/settings/imports/${over.id}`), done);
    await walk(page, firm.at(`/settings/imports/${zones.id}?step=match`), matching);
    await walk(page, firm.at(`/settings/imports/${id}?step=files`), draft);
    await walk(page, firm.at(`/settings/imports/${id}`), fixing);
    // Leased by a worker that has stopped.
    const leasedUntil = new Date(Date.now() + 3_600_000);
    const atWork = { status: "running", startedAt: new Date(), rowsDone: 1, rowsTotal: 4, attempts: 1, leasedUntil };
    await firm.ctx.db.import.updateMany({ where: { id }, data: atWork });
    await walk(page, firm.at(`/settings/imports/${id}`), running);
    await walk(page, firm.at("/settings/jobs"), jobs);
  });
});
