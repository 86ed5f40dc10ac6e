import "@/registry/register";
import { describe, expect, test } from "vitest";
import { listAudit } from "@/modules/platform/history/audit/operations/list";
import { readSessionToken } from "@/server/session-cookie";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { newMail, newPerson, newStaff, requestOf, signInAs, type TestPerson } from "@/test/identity";
import { mailsTo } from "@/test/mail";
import { testAuthenticator } from "@/test/passkey";
import { openSession } from "@/test/session";
import { setTotp } from "./operations/codes";
import { myFactors } from "./operations/factors";
import { addPasskey, startPasskey } from "./operations/passkeys";
import { resetFactors } from "./operations/reset-factors";

const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const reason = "Called back under the number of the contract";

const standing = ({ userId }: Pick<TestPerson, "userId">) =>
  adminQuery(
    `select (select count(*)::int from totp_secrets where user_id = $1) as apps,
            (select count(*)::int from passkeys where user_id = $1) as passkeys,
            (select count(*)::int from recovery_codes where user_id = $1) as codes,
            (select count(*)::int from sessions where user_id = $1 and revoked_at is null) as sessions`,
    [userId],
  );
const noted = ({ userId }: Pick<TestPerson, "userId">) =>
  adminQuery<{ data: object }>("select data from identity_events where user_id = $1 and name = 'person.factorsReset'", [
    userId,
  ]);

describe("an operator resets the factors of a person", () => {
  test("who then signs in with the password alone, and is told", async () => {
    const person = await newPerson();
    const token = await signInAs(person);
    const ctx = await requestOf(token);
    await addPasskey(ctx, { name: "Phone", answer: testAuthenticator().register(await startPasskey(ctx, {})) });
    await setTotp(person.userId, secret);
    expect(await standing(person)).toEqual([{ apps: 1, passkeys: 1, codes: 10, sessions: 1 }]);

    expect(await resetFactors({ email: person.email.toUpperCase(), reason, staff: false })).toBe(1);

    expect(await standing(person)).toEqual([{ apps: 0, passkeys: 0, codes: 0, sessions: 0 }]);
    expect((await requestOf(token)).actor.type).toBe("anonymous");
    expect((await noted(person)).map(({ data }) => data)).toMatchObject([{ operatorReason: reason, sessionsEnded: 1 }]);
    expect((await mailsTo(person.email))[0]?.subject).toBe("Your second factor was removed");
    const again = await requestOf(await signInAs(person));
    expect(await myFactors(again, {})).toMatchObject({ totpSince: null, passkeys: [], givenHere: false });
  });

  test("whose workspaces see it in their log, without the reason", async () => {
    const own = await testWorkspace();
    const member = await own.join("member");
    expect(await readSessionToken((await openSession(member)).value)).toEqual(expect.any(String));
    await setTotp(member.userId, secret);
    await resetFactors({ email: member.email, reason, staff: false });
    const { rows } = await listAudit(await own.role("owner"), { entity: "member", recordId: member.id });
    const row = rows.find(({ name }) => name === "member.factorsReset");
    expect(row).toMatchObject({
      what: "Second factor reset by an operator",
      who: { kind: "job", name: "Throughline" },
    });
    const stored = "select data from events where tenant_id = $1 and name = 'member.factorsReset'";
    expect(JSON.stringify(await adminQuery(stored, [own.tenant.id]))).not.toContain(reason);
  });

  test("and nothing changes for an unknown address, or for one without a factor", async () => {
    const person = await newPerson();
    await signInAs(person);
    const before = await standing(person);
    await expect(resetFactors({ email: newMail(), reason, staff: false })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(resetFactors({ email: person.email, reason, staff: false })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(await standing(person)).toEqual(before);
    expect(await noted(person)).toEqual([]);
  });

  test("but an account of staff only where the command says so, and the platform's log has it", async () => {
    const { person } = await newStaff();
    await setTotp(person.userId, secret);
    const log = () =>
      adminQuery("select data from staff_events where name = 'staff.factorsReset' and data->>'email' = $1", [
        person.email,
      ]);
    const before = await standing(person);
    await expect(resetFactors({ email: person.email, reason, staff: false })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("--staff"),
    });
    expect([await standing(person), await log()]).toEqual([before, []]);
    await resetFactors({ email: person.email, reason, staff: true });
    expect(await standing(person)).toEqual([{ apps: 0, passkeys: 0, codes: 0, sessions: 0 }]);
    expect(await log()).toEqual([{ data: { email: person.email, reason } }]);
  });
});
