import { permissions } from "@/lib/roles";
import type { Ctx } from "@/server/context";
import { type TestMember, type TestWorkspace, testWorkspace } from "./ctx";
import { fillWorkspace } from "./full-workspace";
import { withKey } from "./tenancy/doors";

/** The owner of a new workspace with a record of each kind, and the headers of a key with all rights. */
export async function filledOwner(): Promise<{
  workspace: TestWorkspace;
  member: TestMember;
  ctx: Ctx;
  ids: Readonly<Record<string, string>>;
  key: Record<string, string>;
}> {
  const workspace = await testWorkspace();
  const member = await workspace.join("owner");
  const ctx = await workspace.as(member);
  const { ids } = await fillWorkspace(ctx);
  return { workspace, member, ctx, ids, key: await withKey(workspace.tenant.id, member, [...permissions]) };
}
