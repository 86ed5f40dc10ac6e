import { randomUUID } from "node:crypto";
import { platformClient } from "@/server/db/client";
import { makePerson } from "../../firm";
import { linkIn } from "../../mailed";
import { expect, signIn, test } from "../../test";

test("an admin confirms a domain by the link, and a colleague chooses to join", async ({ page, firm, browserOf }) => {
  const domain = `${randomUUID()}.example`;
  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings/general"));
  await page.getByLabel("Your address at the domain").fill("someone@gmail.com");
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByText("Anybody can have an address at gmail.com.")).toBeVisible();
  await page.getByLabel("Your address at the domain").fill(`boss@${domain}`);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByText(/^Not confirmed yet/)).toBeVisible();

  await page.goto(await linkIn(`boss@${domain}`));
  await page.getByRole("button", { name: "Confirm the domain" }).click();
  await expect(page.getByText(`People at ${domain} may join now.`)).toBeVisible();

  const ina = await makePerson("ina joiner");
  const email = `ina@${domain}`;
  await platformClient().user.update({ where: { id: ina.userId }, data: { email, emailKey: email } });
  const theirs = await browserOf({ ...ina, email });
  await theirs.goto("/");
  await expect(theirs.getByText(`People with an address at ${domain} may join.`, { exact: false })).toBeVisible();
  await expect(theirs.getByRole("link", { name: "New workspace" })).toBeVisible();
  await theirs.getByRole("button", { name: `Join ${firm.name}` }).click();
  await theirs.waitForURL(`**/${firm.slug}/**`);
  await expect(theirs.getByRole("navigation", { name: "Main" })).toBeVisible();
});
