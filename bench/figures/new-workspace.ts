import { randomBytes } from "node:crypto";
import { tell } from "../load/ask";
import type { Stage } from "../stage";

/** The same stage with its person in a workspace that they have just created, on the largest plan. */
export async function newWorkspace(stage: Stage): Promise<Stage> {
  const slug = `new-${randomBytes(4).toString("hex")}`;
  const settings = { name: "New", slug, currency: "USD", locale: "en-US", timeZone: "UTC" };
  const made = await tell<{ id: string; memberId: string }>(stage, "tenants.create", settings);
  await stage.superuser.query("update subscriptions set plan = 'enterprise', state = 'active' where tenant_id = $1", [
    made.id,
  ]);
  return { ...stage, person: { ...stage.person, tenantId: made.id, memberId: made.memberId, workspace: slug } };
}
