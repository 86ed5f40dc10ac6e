import { createReadStream } from "node:fs";
import { join } from "node:path";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { productOperations } from "@/modules/crm/products/operations";
import { createApiKey } from "@/modules/platform/identity/api-keys/operations";
import { requestPasswordReset } from "@/modules/platform/identity/auth/operations/passwords";
import { signUp } from "@/modules/platform/identity/auth/operations/sign-up";
import { inviteMembers } from "@/modules/platform/identity/members/invitations/operations/inviting";
import { signed } from "@/server/crypto";
import { makeRecords } from "@/test/noun-rows";
import { addressOf, type Firm, makeFirm, nobody, password } from "./firm";
import { importFiles } from "./imported";
import { linkIn } from "./mailed";

/** A workspace with data on every page, and the mailed links to the pages before it. */
export interface LivedIn {
  firm: Firm;
  accountId: string;
  productId: string;
  opportunityId: string;
  importId: string;
  apiKeyId: string;
  /** A record of each noun that is declared by its fields, by its entity. */
  nounIds: Readonly<Record<string, string>>;
  links: { verify: string; reset: string; invitation: string; unsubscribe: string };
}

const files = ["companies.csv", "catalogue.csv", "people.csv", "deals.csv"];

/** A workspace with imported files, people, teams and a key. Tests that only read may share it. */
export async function makeLivedIn(): Promise<LivedIn> {
  const firm = await makeFirm("Harbour and Sons");
  const folder = join(import.meta.dirname, "fixtures");
  const streams = Object.fromEntries(files.map((name) => [name, createReadStream(join(folder, name))]));
  const imported = await importFiles(firm.ctx, streams);
  await firm.join("viewer", "Vera Viewer");
  const apiKey = await createApiKey(firm.ctx, { name: "Warehouse", scopes: ["account:view"] });

  const [newcomer, invited] = [addressOf("newcomer"), addressOf("invited")];
  await signUp(nobody(), { name: "Newcomer", email: newcomer, password });
  await requestPasswordReset(nobody(), { email: firm.owner.email });
  await inviteMembers(firm.ctx, { invitees: [{ email: invited, name: "Ida Invited" }], role: "member" });
  await firm.ctx.db.connection.create({
    data: { provider: "hubspot", accountId: "4713", accountName: "Halden Systems", scopes: [], pausedAt: new Date() },
    select: { id: true },
  });
  const [account] = (await accountOperations.list(firm.ctx, { q: "Harbourline" })).rows;
  const [product] = (await productOperations.list(firm.ctx, {})).rows;
  const [opportunity] = (await opportunityOperations.list(firm.ctx, {})).rows;
  const known = { account: account?.id ?? "", product: product?.id ?? "", opportunity: opportunity?.id ?? "" };
  return {
    firm,
    nounIds: await makeRecords(firm.ctx, known, "Sample"),
    accountId: account?.id ?? "",
    productId: product?.id ?? "",
    opportunityId: opportunity?.id ?? "",
    importId: imported.id,
    apiKeyId: apiKey.id,
    links: {
      verify: await linkIn(newcomer),
      reset: await linkIn(firm.owner.email),
      invitation: await linkIn(invited),
      unsubscribe: `/unsubscribe?token=${signed("mail", JSON.stringify([firm.tenant.id, firm.ctx.member?.id]))}`,
    },
  };
}
