import "@/registry/register";
import { afterAll, beforeAll, expect, test } from "vitest";
import { GET } from "@/app/api/connections/[provider]/callback/route";
import { setModule } from "@/modules/platform/commerce/plans/operations/modules";
import type { Ctx } from "@/server/context";
import { later, type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { rowHash } from "@/test/full-workspace";
import { signedIn } from "@/test/tenancy/doors";
import { startTestCrm, type TestCrm } from "@/test/test-provider";
import { beginConnection } from "./operations/connecting";

let crm: TestCrm;
beforeAll(async () => {
  crm = await startTestCrm();
});
afterAll(() => crm.stop());

const provider = "testcrm";
const redirects: string[] = [];

interface Site {
  workspace: TestWorkspace;
  member: TestMember;
  owner: Ctx;
  cookie: Record<string, string>;
}
async function site(role: "owner" | "admin" | "member" = "owner"): Promise<Site> {
  const workspace = await testWorkspace();
  const member = await workspace.join(role);
  return { workspace, member, owner: await workspace.as(member), cookie: await signedIn(member, null) };
}
async function stateOf(owner: Ctx): Promise<string> {
  const { url } = await beginConnection(owner, { provider });
  const { searchParams } = new URL(url);
  redirects.push(searchParams.get("redirect_uri") ?? "");
  return searchParams.get("state") ?? "";
}

/** Follows the consent page back, and answers where it leads. */
async function back(query: Record<string, string>, headers: Record<string, string>, of = provider): Promise<string> {
  const url = `http://localhost:3000/api/connections/${of}/callback?${new URLSearchParams(query)}`;
  const response = await GET(new Request(url, { headers }), { params: Promise.resolve({ provider: of }) });
  expect([response.status, response.headers.get("referrer-policy")]).toEqual([303, "no-referrer"]);
  return (response.headers.get("location") ?? "").replace("http://localhost:3000", "");
}
const settings = ({ workspace }: Site, outcome: string) =>
  `/${workspace.tenant.slug}/settings/integrations?provider=${provider}&outcome=${outcome}`;
/** All that connecting writes; sessions note when they were seen. */
const kept = (...sites: Site[]) =>
  Promise.all(
    sites.map(async ({ owner: { db } }) => [
      await db.connection.findMany(),
      await db.connectionSecret.findMany(),
      await db.connectionRequest.findMany(),
      await db.event.count({ where: { entity: "connection" } }),
    ]),
  );
const connections = ({ owner }: Site) => owner.db.connection.count();

test("the person who began comes back to the settings, and the service is connected", async () => {
  const here = await site("admin");
  const state = await stateOf(here.owner);
  expect(redirects.at(-1)).toBe("http://localhost:3000/api/connections/testcrm/callback");
  expect(await back({ state, code: crm.code() }, here.cookie)).toBe(settings(here, "connected"));
  expect(await connections(here)).toBe(1);
  const before = await rowHash(here.workspace.tenant.id);
  expect(await back({ state, code: crm.code() }, here.cookie)).toBe(settings(here, "invalid"));
  expect(await rowHash(here.workspace.tenant.id)).toBe(before);
});

test("one who did not allow access comes back with a message, and the way counts no more", async () => {
  const here = await site();
  const state = await stateOf(here.owner);
  expect(await back({ state, error: "access_denied" }, here.cookie)).toBe(settings(here, "declined"));
  expect(await back({ state, code: crm.code() }, here.cookie)).toBe(settings(here, "invalid"));
  expect(await connections(here)).toBe(0);
});

test("somebody who is not signed in signs in first, and then comes back", async () => {
  const here = await site();
  const state = await stateOf(here.owner);
  const code = crm.code();
  const query = new URLSearchParams({ state, code });
  const path = `/api/connections/testcrm/callback?${query}`;
  expect(await back({ state, code }, {})).toBe(`/sign-in?next=${encodeURIComponent(path)}`);
  expect(await back({ state, code }, here.cookie)).toBe(settings(here, "connected"));
});

test("a foreign state, or one of another service, changes nothing anywhere", async () => {
  const [here, other] = [await site(), await site()];
  const colleague = await here.workspace.join("owner");
  const state = await stateOf(here.owner);
  const before = await kept(here, other);
  expect(await back({ state, code: crm.code() }, other.cookie)).toBe("/workspaces");
  expect(await back({ state, code: crm.code() }, await signedIn(colleague, null))).toBe(settings(here, "invalid"));
  expect(await back({ state, code: crm.code() }, here.cookie, "nowhere")).toBe("/workspaces");
  expect(await back({ state: "made-up", code: crm.code() }, here.cookie)).toBe("/workspaces");
  expect(await back({}, here.cookie)).toBe("/workspaces");
  expect(await kept(here, other)).toEqual(before);
  expect(await back({ state, code: crm.code() }, here.cookie)).toBe(settings(here, "connected"));
});

test("one who lost the right, or whose plan lost the service, connects nothing", async () => {
  const here = await site();
  const first = await stateOf(here.owner);
  await setModule(await later(here.owner), { module: "integration-hubspot", on: false });
  expect(await back({ state: first, code: crm.code() }, here.cookie)).toBe(settings(here, "off"));
  await setModule(await later(here.owner), { module: "integration-hubspot", on: true });
  await here.workspace.join("owner");
  await here.owner.db.member.updateMany({ where: { id: here.member.id }, data: { role: "member" } });
  expect(await back({ state: first, code: crm.code() }, here.cookie)).toBe(settings(here, "off"));
  expect(await connections(here)).toBe(0);
});
