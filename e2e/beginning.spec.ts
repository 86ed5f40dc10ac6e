import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { countClicks } from "./clicks";
import { addressOf, password } from "./firm";
import { AccessPages } from "./pages/access";
import { BoardPage } from "./pages/board";
import { ImportWizard } from "./pages/import-wizard";
import { takenOver } from "./taken-over";
import { expect, test } from "./test";

const maxClicks = 25;
/** Choosing files in the browser's own dialog: one to mark them all, one to open them. */
const dialogClicks = 2;
/** The link in the mail. */
const mailClicks = 1;

interface Files {
  folder: string;
  accounts: string;
  products: string;
  people: string;
  opportunities: string;
  /** A misspelling that is corrected once for all rows. */
  industry: string;
}

/** From the start page to the imported board, following the README. Returns the number of clicks. */
async function wayIn(page: Page, files: Files): Promise<number> {
  const clicked = await countClicks(page);
  const access = new AccessPages(page);
  const email = addressOf("wanda wayin");
  await page.goto("/");
  await page.getByRole("link", { name: "Create an account" }).click();
  await access.signUp({ name: "Wanda Wayin", email, password });
  await expect(page.getByRole("heading", { name: "Check your inbox" })).toBeVisible();

  await access.openMailedLink(email);
  await access.password().fill(password);
  await page.getByRole("button", { name: "Confirm and sign in" }).click();

  await page.getByRole("textbox", { name: "Name" }).fill(`Wayin ${email.slice(12, 20)}`);
  await expect(page.getByText(/ is available\.$/)).toBeVisible();
  await page.getByRole("button", { name: "Create workspace" }).click();
  // A new document.
  await page.waitForURL("**/welcome/colleagues");
  await takenOver(page);
  await page.getByRole("button", { name: "Skip for now" }).click();
  await page.getByRole("link", { name: "Import files" }).click();

  const wizard = new ImportWizard(page);
  await wizard.choose(files.folder, [files.accounts, files.products, files.people, files.opportunities]);
  await wizard.match();
  await wizard.confirm("members");
  await wizard.button(`Next: ${files.accounts}`).click();
  await wizard.unit("revenue", "in millions");
  await wizard.button(files.industry).click();
  await wizard.button(`Next: ${files.opportunities}`).click();
  await wizard.button("Accept all 5 suggestions").click();
  await wizard.preview();
  await wizard.run();
  await page.getByRole("link", { name: "Open the opportunities" }).click();
  return clicked() + dialogClicks + mailClicks;
}

async function openAccount(page: Page, name: string): Promise<void> {
  await page.getByRole("link", { name: "Accounts", exact: true }).click();
  await page.getByRole("searchbox", { name: "Search accounts by name" }).fill(name);
  // Rows of its subsidiaries link to it too.
  await page
    .locator("a[data-open]")
    .filter({ hasText: new RegExp(`${name}$`) })
    .click();
  await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
}

// The browser's language determines the suggested currency of a new workspace.
test.use({ locale: "en-US" });

interface Imported {
  files: Files;
  /** The closed columns of the board: their names with their counts. */
  closed: { won: string; lost: string };
  wonTotal: string;
  engaging: string;
  prospecting: string;
  account: string;
  subsidiaries: string[];
  together: RegExp;
}

const realFolder = join(import.meta.dirname, "../../shared/data/sales-crm");
const realFirm: Imported = {
  files: {
    folder: realFolder,
    accounts: "accounts.csv",
    products: "products.csv",
    people: "sales_teams.csv",
    opportunities: "sales_pipeline.csv",
    industry: "Use Technology",
  },
  closed: { won: "Open Closed Won 4,238", lost: "Open Closed Lost 2,473" },
  wonTotal: "$10,005,534",
  engaging: "1,589",
  prospecting: "500",
  account: "Acme Corporation",
  subsidiaries: ["Bluth Company", "Codehow", "Donquadtech", "Iselectrics"],
  together: /Together\$519,349/,
};
const madeUpFirm: Imported = {
  files: {
    folder: join(import.meta.dirname, "fixtures"),
    accounts: "companies.csv",
    products: "catalogue.csv",
    people: "people.csv",
    opportunities: "deals.csv",
    industry: "Use Logistics",
  },
  closed: { won: "Open Closed Won 8", lost: "Open Closed Lost 4" },
  wonTotal: "$10,800",
  engaging: "6",
  prospecting: "2",
  account: "Harbourline",
  subsidiaries: ["Harbourline North", "Harbourline Cranes"],
  together: /Together\$6,600/,
};
/** The real data set is not beside every checkout. */
const isReal = existsSync(realFolder);
const firm = isReal ? realFirm : madeUpFirm;

test(`the way in, from the start page to the imported board of a ${isReal ? "real" : "made-up"} firm`, async ({
  page,
}) => {
  const clicks = await wayIn(page, firm.files);
  const board = new BoardPage(page);
  await expect(board.collapsed("Closed Won")).toHaveAccessibleName(new RegExp(`^${firm.closed.won} `));
  await expect(board.collapsed("Closed Won")).toContainText(firm.wonTotal);
  await expect(board.collapsed("Closed Lost")).toHaveAccessibleName(new RegExp(`^${firm.closed.lost} `));
  await expect(board.head("Engaging")).toContainText(firm.engaging);
  await expect(board.head("Prospecting")).toContainText(firm.prospecting);
  // People named in a file own opportunities, and cannot sign in.
  const placeholder = board.column("Prospecting").getByTitle(/, placeholder$/);
  await expect(placeholder.first()).toBeVisible();
  expect(clicks).toBeLessThanOrEqual(maxClicks);

  await openAccount(page, firm.account);
  const family = page.getByRole("region", { name: "Family" });
  for (const name of firm.subsidiaries) await expect(family.getByRole("link", { name })).toBeVisible();
  await expect(family).toContainText(firm.together);
});
