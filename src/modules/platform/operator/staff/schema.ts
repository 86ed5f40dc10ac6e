import { z } from "zod";
import { standings } from "@/lib/entitlements";
import { licenceKeys } from "@/lib/licences";
import { mailStatuses } from "@/lib/mail-status";
import { limitKeys, paidPlans, planKeys } from "@/lib/plans";
import { staffRoles } from "@/lib/staff-roles";
import { givenDay, id, instant, lineUpTo, money, queryText, reference } from "@/lib/zod";
import { meterUse } from "@/modules/platform/commerce/usage/schema";
import { memberStatuses } from "@/modules/platform/identity/members/schema";
import { jobStatus } from "../jobs/schema";
import { sessionStates } from "../support/rules";

const page = { cursor: z.string().max(400).optional(), limit: z.int().min(1).max(100).optional() };
const nextCursor = z.string().nullable();
const most = z.int().nullable();

export const workspacesShown = ["all", "trial", "past_due", "suspended", "ending", "alerts", "access"] as const;
export type WorkspacesShown = (typeof workspacesShown)[number];
export const workspaceSorts = ["name", "newest", "activity"] as const;
export type WorkspaceSort = (typeof workspaceSorts)[number];
export const workspaceAlerts = ["unpaid", "deletionLate", "parked", "trialEnds"] as const;
export type WorkspaceAlert = (typeof workspaceAlerts)[number];

const workspaceFilter = {
  /** Part of the name or of the address, or the beginning of a member's e-mail address. */
  q: queryText.optional(),
  plan: z.enum(planKeys).optional(),
};
export const listWorkspacesInput = z.object({
  ...workspaceFilter,
  /** One state; "ending": those to be deleted; "access": those that allow support now. */
  show: z.enum(workspacesShown).optional(),
  sort: z.enum(workspaceSorts).optional(),
  ...page,
});
export const workspaceCountsInput = z.object(workspaceFilter);
export const workspaceCounts = z.record(z.enum(workspacesShown), z.int());

export const workspaceLine = z
  .object({
    id,
    slug: z.string(),
    name: z.string(),
    timeZone: z.string(),
    plan: z.enum(planKeys),
    standing: z.enum(standings),
    /** When a trial ends, or since when an invoice is unpaid. */
    trialEndsAt: instant.nullable(),
    pastDueSince: instant.nullable(),
    suspendedReason: z.string().nullable(),
    /** When a workspace that is to be deleted will be. */
    deletionDueAt: instant.nullable(),
    seats: z.object({ used: z.int(), most }),
    /** Members who were there in the last 7 days. */
    activeMembers: z.int(),
    /** Counted up to 10,000. */
    records: z.object({ count: z.int(), more: z.boolean() }),
    alerts: z.array(z.enum(workspaceAlerts)),
    lastActiveAt: instant.nullable(),
    createdAt: instant,
  })
  .meta({ id: "StaffWorkspaceLine" });
export const workspacePage = z.object({ rows: z.array(workspaceLine), nextCursor });

export const workspaceIdInput = z.object({ id });
export const ofWorkspaceInput = z.object({ id, ...page });

const used = z.object({ used: z.int(), most });
export const staffWorkspace = z
  .object({
    id,
    slug: z.string(),
    name: z.string(),
    plan: z.enum(planKeys),
    standing: z.enum(standings),
    status: z.string(),
    suspendedReason: z.string().nullable(),
    deletionDueAt: instant.nullable(),
    /** Its deletion should have happened a day ago. */
    deletionLate: z.boolean(),
    currency: z.string(),
    timeZone: z.string(),
    createdAt: instant,
    trialEndsAt: instant.nullable(),
    pastDueSince: instant.nullable(),
    cancelAt: instant.nullable(),
    /** Nothing is paid for, so a trial may run. */
    mayTry: z.boolean(),
    seats: used,
    activeMembers: z.int(),
    records: z.int(),
    apiCalls: used,
    emails: used,
    failedMails: z.int(),
    invoice: z.object({ open: money, dueAt: instant.nullable(), pastDue: z.boolean() }).nullable(),
    counts: z.object({ members: z.int(), overrides: z.int(), invoices: z.int(), parked: z.int(), sessions: z.int() }),
    people: z.array(reference.extend({ role: z.string() })),
  })
  .meta({ id: "StaffWorkspace" });
export type StaffWorkspace = z.infer<typeof staffWorkspace>;

export const memberLine = z.object({
  id,
  name: z.string(),
  role: z.string(),
  status: z.enum(memberStatuses),
  lastActiveAt: instant.nullable(),
});
export const memberPage = z.object({ rows: z.array(memberLine), nextCursor });

const overrideValue = z.union([z.string(), z.int(), z.boolean(), z.null()]);
const overrideLine = z.object({
  id,
  key: z.string(),
  /** The value that the plan gives, and the one that counts until the end. */
  plan: overrideValue,
  value: overrideValue,
  reason: z.string(),
  endsAt: instant,
  ended: z.boolean(),
  setBy: z.string(),
  setAt: instant,
});
export const overrides = z.object({
  rows: z.array(overrideLine),
  /** Modules of this build that an override can switch. */
  modules: z.array(z.enum(licenceKeys)),
});

