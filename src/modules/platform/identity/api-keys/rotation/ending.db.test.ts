import { expect, test } from "vitest";
import { firstId } from "@/server/unknown-id";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { mailsTo } from "@/test/mail";
import { createApiKey, revokeApiKey } from "../operations";
import { notifyKeyEnding } from "./jobs";
import { notifyEnding } from "./operations/notify-ending";
import { rotateApiKey } from "./operations/rotate";

const dayMs = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * dayMs);
const scopes = ["workspace:view" as const];

async function place() {
  const workspace = await testWorkspace();
  const maker = await workspace.join("admin");
  const ctx = await workspace.as(maker);
  const endsIn = (days: number, name: string) =>
    createApiKey(ctx, { name, scopes, expiresAt: inDays(days).toISOString() });
  const subjects = async () => (await mailsTo(maker.email)).map(({ subject }) => subject).toSorted();
  return { workspace, ctx, endsIn, subjects };
}

test("the member of a key that ends is reminded 14 days and a day before, each once", async () => {
  const { workspace, ctx, endsIn, subjects } = await place();
  const { id } = await endsIn(30, "Nightly");
  await endsIn(90, "Later");
  const over = await endsIn(30, "Revoked");
  await revokeApiKey(ctx, { id: over.id });
  const remind = (days: number) => notifyEnding(workspace.system, firstId, inDays(days));
  await remind(1);
  expect(await subjects()).toEqual([]);
  await Promise.all([remind(17), remind(17)]);
  await remind(20);
  const first = await subjects();
  expect(first).toEqual([expect.stringMatching(/^The API key Nightly ends on /)]);
  await remind(29.2);
  await remind(29.5);
  expect(await subjects()).toHaveLength(2);
  const [mail] = await mailsTo(
    (await ctx.db.member.findFirstOrThrow({ where: { id: ctx.member?.id ?? "" } })).email ?? "",
  );
  expect(mail?.links.some((href) => href.endsWith(`/settings/api-keys/${id}`))).toBe(true);
});

test("many keys are looked at in parts, and one with a new end has its reminders again", async () => {
  const { workspace, ctx, endsIn, subjects } = await place();
  const ids: string[] = [];
  for (const name of ["One", "Two", "Three"]) ids.push((await endsIn(30, name)).id);
  const at = inDays(18);
  const after = await notifyEnding(workspace.system, firstId, at, 2);
  expect(after).toBe(ids.toSorted()[1]);
  expect(await subjects()).toHaveLength(2);
  expect(await notifyEnding(workspace.system, after ?? "", at, 2)).toBeNull();
  expect(await subjects()).toHaveLength(3);
  await rotateApiKey(ctx, { id: ids[0] ?? "", overlapHours: 0, expiresAt: inDays(31).toISOString() });
  await notifyEnding(workspace.system, firstId, at);
  expect(await subjects()).toHaveLength(4);
});

test("the clock asks on the mornings of the last two weeks only, and never without a key that ends", async () => {
  const { workspace, ctx, endsIn } = await place();
  const due = (now: Date) => notifyKeyEnding.due?.(workspace.system, now);
  await createApiKey(ctx, { name: "For ever", scopes });
  expect(await due(new Date())).toEqual({ slots: [], next: null });
  const { id } = await endsIn(30, "Nightly");
  const first = await due(new Date());
  expect(first?.slots).toEqual([]);
  const days = ((first?.next?.getTime() ?? 0) - Date.now()) / dayMs;
  expect([days > 14, days < 18]).toEqual([true, true]);
  const morning = first?.next ?? new Date();
  expect((await due(morning))?.slots).toHaveLength(1);
  expect((await due(new Date(morning.getTime() - 3_600_000)))?.slots).toEqual([]);
  await adminQuery("update api_keys set revoked_at = now() where id = $1", [id]);
  expect(await due(morning)).toEqual({ slots: [], next: null });
});
