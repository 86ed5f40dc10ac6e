import "@/registry/register";
import { type Permission, permissionTable } from "@/lib/roles";
import { getSupportAccess, setSupportAccess } from "@/modules/platform/operator/support/operations/consent";
import { openSupport, stopSupport } from "@/modules/platform/operator/support/staff/operations";
import { operations } from "@/registry/operations";
import type { Ctx } from "@/server/context";
import { toAppError } from "@/server/errors";
import type { AnyOperation, AnyTenantOperation } from "@/server/operation";
import { allowedCases } from "../allowed-cases";
import { type TestMember, type TestWorkspace, testWorkspace } from "../ctx";
import { adminQuery } from "../db";
import { fillWorkspace, fingerprintOf } from "../full-workspace";
import { newStaff, requestIn, staffRequestOf } from "../identity";
import { entityOf, sampleInput } from "../sample-input";
import { withSession } from "../tenancy/doors";

export type Staff = Awaited<ReturnType<typeof newStaff>>;

/** A filled workspace, and a person of the staff who opens it in the place of its owner. */
export interface SupportSite {
  workspace: TestWorkspace;
  boss: TestMember;
  /** The owner's own request. */
  owner: Ctx;
  ids: Record<string, string>;
  staff: Staff;
}

export async function supportSite(): Promise<SupportSite> {
  const workspace = await testWorkspace();
  const boss = await workspace.join("owner");
  const owner = await workspace.as(boss);
  const { ids } = await fillWorkspace(owner);
  return { workspace, boss, owner, ids, staff: await newStaff() };
}

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();

export async function consent({ owner }: SupportSite, mode: "never" | "ask" | "until", write = false): Promise<void> {
  const { version } = await getSupportAccess(owner, {});
  await setSupportAccess(owner, { mode, write, version, ...(mode === "until" ? { endsAt: hours(48) } : {}) });
}

/** A request of staff to open the workspace. */
export const wishOf = ({ workspace, boss }: SupportSite, write = false) => ({
  workspaceId: workspace.tenant.id,
  memberId: boss.id,
  reason: "Counts differ",
  ticket: "4821",
  minutes: 30 as const,
  write,
});

export const open = async (site: SupportSite, write = false, staff = site.staff) =>
  openSupport(await staffRequestOf(staff.token), wishOf(site, write));

/** A session that the workspace allows by its window. */
export async function session(site: SupportSite, write = false): Promise<string> {
  await consent(site, "until", write);
  return (await open(site, write)).id;
}

export const stop = async ({ staff }: SupportSite, id: string) =>
  stopSupport(await staffRequestOf(staff.token), { id });

/** The context of a request of staff in the workspace. */
export const inside = ({ staff, workspace }: SupportSite): Promise<Ctx> =>
  requestIn(staff.token, workspace.tenant.slug);

/** The headers of the browser of staff in the workspace. */
export const headersOf = ({ staff, workspace }: SupportSite) => withSession(staff.token, workspace.tenant.slug);

export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: unknown) => toAppError(error, "").code,
  );

/** All rows of the workspace but what every request of staff writes: its events. */
export async function rowsOf({ workspace }: SupportSite): Promise<string> {
  const sql = await fingerprintOf(workspace.tenant.id, ["events", "event_subjects", "event_deliveries"]);
  return (await adminQuery<{ hash: string }>(sql))[0]?.hash ?? "";
}

/** The platform's log of a person of the staff, newest first. */
export const logOf = ({ person }: Staff) =>
  adminQuery<{ name: string; workspace: string | null; code: string; reason: string }>(
    `select name, workspace_name workspace, data->>'code' code, data->>'reason' reason from staff_events
     where staff_id = $1 order by at desc`,
    [person.userId],
  );

/** Every operation in a workspace, by its name. */
export const all = Object.entries(operations as unknown as Record<string, AnyOperation>).filter(
  (entry): entry is [string, AnyTenantOperation] => entry[1].realm === "tenant",
);

/** Subjects of the workspace itself, written by hand. Staff have of them the rights that viewers have. */
const ofWorkspace = new Set(
  "record member team calendar field tag apiKey connection workspace billing support usage audit budget event notification".split(
    " ",
  ),
);
const isClosed = (permission: Permission) =>
  ofWorkspace.has(permission.split(":")[0] ?? "") && permissionTable[permission].viewer === "none";

/** Written by hand: what a session may do that reads only, and one that may write. */
export function isOpen({ kind, module, permission, staff }: AnyTenantOperation, write: boolean): boolean {
  if (staff === "never" || isClosed(permission) || permission.endsWith(":delete")) return false;
  return kind === "query" || (write && module !== "platform");
}

/** A valid input of an operation on the rows of the workspace. */
export function inputOf({ ids, owner }: SupportSite, name: string, operation: AnyTenantOperation): object {
  const idOf = (field: string, of: AnyOperation) => ids[entityOf(field, of) ?? ""];
  const sample = sampleInput(operation, { optional: false, idOf });
  return { ...(sample as object), ...allowedCases[name]?.input?.(ids, owner) };
}