export const reason = lineUpTo(500);
export const overridePlans = ["starter", ...paidPlans] as const;
const common = { id, endsAt: instant, reason };
export const addOverrideInput = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("limit"),
    limit: z.enum(limitKeys),
    most: z.int().min(0).max(1_000_000_000).nullable(),
    ...common,
  }),
  z.object({ kind: z.literal("module"), module: z.enum(licenceKeys), on: z.boolean(), ...common }),
  z.object({ kind: z.literal("plan"), plan: z.enum(overridePlans), ...common }),
]);
export type AddOverride = z.output<typeof addOverrideInput>;
/** The fields of the form for an override; those of another kind are left out. */
export const overrideForm = z
  .object({
    kind: z.enum(["limit", "module", "plan"]),
    limit: z.enum(limitKeys),
    /** Null: no limit. */
    most: z.int("Type a whole number.").min(0).max(1_000_000_000).nullable(),
    module: z.enum(licenceKeys).nullable(),
    on: z.boolean(),
    plan: z.enum(overridePlans),
    until: givenDay,
    reason,
  })
  .refine(({ kind, module }) => kind !== "module" || module !== null, { path: ["module"], error: "Choose a module." });
export const endOverrideInput = z.object({ id, key: z.string().max(100), reason });
export const extendTrialInput = z.object(common);
export const actOutput = z.object({ id });
export const withReasonInput = z.object({ id, reason });

export const staffUsage = z.array(meterUse.pick({ meter: true, label: true, used: true, limit: true, forecast: true }));

export const staffInvoices = z.array(
  z.object({
    id,
    number: z.string().nullable(),
    status: z.string(),
    pastDue: z.boolean(),
    issuedAt: instant,
    dueAt: instant.nullable(),
    paidAt: instant.nullable(),
    total: money,
    remaining: money,
  }),
);

const work = {
  id,
  label: z.string(),
  status: jobStatus,
  reason: z.string().nullable(),
  at: instant,
  finishedAt: instant.nullable(),
};
export const workspaceJobs = z.object({
  rows: z.array(z.object({ ...work, progress: z.object({ done: z.int(), total: z.int() }).nullable() })),
  nextCursor,
});
export const platformJobsInput = z.object({ show: z.enum(["running", "failed"]).optional(), ...page });
export const platformJobs = z.object({ rows: z.array(z.object({ ...work, workspace: reference })), nextCursor });

export const workspaceMails = z.object({
  rows: z.array(
    z.object({
      id,
      kind: z.enum(["notifications", "invitation", "digest"]),
      to: z.string(),
      status: z.enum(mailStatuses),
      reason: z.string().nullable(),
      attempts: z.int(),
      createdAt: instant,
      finishedAt: instant.nullable(),
    }),
  ),
  nextCursor,
});

const parkedLine = z.object({
  eventId: id,
  consumer: z.string(),
  name: z.string(),
  reason: z.string(),
  parkedAt: instant,
  workspace: reference,
});
export const parkedInput = z.object({
  /** One workspace; by default all. */
  workspaceId: id.optional(),
  ...page,
});
export const parkedPage = z.object({ rows: z.array(parkedLine), nextCursor });
export const replayInput = z.object({
  id,
  /** One event; by default all of the workspace. */
  eventId: id.optional(),
});
export const replayOutput = z.object({ replayed: z.int() });

export const supportHistory = z.array(
  z.object({
    id,
    staff: z.string(),
    member: z.string(),
    reason: z.string(),
    ticket: z.string(),
    write: z.boolean(),
    askedAt: instant,
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
    state: z.enum(sessionStates),
  }),
);

export const outboxLanes = z.array(
  z.object({ consumer: z.string(), waiting: z.int(), parked: z.int(), oldestSeconds: z.number() }),
);
export const health = z.object({
  ready: z.boolean(),
  /** Workspaces that should have been deleted a day ago, the oldest first; 20 at most. */
  lateDeletions: z.array(reference.extend({ dueAt: instant })),
  checks: z.array(
    z.object({ name: z.string(), ok: z.boolean(), ms: z.int(), required: z.boolean(), todo: z.string().optional() }),
  ),
});

export const auditInput = z.object({ staffId: id.optional(), workspaceId: id.optional(), ...page });
export const auditPage = z.object({
  rows: z.array(
    z.object({
      id,
      name: z.string(),
      staff: z.object({ id: id.nullable(), name: z.string() }),
      workspace: z.object({ id: id.nullable(), name: z.string() }).nullable(),
      reason: z.string().nullable(),
      details: z.array(z.object({ name: z.string(), value: z.string() })),
      address: z.string().nullable(),
      at: instant,
    }),
  ),
  nextCursor,
});
export const staffPeople = z.array(
  reference.extend({ role: z.enum(staffRoles), suspended: z.boolean(), email: z.string() }),
);
