import "@/registry/operations";
import { describe, expect, test } from "vitest";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { addOpportunityContact } from "@/modules/crm/opportunities/contacts/operations";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { declaredNouns } from "@/registry/nouns";
import type { Ctx } from "@/server/context";
import { testWorkspace } from "./ctx";
import { fillWorkspace } from "./full-workspace";
import { opportunityWorkspace } from "./opportunities";

type Call = (ctx: Ctx, input: object) => Promise<never>;
const deletable = Object.values(declaredNouns).flatMap((one) =>
  "checkDelete" in one && "delete" in one ? [one as typeof one & Record<"checkDelete" | "delete" | "get", Call>] : [],
);

/** The sentence of the dialog about a record, and the answer of its deletion. */
async function bothOf(ctx: Ctx, one: (typeof deletable)[number], id: string) {
  const { held }: { held: string | null } = await one.checkDelete(ctx, { id });
  const { version }: { version: number } = await one.get(ctx, { id });
  const answer = await one.delete(ctx, { id, version }).then(
    () => null,
    ({ message }: Error) => message,
  );
  return { held, answer };
}

describe("the dialog that deletes a record says what the deletion will answer", () => {
  test("there are nouns to delete", () => expect(deletable.length).toBeGreaterThan(1));

  test.each(deletable.map((one) => [one.noun.entity, one] as const))(
    "%s of a lived-in workspace",
    async (entity, one) => {
      const ctx = await (await testWorkspace()).role("owner");
      const { ids } = await fillWorkspace(ctx);
      const { held, answer } = await bothOf(ctx, one, ids[entity] ?? "");
      expect(answer).toBe(held);
    },
  );

  test("a contact that points to an account is counted, and moving it sets the account free", async () => {
    const ctx = await (await testWorkspace()).role("owner");
    const { account: accounts } = declaredNouns;
    const account = await accounts.create(ctx, { name: "Held" });
    const contact = await contactOperations.create(ctx, { firstName: "Ann", accountId: account.id });
    const sentence = "1 contact refers to this account. Archive it, or change those records first.";
    const one = deletable.find(({ noun }) => noun.entity === "account");
    if (!one) throw new Error("Accounts can be deleted.");
    expect(await bothOf(ctx, one, account.id)).toEqual({ held: sentence, answer: sentence });
    expect(await accounts.get(ctx, { id: account.id })).toMatchObject({ name: "Held" });
    await contactOperations.update(ctx, { id: contact.id, version: contact.version, accountId: null });
    expect(await bothOf(ctx, one, account.id)).toEqual({ held: null, answer: null });
  });

  test("names what needs the record, what goes and what stays", async () => {
    const { admin: ctx } = await opportunityWorkspace();
    const { account: accounts, contact: contacts, opportunity: deals, activity: activities } = declaredNouns;
    const account = await accounts.create(ctx, { name: "Held" });
    for (const name of ["Ann", "Bob", "Cy", "Di"])
      await contacts.create(ctx, { firstName: name, accountId: account.id });
    const { needs } = await accounts.checkDelete(ctx, { id: account.id });
    expect(needs).toEqual(["4 contacts: Ann, Bob, Cy and 1 more"]);
    const [person] = (await contacts.list(ctx, {})).rows;
    const deal = await createOpportunity(ctx, { name: "Rollout" });
    await addOpportunityContact(ctx, { id: deal.id, version: 1, contactId: person?.id ?? "" });
    await activities.create(ctx, { name: "Call", about: [{ entity: "opportunity", id: deal.id }] });
    expect(await deals.checkDelete(ctx, { id: deal.id })).toEqual({
      held: null,
      needs: [],
      goes: [`1 contact: ${person?.name}`],
      stays: ["1 activity: Call"],
    });
    const { version } = await deals.get(ctx, { id: deal.id });
    await deals.delete(ctx, { id: deal.id, version });
    expect((await activities.list(ctx, {})).rows).toMatchObject([{ name: "Call", about: [] }]);
  });

  test("members who may not delete are not told", async () => {
    const workspace = await testWorkspace();
    const account = await declaredNouns.account.create(await workspace.role("owner"), { name: "Held" });
    await expect(
      declaredNouns.account.checkDelete(await workspace.role("member"), { id: account.id }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
