import type { Locator, Page } from "@playwright/test";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import type { Firm } from "../firm";
import { holdCode, withoutLoadingAhead } from "../late-code";
import { RecordPage } from "../pages/record";
import { Shell } from "../pages/shell";
import { expect, signIn, test } from "../test";

interface Box {
  name: string;
  /** The address of the page, whose records it makes. */
  at(firm: Firm): Promise<string>;
  /** Opens the box by keys. */
  open(page: Page): Promise<void>;
  /** Has letters that are keys of the page. */
  text: string;
  field(page: Page): Locator;
}

const keys =
  (...pressed: string[]) =>
  async (page: Page) => {
    for (const key of pressed) await page.keyboard.press(key);
  };
const press = (name: string | RegExp) => (page: Page) => page.getByRole("button", { name }).first().press("Enter");
const line = (page: Page) => page.getByRole("textbox", { name: "What happened, or what comes next" });
const account = async (firm: Firm) => `/accounts/${(await firm.account({ name: "Alder Ports" })).id}`;
const name = (page: Page) => page.getByRole("dialog").getByLabel("Name", { exact: true });
const list = async (firm: Firm) => {
  await firm.account({ name: "Alder Ports" });
  return "/accounts";
};

const boxes: readonly Box[] = [
  { name: "t on Today", at: async () => "/today", open: keys("t"), text: "call Tom exactly", field: line },
  { name: "c and a letter on a list", at: list, open: keys("c", "c"), text: "talked to Ana", field: line },
  { name: "l on a record", at: account, open: keys("l"), text: "left a message, jk", field: line },
  { name: "c and a letter on a record", at: account, open: keys("c", "n"), text: "note on cranes", field: line },
  {
    name: "q on tasks",
    at: async () => "/tasks",
    open: keys("q"),
    text: "quote for Konex !high",
    field: (page) => page.getByRole("textbox", { name: "New task in one line" }),
  },
  {
    name: "n in the calendar",
    at: async () => "/activities?view=calendar",
    open: keys("n"),
    text: "new day with Ana",
    field: line,
  },
  { name: "n on a list", at: list, open: keys("n"), text: "New & narrow Rail", field: name },
  { name: "the form of a new record", at: list, open: press("New account"), text: "Brook & jute Rail", field: name },
  {
    name: "the form of a column of the board",
    at: async (firm) => {
      await firm.opportunities([{ name: "Harbour crane", stage: "Lead" }]);
      return "/opportunities";
    },
    open: press("New opportunity in Lead"),
    text: "harbour crane",
    field: name,
  },
  {
    name: "the filter",
    at: list,
    open: press("Filter"),
    text: "indus",
    field: (page) => page.getByRole("dialog", { name: "Add a filter" }).getByRole("combobox"),
  },
  {
    name: "a comment",
    at: async (firm) => `${await account(firm)}?tab=comments`,
    open: press(/^Write a comment/),
    text: "cranes jk",
    field: (page) => page.getByRole("textbox", { name: "Comment", exact: true }),
  },
  {
    name: "a formatted text",
    at: account,
    open: (page) => new RecordPage(page, "Alder Ports").textButton("Description").press("Enter"),
    text: "cranes jk",
    field: (page) => new RecordPage(page, "Alder Ports").text("Description"),
  },
  {
    name: "r on an item of today",
    at: async ({ ctx }) => {
      const mine = { ownerId: ctx.member?.id ?? null, dueOn: "2026-01-05" };
      await activityOperations.create(ctx, { name: "Review the contract", kind: "task", ...mine });
      return "/today";
    },
    open: async (page) => {
      await page.keyboard.press("j");
      await expect(page.getByRole("link", { name: /Review the contract/ })).toBeFocused();
      await page.keyboard.press("r");
    },
    text: "dexter",
    field: (page) => page.getByRole("dialog", { name: /^Reassign/ }).getByRole("combobox"),
  },
  {
    name: "a command that opens a form on another page",
    at: async () => "/today",
    open: async (page) => {
      await new Shell(page).openCommands();
      await page.keyboard.type("new account");
      await expect(page.getByRole("option", { name: /New account/ })).toHaveAttribute("aria-selected", "true");
      await page.keyboard.press("Enter");
    },
    text: "Brook & jute Rail",
    field: name,
  },
];

/** A field that can be edited has its value, an editor its text. */
const held = (field: Locator) =>
  field.evaluate((it) =>
    it instanceof HTMLInputElement || it instanceof HTMLTextAreaElement ? it.value : it.textContent,
  );

test.describe("what is typed while a box opens is in it, in order", () => {
  for (const box of boxes)
    test(box.name, async ({ page, firm }) => {
      await signIn(page, firm.owner);
      await withoutLoadingAhead(page);
      await page.goto(firm.at(await box.at(firm)));
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await page.waitForLoadState("networkidle");
      const isCommand = box.name.startsWith("a command");
      const arrive = isCommand ? () => {} : await holdCode(page);
      const address = page.url();
      await box.open(page);
      await page.keyboard.type(box.text);
      if (!isCommand) expect(page.url().replace(/[?&]new=true/, ""), "no letter was a key of the page").toBe(address);
      arrive();
      await expect(box.field(page)).toBeFocused();
      await expect.poll(() => held(box.field(page))).toBe(box.text);
      await page.keyboard.type(" z");
      await expect.poll(() => held(box.field(page))).toBe(`${box.text} z`);
    });
});

for (const [place, key, at] of [
  ["a layer", "t", async () => "/today"],
  ["a part of the page", "l", account],
] as const)
  test(`what was typed before ${place} could not be loaded is there when one tries again`, async ({ page, firm }) => {
    await signIn(page, firm.owner);
    await withoutLoadingAhead(page);
    await page.goto(firm.at(await at(firm)));
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForLoadState("networkidle");
    const code = (url: URL) => url.pathname.startsWith("/_next/static/chunks/");
    await page.route(code, (route) => route.abort());
    await page.keyboard.press(key);
    await page.keyboard.type("call Tom");
    await expect(page.getByText("You typed “call Tom”.")).toBeVisible();
    await page.unroute(code);
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(line(page)).toBeFocused();
    await expect.poll(() => held(line(page))).toBe("call Tom");
  });

test("the search of a timeline has the focus when it is opened, and leaves it alone when the address has it", async ({
  page,
  firm,
}) => {
  await signIn(page, firm.owner);
  const at = await account(firm);
  await page.goto(firm.at(at));
  const search = page.getByRole("searchbox", { name: "Search the timeline" });
  await page.getByRole("button", { name: "Search the timeline" }).press("Enter");
  await expect(search).toBeFocused();
  await page.keyboard.type("jk");
  await expect(search).toHaveValue("jk");
  await expect(page).toHaveURL(/jk/);
  await page.reload();
  await expect(search).toHaveValue("jk");
  await expect(search).not.toBeFocused();
});
