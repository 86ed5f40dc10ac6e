import { AccessPages } from "../../pages/access";
import { Shell } from "../../pages/shell";
import { expect, signIn, test } from "../../test";

test("people beyond the seats wait for one, and are invited when it is free", async ({ page, firm }) => {
  const shell = new Shell(page);
  const emails = Array.from({ length: 6 }, (_, nth) => `colleague-${nth}-${firm.slug}@firm.example`);
  const region = page.getByRole("region", { name: "Invitations" });
  const line = (nth: number) => region.getByRole("listitem").filter({ hasText: emails[nth] ?? "" });
  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings/members"));

  await test.step("the dialog says the seats, who waits and what more cost", async () => {
    await page.getByRole("button", { name: "Invite members" }).click();
    const facts = page.getByRole("dialog").getByRole("status", { name: "Seats" });
    await expect(facts).toContainText("5 seats: 1 in use, 4 free.");
    await page.getByRole("textbox", { name: "E-mail addresses" }).fill(emails.join("\n"));
    await expect(facts).toContainText("2 of them find no free seat");
    await expect(facts).toContainText("Professional has up to 25 seats, each for $29 a month.");
    await expect(facts.getByRole("link", { name: "Open Plan and modules" })).toBeVisible();
    await page.getByRole("button", { name: "Send invitations" }).click();
    await expect(shell.toast("2 invitations wait for a seat.")).toBeVisible();
  });

  await test.step("the fifth and the sixth wait, and cannot be sent again", async () => {
    for (const nth of [4, 5]) await expect(line(nth)).toContainText("Waiting for a seat");
    await expect(line(3)).toContainText(/Sent .*, expires/);
    await expect(line(4).getByRole("button", { name: "Resend" })).toHaveCount(0);
  });

  await test.step("a seat that becomes free is the fifth's", async () => {
    await line(0)
      .getByRole("button", { name: /^More for/ })
      .click();
    await page.getByRole("menuitem", { name: "Revoke the invitation" }).click();
    await page.getByRole("button", { name: "Revoke invitation" }).click();
    await expect(line(4)).toContainText(/Sent .*, expires/, { timeout: 30_000 });
    await expect(line(5)).toContainText("Waiting for a seat");
    await page.context().clearCookies();
    await new AccessPages(page).openMailedLink(emails[4] ?? "");
    await expect(page.getByRole("heading", { name: `Join ${firm.name}` })).toBeVisible();
  });
});
