// @module-tag once

import "@/registry/register";
import { beforeEach, describe, expect, test } from "vitest";
import { inviteMembers } from "@/modules/platform/identity/members/invitations/operations/inviting";
import { createPlaceholder, removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import type { Ctx, IdentityCtx } from "@/server/context";
import { platformClient } from "@/server/db/client";
import { newId } from "@/server/new-id";
import { atOnce } from "@/test/at-once";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { anonymous, newPerson } from "@/test/identity";
import { mailsTo } from "@/test/mail";
import { askJoinDomain, confirmJoinDomain, listJoinDomains, removeJoinDomain } from "./operations/domains";
import { joinByDomain, listJoinableWorkspaces } from "./operations/joining";
import { isPublicDomain } from "./operations/public-domains";
import { asciiAddress, mailDomain } from "./rules";

let workspace: TestWorkspace;
let boss: TestMember;
let admin: Ctx;
let domain: string;
beforeEach(async () => {
  workspace = await testWorkspace();
  boss = await workspace.join("admin");
  admin = await workspace.as(boss);
  domain = `${newId()}.example`;
});

const tokenTo = async (address: string): Promise<string> => {
  const [newest] = await mailsTo(address);
  const link = newest?.links.map((href) => new URL(href)).find((url) => url.searchParams.has("confirm"));
  return link?.searchParams.get("confirm") ?? "";
};

/** An admin opens the link at their own address in the domain. */
async function allow(ctx = admin, at = domain): Promise<string> {
  const email = `boss-${newId()}@${at}`;
  await askJoinDomain(ctx, { email });
  return (await confirmJoinDomain(ctx, { token: await tokenTo(email) })).id;
}

/** A signed-in person with this address. */
async function personAt(address: string, verified = true): Promise<IdentityCtx> {
  const person = await newPerson("Ina Joiner");
  await platformClient().user.update({
    where: { id: person.userId },
    data: { email: address, emailKey: address.toLowerCase(), ...(verified ? {} : { emailVerifiedAt: null }) },
  });
  return {
    ...anonymous(),
    actor: { type: "person", userId: person.userId, name: person.name, email: address },
  } as IdentityCtx;
}
const someone = (at = domain) => personAt(`ina-${newId()}@${at}`);

const offered = async (ctx: IdentityCtx) => (await listJoinableWorkspaces(ctx, {})).workspaces.map(({ slug }) => slug);
const slugOf = () => workspace.tenant.slug;
const joins = (ctx: IdentityCtx, slug = slugOf()) => joinByDomain(ctx, { slug });

describe("a domain", () => {
  test("counts from the moment at which its link is opened", async () => {
    const email = `boss@${domain}`;
    expect(await askJoinDomain(admin, { email })).toMatchObject({ domain, confirmedAt: null });
    const ina = await someone();
    expect(await offered(ina)).toEqual([]);
    await expect(joins(ina)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const token = await tokenTo(email);
    expect(await confirmJoinDomain(admin, { token })).toMatchObject({ domain, confirmedAt: expect.any(String) });
    expect(await offered(ina)).toEqual([slugOf()]);
    await expect(confirmJoinDomain(admin, { token })).rejects.toThrow("already used");
    await expect(askJoinDomain(admin, { email })).rejects.toThrow(`People at ${domain} may already join.`);
    const [row] = await listJoinDomains(admin, {});
    await removeJoinDomain(admin, { id: row?.id ?? "" });
    expect(await offered(ina)).toEqual([]);
    await expect(joins(ina)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("at which anybody can have an address stops if it was confirmed before, and says so", async () => {
    const id = await allow();
    const ina = await someone("mozmail.com");
    await adminQuery("update join_domains set domain = 'mozmail.com' where id = $1", [id]);
    expect(await offered(ina)).toEqual([]);
    await expect(joins(ina)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await listJoinDomains(admin, {})).toMatchObject([{ domain: "mozmail.com", isPublic: true }]);
    const asked = askJoinDomain(admin, { email: "boss@mail.duck.com" });
    await expect(asked).rejects.toMatchObject({
      code: "VALIDATION",
      message: expect.stringContaining("mail.duck.com"),
    });
    expect(await listJoinDomains(admin, {})).toHaveLength(1);
  });

  test("is not confirmed by another admin, by a link that is too old, or by one that was replaced", async () => {
    const email = `boss@${domain}`;
    await askJoinDomain(admin, { email });
    const token = await tokenTo(email);
    const other = await workspace.role("admin");
    await expect(confirmJoinDomain(other, { token })).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining(boss.name),
    });
    await adminQuery("update join_domains set expires_at = now() - interval '1 second' where tenant_id = $1", [
      workspace.tenant.id,
    ]);
    await expect(confirmJoinDomain(admin, { token })).rejects.toThrow("expired");
    await askJoinDomain(other, { email });
    await expect(confirmJoinDomain(admin, { token })).rejects.toThrow("not valid");
    await expect(confirmJoinDomain(admin, { token: await tokenTo(email) })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await offered(await someone())).toEqual([]);
  });

  test.each(["user@gmail.com", "user@GMX.de", "user@mailinator.com"])("of everybody (%s) is refused", async (email) => {
    await expect(askJoinDomain(admin, { email })).rejects.toMatchObject({
      code: "VALIDATION",
      message: expect.stringContaining("Anybody can have an address"),
    });
    expect(await mailsTo(email.toLowerCase())).toEqual([]);
  });

  test("is compared in one form, and subdomains are other domains", async () => {
    expect(mailDomain("Ana@MÜLLER.example")).toBe("xn--mller-kva.example");
    expect(asciiAddress("ana@müller.example")).toBe("ana@xn--mller-kva.example");
    for (const bad of ["ana", "@a.example", "ana@localhost", "ana@a.example/path", "ana@a.example:80", "ana@a example"])
      expect(mailDomain(bad)).toBeNull();
    expect(isPublicDomain("mail.gmail.com.example")).toBe(false);
    await allow();
    expect(await offered(await someone(domain.toUpperCase()))).toEqual([slugOf()]);
    expect(await offered(await someone(`mail.${domain}`))).toEqual([]);
    expect(await offered(await someone(`x${domain}`))).toEqual([]);
  });

  test("in Unicode lets people in whose address writes it either way", async () => {
    const unicode = `müller-${newId()}.example`;
    await allow(admin, unicode);
    expect(await listJoinDomains(admin, {})).toMatchObject([{ domain: mailDomain(`a@${unicode}`) }]);
    expect(await offered(await someone(unicode))).toEqual([slugOf()]);
    expect(await offered(await someone(mailDomain(`a@${unicode}`) ?? ""))).toEqual([slugOf()]);
  });

  test("of two workspaces offers both", async () => {
    const second = await testWorkspace();
    await allow();
    await allow(await second.role("owner"));
    const ina = await someone();
    expect((await offered(ina)).sort()).toEqual([slugOf(), second.tenant.slug].sort());
    await joins(ina, second.tenant.slug);
    expect(await offered(ina)).toEqual([slugOf()]);
  });
});

describe("joining", () => {
  test("makes a member with a seat, tells owners and admins, and is noted", async () => {
    await allow();
    const ina = await someone();
    expect(await joins(ina)).toEqual({ slug: slugOf() });
    const [row] = await adminQuery<{ role: string; status: string }>(
      "select role, status from members where tenant_id = $1 and user_id = $2",
      [workspace.tenant.id, (ina.actor as { userId: string }).userId],
    );
    expect(row).toEqual({ role: "member", status: "active" });
    const events = await adminQuery<{ data: object }>(
      "select data from events where tenant_id = $1 and name = 'member.joined' and data ->> 'domain' = $2",
      [workspace.tenant.id, domain],
    );
    expect(events).toMatchObject([{ data: { by: "domain", invitationId: null } }]);
  });

  test("in two tabs at once, or again later, leads into the workspace: the person is in it, once", async () => {
    await allow();
    const ina = await someone();
    const join = () => joins(ina);
    const answers = await atOnce(join, join);
    expect(answers).toMatchObject([{ value: { slug: slugOf() } }, { value: { slug: slugOf() } }]);
    expect(await joins(ina)).toEqual({ slug: slugOf() });
    const joined = "select 1 from events where tenant_id = $1 and name = 'member.joined' and data ->> 'domain' = $2";
    expect(await adminQuery(joined, [workspace.tenant.id, domain])).toHaveLength(1);
  });

  test("needs an address that was confirmed: nobody else learns of the workspace", async () => {
    await allow();
    const unproven = await personAt(`ina-${newId()}@${domain}`, false);
    expect(await offered(unproven)).toEqual([]);
    const unknown = await joinByDomain(unproven, { slug: "no-such-workspace" }).catch((error: unknown) => error);
    await expect(joins(unproven)).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: (unknown as { message: string }).message,
    });
  });

  test("is closed to removed members, to members, and in a workspace that is suspended or waits for its deletion", async () => {
    await allow();
    const ina = await someone();
    await joins(ina);
    const [row] = await adminQuery<{ id: string; version: number }>(
      "select id, version from members where tenant_id = $1 and user_id = $2",
      [workspace.tenant.id, (ina.actor as { userId: string }).userId],
    );
    await removeMember(admin, { id: row?.id ?? "", version: row?.version ?? 0 });
    expect(await offered(ina)).toEqual([]);
    await expect(joins(ina)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const other = await someone();
    for (const state of [
      "status = 'suspended'",
      "status = 'active', deletion_asked_at = now(), deletion_due_at = now() + interval '7 days'",
    ]) {
      await adminQuery(`update tenants set ${state} where id = $1`, [workspace.tenant.id]);
      expect(await offered(other)).toEqual([]);
      await expect(joins(other)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });

  test.each([
    { invited: "manager", joined: "member" },
    { invited: "viewer", joined: "viewer" },
  ])("takes over a placeholder with that address, a $invited as a $joined, and ends its invitation", async (role) => {
    await allow();
    const email = `kim-${newId()}@${domain}`;
    const kim = await createPlaceholder(admin, { name: "Kim", email, role: role.invited } as never);
    await inviteMembers(admin, { invitees: [{ email, memberId: kim.id }], role: role.invited as "manager" | "viewer" });
    await joins(await personAt(email));
    const rows = await adminQuery("select id, role, status from members where tenant_id = $1 and email_key = $2", [
      workspace.tenant.id,
      email,
    ]);
    expect(rows).toEqual([{ id: kim.id, role: role.joined, status: "active" }]);
    expect(
      await adminQuery("select 1 from invitations where tenant_id = $1 and revoked_at is null", [workspace.tenant.id]),
    ).toEqual([]);
  });

  test("without a seat is refused, and asks owners and admins for one, once a day", async () => {
    workspace = await testWorkspace({ plan: "trial" });
    admin = await workspace.role("admin");
    for (let seat = 0; seat < 4; seat++) await workspace.join("member");
    await allow();
    const ina = await someone();
    const refused = { code: "LIMIT_REACHED", message: expect.stringContaining("owners and admins were notified") };
    await expect(joins(ina)).rejects.toMatchObject(refused);
    await expect(joins(ina)).rejects.toMatchObject(refused);
    const asked = "select data ->> 'email' as email from events where tenant_id = $1 and name = 'plan.seatMissing'";
    expect(await adminQuery(asked, [workspace.tenant.id])).toHaveLength(1);
    expect(await adminQuery("select 1 from members where tenant_id = $1", [workspace.tenant.id])).toHaveLength(5);
  });
});
