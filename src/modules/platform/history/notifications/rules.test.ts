import { describe, expect, test } from "vitest";
import { commentedEntities, nounEntities, nouns } from "@/lib/nouns/all";
import {
  canGiveNotice,
  followersFrom,
  groupKeyOf,
  inboxTypes,
  isChoice,
  mailMode,
  mailTypes,
  type NotifiableEvent,
  newsPath,
  noticesOf,
  notificationChannels,
  notificationTypes,
  type People,
  reasonFor,
  recipients,
  recordPath,
  snoozeTimes,
  wants,
} from "./rules";

const event = (name: string, more: Partial<NotifiableEvent> = {}): NotifiableEvent => ({
  name,
  actorId: "ana",
  after: null,
  data: {},
  ...more,
});

describe("which notice an event gives", () => {
  test.each([
    ["opportunity.created", { after: { ownerId: "bo" } }, "opportunityAssigned newOwner"],
    ["opportunity.created", { after: { ownerId: null } }, null],
    ["opportunity.updated", { after: { ownerId: "bo" } }, "opportunityAssigned newOwner, opportunityChanged followers"],
    ["opportunity.updated", { after: { ownerId: null } }, "opportunityChanged followers"],
    ["opportunity.updated", { after: { name: "Bridge" } }, "opportunityChanged followers"],
    ["opportunity.archived", {}, "opportunityChanged followers"],
    ["opportunity.deleted", {}, null],
    ["opportunity.stageChanged", { data: { status: "open" } }, "opportunityStageChanged watchers"],
    ["opportunity.stageChanged", { data: { status: "open", undo: true } }, null],
    ["opportunity.won", { data: { status: "won", undo: true } }, null],
    ["opportunity.lost", { data: { status: "lost", undo: true } }, null],
    ["opportunity.stageChanged", { data: { status: "won" } }, null],
    ["opportunity.stageChanged", { data: { status: "lost" } }, null],
    ["opportunity.won", {}, "opportunityWon watchers"],
    ["opportunity.lost", {}, "opportunityLost watchers"],
    ["opportunity.rotting", {}, "opportunityRotting watchers"],
    ["opportunity.closing", {}, "opportunityClosing watchers"],
    ["opportunity.ranked", {}, null],
    ["opportunity.imported", {}, null],
    ["account.created", { after: { ownerId: "bo" } }, "accountAssigned newOwner"],
    ["account.updated", { after: { ownerId: "bo" } }, "accountAssigned newOwner, accountChanged followers"],
    ["account.updated", { after: { city: "Berlin" } }, "accountChanged followers"],
    ["product.created", { after: { name: "Crane" } }, null],
    ["product.restored", {}, "productChanged followers"],
    ["pipeline.updated", { after: { name: "Sales" } }, null],
    ["account.imported", {}, null],
    ["account.commented", { data: { commentId: "c", wrote: true } }, "accountCommented watchers"],
    ["account.commentReacted", { data: { commentId: "c" } }, null],
    ["product.commented", {}, null],
    ["member.joined", { data: { invitationId: "i" } }, "invitationAccepted inviter"],
    ["member.joined", { data: { invitationId: null } }, null],
    ["import.finished", {}, "importFinished requester"],
    ["import.failed", {}, "importFailed requester"],
    ["import.cancelled", {}, "importFinished requester"],
    ["import.reverted", {}, "importFinished requester"],
    ["import.discarded", {}, null],
    ["bulkRun.finished", {}, "bulkRunFinished requester"],
    ["bulkRun.cancelled", {}, "bulkRunFinished requester"],
    ["bulkRun.undone", {}, "bulkRunFinished requester"],
    ["bulkRun.failed", {}, "bulkRunFailed requester"],
    ["bulkRun.applied", {}, null],
    ["bulkRun.reversed", {}, null],
    ["recordExport.finished", {}, "recordExportFinished requester"],
    ["recordExport.cancelled", {}, "recordExportFinished requester"],
    ["recordExport.failed", {}, "recordExportFailed requester"],
    ["recordExport.prepared", {}, null],
    ["supportSession.asked", {}, "supportSession admins"],
    ["supportSession.started", {}, "supportSession admins"],
    ["supportSession.ended", {}, "supportSession admins"],
    ["connection.expired", {}, "connectionExpired admins"],
    ["connection.paused", {}, null],
    ["account.mentioned", { data: { memberIds: ["bo"] } }, "mentioned named"],
    ["constructor", {}, null],
  ] satisfies [string, Partial<NotifiableEvent>, string | null][])("%s %j: %s", (name, more, expected) => {
    const notices = noticesOf(event(name, more));
    expect(notices.map(({ type, audience }) => `${type} ${audience}`).join(", ")).toBe(expected ?? "");
    if (expected) expect(canGiveNotice(name)).toBe(true);
  });
});

