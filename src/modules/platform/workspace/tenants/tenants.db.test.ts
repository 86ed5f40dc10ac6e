import "@/registry/register";
import { describe, expect, test } from "vitest";
import { updateProfile } from "@/modules/platform/identity/auth/operations/person";
import { removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import { changeRole } from "@/modules/platform/identity/members/operations/roles";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { anonymous, newPerson, requestIn, requestOf, signInAs } from "@/test/identity";
import { newMark } from "@/test/new-mark";
import { checkSlug, createWorkspace, myWorkspaces } from "./operations/create";
import { getWorkspace, setVisibility, showHiddenNames, updateWorkspace } from "./operations/settings";

const settings = { currency: "EUR", locale: "de-DE", timeZone: "Europe/Berlin" };
const newSlug = () => `firm-${newMark()}`;

async function firm(name = "Ana Ruiz") {
  const person = await newPerson(name);
  const token = await signInAs(person);
  const made = await createWorkspace(await requestOf(token), { name: "Halden", slug: newSlug(), ...settings });
  return { ...made, person, token };
}

describe("a new workspace", () => {
  test("has its person as owner, what domains put in, and its events", async () => {
    const { id, slug, memberId, token, person } = await firm();
    const ctx = await requestIn(token, slug);
    expect(ctx.member).toEqual({ id: memberId, name: person.name, role: "owner", place: 1 });
    expect(await getWorkspace(ctx, {})).toMatchObject({
      id,
      slug,
      ...settings,
      me: { memberId, role: "owner" },
      visibility: { account: "everyone", opportunity: "everyone" },
    });
    const events = await adminQuery<{ name: string; actor_member_id: string }>(
      "select name, actor_member_id from events where tenant_id = $1",
      [id],
    );
    expect(events.map((event) => event.name)).toEqual(
      expect.arrayContaining(["workspace.created", "member.joined", "team.created"]),
    );
    expect(events.every((event) => event.actor_member_id === memberId)).toBe(true);
    expect(await myWorkspaces(await requestOf(token), {})).toEqual([
      { slug, name: "Halden", role: "owner", suspended: null },
    ]);
  });

  test("cannot take a reserved or a taken slug; the answer offers a free one and nothing is left behind", async () => {
    const { slug } = await firm();
    const ctx = await requestOf(await signInAs(await newPerson()));
    await expect(createWorkspace(ctx, { name: "App", slug: "api", ...settings })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path: "slug" }] },
    });
    const taken = `${slug} is taken. Use ${slug}-hq or enter a different one.`;
    await expect(createWorkspace(ctx, { name: "Other", slug, ...settings })).rejects.toMatchObject({
      code: "CONFLICT",
      message: taken,
      details: { fields: [{ path: "slug", message: taken }], suggestion: `${slug}-hq` },
    });
    expect(await myWorkspaces(ctx, {})).toEqual([]);
    expect(await adminQuery("select 1 from tenants where name = 'Other'")).toEqual([]);
    expect(await checkSlug(ctx, { slug, name: "Other" })).toMatchObject({ problem: taken });
    const free = newSlug();
    expect(await checkSlug(ctx, { slug: "", name: free })).toEqual({ slug: free, problem: null, suggestion: free });
  });

  test("two people who want one slug at the same moment: one gets it", async () => {
    const slug = newSlug();
    const people = [
      await requestOf(await signInAs(await newPerson())),
      await requestOf(await signInAs(await newPerson())),
    ];
    const results = await Promise.allSettled(
      people.map((ctx) => createWorkspace(ctx, { name: "Race", slug, ...settings })),
    );
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    expect(results.find((result) => result.status === "rejected")).toMatchObject({ reason: { code: "CONFLICT" } });
    expect(await adminQuery("select 1 from tenants where slug = $1", [slug])).toHaveLength(1);
  });

  test("is tried 20 times a day by one person, and no more", async () => {
    const { slug } = await firm();
    const ctx = await requestOf(await signInAs(await newPerson()));
    const codes: string[] = [];
    for (let index = 0; index < 20; index++)
      await createWorkspace(ctx, { name: "Many", slug, ...settings }).catch((error) => codes.push(error.code));
    expect(new Set(codes)).toEqual(new Set(["CONFLICT"]));
    const free = newSlug();
    await expect(createWorkspace(ctx, { name: "Many", slug: free, ...settings })).rejects.toMatchObject({
      code: "RATE_LIMITED",
    });
    expect(await myWorkspaces(ctx, {})).toEqual([]);
  });

  test("needs a person and settings that exist", async () => {
    const slug = newSlug();
    await expect(createWorkspace(anonymous(), { name: "X", slug, ...settings })).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
    });
    const ctx = await requestOf(await signInAs(await newPerson()));
    for (const wrong of [{ currency: "ZZZ" }, { timeZone: "Mars/Base" }, { locale: "no such" }])
      await expect(createWorkspace(ctx, { name: "X", slug, ...settings, ...wrong })).rejects.toMatchObject({
        code: "VALIDATION",
        details: { fields: [{ path: Object.keys(wrong)[0] }] },
      });
    expect(await adminQuery("select 1 from tenants where slug = $1", [slug])).toEqual([]);
  });
});

