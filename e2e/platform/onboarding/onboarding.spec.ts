import { countClicks } from "../../clicks";
import { addressOf, password } from "../../firm";
import { AccessPages } from "../../pages/access";
import { BoardPage } from "../../pages/board";
import { tabTo } from "../../press";
import { serious } from "../../serious";
import { takenOver } from "../../taken-over";
import { expect, signIn, test } from "../../test";

const maxClicks = 8;
const maxFields = 6;
/** The link in the mail. */
const mailClicks = 1;

test("from the start page to a board with sample data, which one click removes", { tag: "@journey" }, async ({
  page,
}) => {
  const clicked = await countClicks(page);
  const access = new AccessPages(page);
  const email = addressOf("sam sample");
  await page.goto("/");
  await page.getByRole("link", { name: "Create an account" }).click();
  const signUp = { name: "Sam Sample", email, password };
  await access.signUp(signUp);
  await expect(page.getByRole("heading", { name: "Check your inbox" })).toBeVisible();
  await access.openMailedLink(email);
  await access.password().fill(password);
  await page.getByRole("button", { name: "Confirm and sign in" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(`Sample ${email.slice(11, 19)}`);
  await expect(page.getByText(/ is available\.$/)).toBeVisible();
  const fields = Object.keys(signUp).length + 2;
  await page.getByRole("button", { name: "Create workspace" }).click();
  await page.waitForURL("**/welcome/colleagues");
  await takenOver(page);
  await page.getByRole("button", { name: "Skip for now" }).click();
  await page.getByRole("button", { name: "Add sample data" }).click();
  const board = new BoardPage(page);
  await expect(board.head("Proposal")).toBeVisible();
  await expect(page.getByText("Fleet monitoring for the western fields")).toBeVisible();
  expect(clicked() + mailClicks).toBeLessThanOrEqual(maxClicks);
  expect(fields).toBeLessThanOrEqual(maxFields);

  const steps = page.getByRole("region", { name: "First steps" });
  await expect(steps).toContainText("1 of 5");
  await takenOver(page);
  await page.getByRole("button", { name: "Remove sample data" }).click();
  await expect(page.getByText("Sample data removed: 175 records.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "No opportunities yet" })).toBeVisible();
  await page.getByRole("button", { name: "Add sample data" }).click();
  await expect(page.getByText("Fleet monitoring for the western fields")).toBeVisible();
  await page.getByRole("button", { name: "Close the first steps for good" }).click();
  await expect(steps).toBeHidden();
  await page.reload();
  await expect(page.getByText("You are looking at sample data.")).toBeVisible();
  await expect(steps).toBeHidden();
});

test("by keyboard alone: from the start page to sample data, and back to an empty workspace", async ({ page }) => {
  const access = new AccessPages(page);
  const email = addressOf("kim keys");
  const press = async (name: string, role: "button" | "link" = "button") => {
    await takenOver(page);
    await tabTo(page, page.getByRole(role, { name, exact: true }));
    await page.keyboard.press("Enter");
  };
  const type = async (label: string, text: string) => {
    await takenOver(page);
    await tabTo(page, page.getByLabel(label, { exact: true }));
    await page.keyboard.type(text);
  };
  await page.goto("/");
  await press("Create an account", "link");
  await page.waitForURL("**/sign-up");
  await type("Name", "Kim Keys");
  await type("E-mail", email);
  await type("Password", password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Check your inbox" })).toBeVisible();
  await access.openMailedLink(email);
  await type("Password", password);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/workspaces/new");
  await type("Name", `Keys ${email.slice(9, 17)}`);
  await expect(page.getByText(/ is available\.$/)).toBeVisible();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/welcome/colleagues");
  await press("Skip for now");
  await press("Add sample data");
  await expect(page.getByText("Fleet monitoring for the western fields")).toBeVisible();
  await press("Remove sample data");
  await expect(page.getByRole("heading", { name: "No opportunities yet" })).toBeVisible();
});

test("the first steps on a phone are behind More, and a collapsed sidebar has a button for them", {
  tag: "@phone",
}, async ({ page, firm }) => {
  await signIn(page, firm.owner);
  await page.setViewportSize({ width: 375, height: 812 });
  await page.goto(firm.at("/accounts"));
  await page.getByRole("button", { name: "More", exact: true }).click();
  const sheet = page.getByRole("dialog", { name: "More" });
  const steps = sheet.getByRole("region", { name: "First steps" });
  await expect(steps).toContainText("0 of 5");
  expect(await serious(page)).toEqual([]);
  await steps.getByRole("link", { name: /^Invite a colleague/ }).click();
  await expect(page).toHaveURL(/settings\/members$/);
  await expect(sheet).toBeHidden();

  await page.setViewportSize({ width: 1024, height: 768 });
  await page.goto(firm.at("/accounts"));
  await page.getByRole("button", { name: "First steps: 0 of 5" }).click();
  const layer = page.getByRole("dialog", { name: "First steps" });
  await layer.getByRole("button", { name: "Close the first steps for good" }).click();
  await expect(layer).toBeHidden();
  await expect(page.getByRole("button", { name: /^First steps/ })).toBeHidden();
});