describe("the recipients", () => {
  const nobody: People = { ownerId: null, requesterId: null, adminIds: [], follows: [] };
  const following = (memberId: string, ofRecord = true) => ({
    memberId,
    state: "following",
    reason: "chosen",
    ofRecord,
  });
  const muted = (memberId: string, ofRecord = true) => ({ memberId, state: "muted", reason: "chosen", ofRecord });
  const reassigned = event("opportunity.updated", { after: { ownerId: "bo" } });
  const edited = event("opportunity.updated", { after: { name: "Bridge" } });
  const moved = event("opportunity.stageChanged", { data: { status: "open" } });
  const ended = event("import.finished");
  const joined = event("member.joined", { actorId: null, data: { invitationId: "i" } });

  test("of owner and followers those whom the event names", () => {
    const rots = event("opportunity.rotting", { actorId: null, data: { memberIds: ["bo", "cy", "di", "gone"] } });
    const people = { ...nobody, ownerId: "bo", follows: [following("cy"), following("eve"), muted("di")] };
    expect(recipients({ type: "opportunityRotting", audience: "watchers" }, rots, people)).toEqual(["bo", "cy"]);
  });

  test("of a limit exactly those whom the event names", () => {
    const reached = event("budgetAlert.passed", { actorId: null, data: { memberIds: ["bo", "cy"] } });
    expect(recipients({ type: "budgetPassed", audience: "named" }, reached, nobody)).toEqual(["bo", "cy"]);
  });

  const mentioned = event("account.mentioned", { data: { memberIds: ["bo", "cy", "ana"] } });

  test("of a mention those whom it names, but the author and who muted the record, even as its owner", () => {
    const people = { ...nobody, ownerId: "cy", follows: [muted("cy"), following("di")] };
    expect(recipients({ type: "mentioned", audience: "named" }, mentioned, people)).toEqual(["bo"]);
  });

  test.each([
    ["owner", moved, { ownerId: "bo", follows: [following("bo")] }],
    ["chosen", edited, { ownerId: "bo", follows: [following("bo")] }],
    ["wrote", edited, { follows: [{ ...following("bo"), reason: "wrote" }] }],
    ["mentioned", edited, { follows: [{ ...following("bo"), reason: "mentioned" }] }],
    ["above", moved, { follows: [following("bo", false)] }],
    ["mentioned", mentioned, { ownerId: "bo" }],
    ["owner", reassigned, { ownerId: "bo" }],
    [null, joined, { requesterId: "bo" }],
  ] satisfies [string | null, NotifiableEvent, Partial<People>][])(
    "learn the reason: %s",
    (reason, happened, people) => {
      const [notice] = noticesOf(happened);
      expect(notice && reasonFor(notice, { ...nobody, ...people }, "bo")).toBe(reason);
    },
  );

  test.each([
    ["account.updated", { actorId: "bo", data: { wrote: true } }, "bo wrote"],
    ["account.created", { actorId: "bo", data: { wrote: true } }, "bo wrote"],
    ["account.updated", { actorId: "bo" }, ""],
    ["account.updated", { actorId: null, data: { wrote: true } }, ""],
    ["account.mentioned", { data: { memberIds: ["bo", "cy"] } }, "bo mentioned, cy mentioned"],
    ["opportunity.rotting", { data: { memberIds: ["bo"] } }, ""],
  ] satisfies [string, Partial<NotifiableEvent>, string][])("follow from %s %j on: %s", (name, more, expected) => {
    const happened = { ...event(name, more), entity: "account", entityId: "a", batchId: null };
    expect(
      followersFrom(happened)
        .map(({ memberId, reason }) => `${memberId} ${reason}`)
        .join(", "),
    ).toBe(expected);
    expect(followersFrom({ ...happened, batchId: "b" })).toEqual([]);
  });

  test.each([
    ["the new owner", reassigned, { ownerId: "bo" }, ["bo"]],
    ["nobody, when it was passed on meanwhile", reassigned, { ownerId: "cy" }, []],
    ["not who takes it for themselves", { ...reassigned, actorId: "bo" }, { ownerId: "bo" }, []],
    ["not who muted it", reassigned, { ownerId: "bo", follows: [muted("bo")] }, []],
    ["not the followers, of a change of hands", reassigned, { ownerId: "bo", follows: [following("di")] }, ["bo"]],
    ["not who made it for themselves", event("account.created", { after: { ownerId: "ana" } }), { ownerId: "ana" }, []],
    ["who follows a record, of a change; not its owner", edited, { ownerId: "bo", follows: [following("di")] }, ["di"]],
    ["not who follows what a changed record belongs to", edited, { follows: [following("di", false)] }, []],
    ["not the follower who changed it", edited, { follows: [following("ana")] }, []],
    ["the owner", moved, { ownerId: "bo" }, ["bo"]],
    ["not who moved it", moved, { ownerId: "ana" }, []],
    [
      "the owner and the followers, once",
      moved,
      { ownerId: "bo", follows: [following("bo"), following("di")] },
      ["bo", "di"],
    ],
    ["not the follower who moved it", moved, { ownerId: "bo", follows: [following("ana")] }, ["bo"]],
    ["who follows its account", moved, { follows: [following("di", false)] }, ["di"]],
    ["not who muted its account", moved, { ownerId: "bo", follows: [muted("bo", false)] }, []],
    ["who muted its account but follows it", moved, { follows: [muted("di", false), following("di")] }, ["di"]],
    ["not who follows its account but muted it", moved, { follows: [muted("di"), following("di", false)] }, []],
    ["the owner, when the system moved it", { ...moved, actorId: null }, { ownerId: "bo" }, ["bo"]],
    ["who asked for an import, though it ran in their name", ended, { requesterId: "ana" }, ["ana"]],
    ["nobody, of an import that nobody asked for", ended, {}, []],
    ["who invited", joined, { requesterId: "bo" }, ["bo"]],
  ] satisfies [string, NotifiableEvent, Partial<People>, string[]][])("%s", (_name, happened, people, expected) => {
    const [notice] = noticesOf(happened);
    if (!notice) throw new Error("This event gives no notice.");
    expect(recipients(notice, happened, { ...nobody, ...people })).toEqual(expected);
  });
});

