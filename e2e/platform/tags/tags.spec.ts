import { createTag, listTags } from "@/modules/platform/data/tags/operations/tags";
import { importFiles } from "../../imported";
import { ListPage } from "../../pages/list";
import { SettingsPages } from "../../pages/settings";
import { Shell } from "../../pages/shell";
import { expect, signIn, test } from "../../test";

test("tags are made, given to 20 accounts at once, filtered by, and merged", async ({ page, firm }) => {
  const lines = Array.from({ length: 20 }, (_, at) => `Firm ${String(at).padStart(2, "0")}`);
  await importFiles(firm.ctx, { "firms.csv": ["Company", ...lines].join("\n") });
  const usage = async () =>
    (await listTags(firm.ctx, { usage: true, archived: true })).map(({ name, usage }) => [name, usage?.[0]?.records]);
  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings/tags"));
  const settings = new SettingsPages(page);
  const shell = new Shell(page);
  for (const [name, category] of [
    ["Hot", "Mood"],
    ["Warm", ""],
  ] as const) {
    await settings.button("New tag").first().click();
    await settings.dialog.getByRole("textbox", { name: "Name" }).fill(name);
    await settings.dialog.getByRole("combobox", { name: /^Category/ }).fill(category);
    await settings.confirm("Create tag");
  }
  await expect(page.getByRole("region", { name: "Mood" }).getByText("Hot", { exact: true })).toBeVisible();
  await expect(page.getByRole("region", { name: "Without a category" }).getByText("Warm")).toBeVisible();

  await page.goto(firm.at("/accounts?sort=name"));
  const list = new ListPage(page, "Accounts");
  await expect(list.row("Firm 00")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+a");
  await list.bulk.getByRole("button", { name: "Add tags" }).click();
  await page.getByRole("option", { name: "Warm" }).click();
  await page.getByRole("dialog", { name: "Add tags" }).getByRole("button", { name: "Add tags" }).click();
  await expect(shell.toast("Warm added to 20 accounts")).toBeVisible();
  await shell.undo("Warm added to 20 accounts");
  await expect.poll(usage).toEqual([
    ["Hot", undefined],
    ["Warm", undefined],
  ]);
  // The keys of the list work where nothing else, such as the toast, has the focus.
  await page.goto(firm.at("/accounts?sort=name"));
  await expect(list.row("Firm 00")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+a");
  await list.bulk.getByRole("button", { name: "Add tags" }).click();
  await page.getByRole("option", { name: "Warm" }).click();
  await page.getByRole("dialog", { name: "Add tags" }).getByRole("button", { name: "Add tags" }).click();
  await expect.poll(usage).toEqual([
    ["Hot", undefined],
    ["Warm", 20],
  ]);

  await page.goto(firm.at("/settings/tags"));
  await page.getByRole("link", { name: "20 accounts" }).click();
  await expect(page.getByRole("button", { name: "Tags is Warm edit", exact: true })).toBeVisible();
  await expect(list.rows).toHaveCount(20);
  const ids = (await listTags(firm.ctx, {})).map((tag) => tag.id).join();
  await page.goto(firm.at(`/accounts?filter=tags:anyOf:${ids}`));
  await expect(page.getByRole("button", { name: "Tags is any of Hot or Warm (2) edit" })).toBeVisible();
  await expect(list.rows).toHaveCount(20);

  await page.goto(firm.at("/settings/tags"));
  await settings.act("Warm", "Merge into another tag");
  await expect(settings.dialog).toContainText("20 records get the other tag.");
  await expect(settings.dialog).toContainText("This cannot be undone.");
  await page.getByRole("combobox", { name: "Merge into" }).click();
  await page.getByRole("option", { name: /^Hot/ }).click();
  await settings.confirm("Merge tags");
  await expect(shell.toast("Warm was merged into Hot, 20 records change in the background")).toBeVisible();
  await expect.poll(usage).toEqual([["Hot", 20]]);
  await expect(page.getByRole("region", { name: "Mood" }).getByRole("link", { name: "20 accounts" })).toBeVisible();
  for (const gone of ["Without a category", "Archived tags"])
    await expect(page.getByRole("region", { name: gone })).toHaveCount(0);
});

test("a tag is changed, archived and restored, and a member only makes new ones", async ({ page, firm }) => {
  const { id } = await createTag(firm.ctx, { name: "Hot", color: "red" });
  const member = await firm.join("member", "Mila Member");
  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings/tags"));
  const settings = new SettingsPages(page);
  const shell = new Shell(page);
  const stored = async () => (await listTags(firm.ctx, { archived: true })).find((tag) => tag.id === id);
  await settings.act("Hot", "Change tag");
  await settings.dialog.getByRole("textbox", { name: "Name" }).fill("Very hot");
  await settings.select("Colour", "Pink");
  await settings.confirm("Save changes");
  await shell.keep("Very hot was saved");
  expect(await stored()).toMatchObject({ name: "Very hot", color: "pink" });
  await shell.undo("Very hot was saved");
  await expect.poll(stored).toMatchObject({ name: "Hot", color: "red" });
  await settings.act("Hot", "Archive tag");
  await expect(page.getByRole("region", { name: "Archived tags" }).getByText("Hot")).toBeVisible();
  await shell.undo("Hot archived");
  await expect.poll(stored).toMatchObject({ archivedAt: null });

  await page.context().clearCookies();
  await signIn(page, member);
  await page.goto(firm.at("/settings/tags"));
  await expect(settings.button("New tag")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Hot" })).toBeVisible();
  await expect(settings.button("More for Hot")).toHaveCount(0);
});