describe("membership", () => {
  test("someone else's workspace and one that does not exist get the same answer", async () => {
    const { slug } = await firm();
    const stranger = await signInAs(await newPerson());
    const answers = await Promise.all(
      [slug, newSlug()].map((name) => requestIn(stranger, name).catch((error: Error) => error)),
    );
    expect(answers[0]).toMatchObject({ code: "NOT_FOUND" });
    expect(answers[0]).toEqual(answers[1]);
  });

  test("a removed member is refused at the next request, a changed role counts at once", async () => {
    const { slug, id, token } = await firm();
    const guest = await newPerson("Ben Ode");
    const guestToken = await signInAs(guest);
    const [row] = await adminQuery<{ id: string }>(
      "insert into members (id, tenant_id, user_id, name, name_key, role, status, updated_at) values (gen_random_uuid(), $1, $2, 'Ben', 'ben', 'member', 'active', now()) returning id",
      [id, guest.userId],
    );
    const memberId = row?.id ?? "";
    expect((await requestIn(guestToken, slug)).can("member:manage")).toBe(false);
    const owner = await requestIn(token, slug);
    await changeRole(owner, { id: memberId, version: 1, role: "admin" });
    expect((await requestIn(guestToken, slug)).can("member:manage")).toBe(true);
    await removeMember(owner, { id: memberId, version: 2 });
    await expect(requestIn(guestToken, slug)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await myWorkspaces(await requestOf(guestToken), {})).toEqual([]);
  });

  test("a new name reaches the members of all workspaces of that person, and no other", async () => {
    const { person, token, slug } = await firm();
    const second = newSlug();
    await createWorkspace(await requestOf(token), { name: "Second", slug: second, ...settings });
    const other = await firm("Ben Ode");
    await updateProfile(await requestOf(token), { name: "Ana R. Vega" });
    const members = await adminQuery(
      "select m.name, m.name_key, m.version from members m where m.user_id = $1 order by m.id",
      [person.userId],
    );
    expect(members).toEqual(Array(2).fill({ name: "Ana R. Vega", name_key: "ana r. vega", version: 2 }));
    expect((await requestIn(token, slug)).member?.name).toBe("Ana R. Vega");
    expect((await requestIn(other.token, other.slug)).member?.name).toBe("Ben Ode");
    const events = await adminQuery("select 1 from events where name = 'member.updated' and actor->>'userId' = $1", [
      person.userId,
    ]);
    expect(events).toHaveLength(2);
  });
});

describe("settings", () => {
  test("are changed by admins under a version, and visibility per object", async () => {
    const workspace = await testWorkspace();
    const ctx = await workspace.role("admin");
    const changed = await updateWorkspace(ctx, { version: 1, name: "Halden", currency: "CHF" });
    expect(changed).toMatchObject({ name: "Halden", currency: "CHF", version: 2 });
    await expect(updateWorkspace(ctx, { version: 1, currency: "EUR" })).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await setVisibility(ctx, { entity: "account", level: "own" })).visibility.account).toBe("own");
    expect((await setVisibility(ctx, { entity: "account", level: "everyone" })).visibility.account).toBe("everyone");
    await expect(setVisibility(ctx, { entity: "product", level: "own" })).rejects.toMatchObject({ code: "VALIDATION" });
    const plain = await workspace.role("manager");
    await expect(updateWorkspace(plain, { version: 2, name: "Mine" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(setVisibility(plain, { entity: "account", level: "own" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await getWorkspace(ctx, {})).toMatchObject({ name: "Halden", currency: "CHF", version: 2 });
  });

  test("its fiscal year begins on any day that each year has, for the next request", async () => {
    const { slug, token } = await firm();
    const ctx = await requestIn(token, slug);
    expect(ctx.tenant.fiscalYearStart).toBe("01-01");
    await updateWorkspace(ctx, { version: 1, fiscalYearStart: "04-06" });
    expect((await requestIn(token, slug)).tenant.fiscalYearStart).toBe("04-06");
    await expect(updateWorkspace(ctx, { version: 2, fiscalYearStart: "02-29" })).rejects.toMatchObject({
      code: "VALIDATION",
      details: {
        fields: [
          { path: "fiscalYearStart", message: "Most years have no February 29. Choose February 28 or March 1." },
        ],
      },
    });
  });

  test("it shows names of linked records that people cannot open if an admin says so, and its log tells", async () => {
    const { id, slug, token } = await firm();
    const ctx = await requestIn(token, slug);
    expect((await getWorkspace(ctx, {})).showsHiddenNames).toBe(false);
    expect((await showHiddenNames(ctx, { shown: true })).showsHiddenNames).toBe(true);
    await showHiddenNames(ctx, { shown: true });
    expect((await requestIn(token, slug)).tenant.showsHiddenNames).toBe(true);
    const events = await adminQuery<object>(
      "select before, after from events where tenant_id = $1 and name = 'workspace.hiddenNamesChanged'",
      [id],
    );
    expect(events).toEqual([{ before: { showsHiddenNames: false }, after: { showsHiddenNames: true } }]);
  });

  test("a suspended workspace refuses its members with the reason", async () => {
    const { id, slug, token } = await firm();
    await adminQuery("update tenants set status = 'suspended', suspended_reason = 'Unpaid since May.' where id = $1", [
      id,
    ]);
    const ctx = await requestIn(token, slug);
    await expect(updateWorkspace(ctx, { version: 1, name: "Still" })).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining("Unpaid since May."),
    });
    expect(await adminQuery("select name from tenants where id = $1", [id])).toEqual([{ name: "Halden" }]);
    expect(await myWorkspaces(await requestOf(token), {})).toMatchObject([{ suspended: "Unpaid since May." }]);
  });
});