test("a member's choice replaces the default for its type and channel only", () => {
  const off = [{ type: "opportunityWon", channel: "inApp", wanted: false }];
  expect(wants("opportunityWon", "inApp", off)).toBe(false);
  expect(inboxTypes.filter((type) => !wants(type, "inApp", off))).toEqual(["opportunityWon"]);
  expect(inboxTypes.every((type) => wants(type, "inApp", []))).toBe(true);
});

test("the morning digest is an e-mail alone: no notification, nothing urgent, and no event gives one", () => {
  expect(notificationChannels.filter((channel) => isChoice("digest", channel))).toEqual(["email"]);
  expect(inboxTypes).not.toContain("digest");
  expect(mailTypes).toContain("digest");
});

/** Every noun has these by its declaration: a new owner waits for the next digest, and followers and comments are not mailed. */
const ofEveryNoun = Object.fromEntries(
  nounEntities.flatMap((entity) => [
    ...(nouns[entity].owned ? [[`${entity}Assigned`, "digest"]] : []),
    [`${entity}Changed`, null],
    ...(commentedEntities.includes(entity) ? [[`${entity}Commented`, null]] : []),
  ]),
);

test("mailed by default is what the source document says, and at once only what its member waits for", () => {
  const mailed = Object.fromEntries(notificationTypes.map((type) => [type, mailMode(type, [])]));
  expect(mailed).toEqual({
    ...ofEveryNoun,
    accountAssigned: "digest",
    accountChanged: null,
    accountCommented: null,
    activityAssigned: "digest",
    activityChanged: null,
    activityCompleted: null,
    activityReminded: "urgent",
    activityAssigneeLeft: "digest",
    activityOutcomeChanged: null,
    budgetPassed: "digest",
    connectionExpired: "urgent",
    colleagueJoined: "digest",
    digest: "digest",
    contactAssigned: "digest",
    contactChanged: null,
    contactCommented: null,
    contactStepDue: "digest",
    opportunityAssigned: "digest",
    opportunityChanged: null,
    opportunityCommented: null,
    opportunityStageChanged: null,
    opportunityWon: "digest",
    opportunityLost: "digest",
    opportunityRotting: "digest",
    opportunityClosing: "digest",
    opportunityStepDue: "digest",
    mentioned: "digest",
    productCategoryChanged: null,
    productChanged: null,
    projectAssigned: "digest",
    projectChanged: null,
    projectCommented: null,
    projectPaused: "digest",
    projectCompleted: "digest",
    invitationAccepted: null,
    importFinished: null,
    importFailed: "urgent",
    bulkRunFinished: null,
    bulkRunFailed: "urgent",
    recordExportFinished: null,
    recordExportFailed: "urgent",
    planLimit: "digest",
    planTrial: "digest",
    planSeat: "urgent",
    planUnpaid: "urgent",
    supportSession: null,
    taskAssigned: "digest",
    taskAssigneeLeft: "digest",
    taskChanged: null,
    taskCommented: null,
    taskCompleted: null,
    taskDue: "digest",
    taskRepeatFailed: "digest",
    taskStatusChanged: null,
    workflowChanged: null,
  });
  const departures = [
    { type: "opportunityWon", channel: "emailAtOnce", wanted: true },
    { type: "opportunityLost", channel: "email", wanted: false },
    { type: "opportunityLost", channel: "emailAtOnce", wanted: true },
  ];
  expect([mailMode("opportunityWon", departures), mailMode("opportunityLost", departures)]).toEqual(["urgent", null]);
});

test("each notice leads to the page of its subject", () => {
  expect(recordPath("opportunity", "d")).toBe("/opportunities/d");
  expect(recordPath("import", "i")).toBe("/settings/imports/i");
  expect(recordPath("bulkRun", "r", { noun: "account" })).toBe("/accounts?run=r");
  expect(recordPath("recordExport", "e", { noun: "opportunity" })).toBe("/opportunities/list?export=e");
  expect(recordPath("bulkRun", "r", { noun: "module that was switched off" })).toBe("/inbox");
  expect(recordPath("opportunity", "d", { commentId: "c" })).toBe("/opportunities/d?tab=comments&comment=c");
  expect(recordPath("supportSession", "s")).toBe("/settings/support");
});

test("events of one record form a group, and so do those of one bulk act", () => {
  const opportunity = { id: "e1", entity: "opportunity", entityId: "d", batchId: null };
  expect(groupKeyOf("opportunityWon", opportunity)).toBe(groupKeyOf("opportunityStageChanged", opportunity));
  const [one, other] = ["d", "e"].map((entityId) =>
    groupKeyOf("opportunityAssigned", { ...opportunity, entityId, batchId: "b" }),
  );
  expect(one).toBe(other);
  expect(one).not.toBe(groupKeyOf("opportunityWon", { ...opportunity, batchId: "b" }));
  const mention = groupKeyOf("mentioned", opportunity);
  expect(
    new Set([mention, groupKeyOf("mentioned", { ...opportunity, id: "e2" }), groupKeyOf("opportunityWon", opportunity)])
      .size,
  ).toBe(3);
});

test.each([
  // A Friday afternoon in Chicago, before the clocks go back on Sunday.
  ["2026-10-30T20:00:00Z", "America/Chicago", "2026-10-31T14:00:00.000Z", "2026-11-02T15:00:00.000Z"],
  // Already Monday in Auckland while it is Sunday in London.
  ["2026-11-22T20:00:00Z", "Pacific/Auckland", "2026-11-23T20:00:00.000Z", "2026-11-29T20:00:00.000Z"],
  ["2028-02-28T12:00:00Z", "UTC", "2028-02-29T09:00:00.000Z", "2028-03-06T09:00:00.000Z"],
])("snoozed at %s in %s, it comes back at nine there", (now, zone, tomorrow, monday) => {
  const [soon, ...mornings] = snoozeTimes(new Date(now), zone).map(({ until }) => until);
  expect(mornings).toEqual([tomorrow, monday]);
  expect(new Date(soon ?? "").getTime() - new Date(now).getTime()).toBe(3 * 3_600_000);
});

test("a notice of support leads to the page where sessions are allowed and read", () => {
  expect(recordPath("supportSession", "any")).toBe("/settings/support");
});

test("news of many records leads to the inbox, which says of which ones", () => {
  expect(newsPath({ path: "/contacts/c1", entity: "contact" }, 1)).toBe("/contacts/c1");
  expect(newsPath({ path: "/contacts/c1", entity: "contact" }, 19)).toBe("/inbox");
  expect(newsPath({ path: null, entity: "contact" }, 1)).toBe("/contacts");
});
