import { projectOperations } from "@/modules/pmo/projects/operations";
import { taskOperations } from "@/modules/pmo/tasks/operations";
import { Shell } from "../pages/shell";
import { expect, signIn, test } from "../test";

// Never tried again: an error that shows only sometimes is still an error.
test.describe.configure({ retries: 0 });

test("a project is shared with a guest, who sees it alone and completes their task", async ({
  page,
  firm,
  browserOf,
}) => {
  const guest = await firm.join("guest", "Gina Guest");
  const account = await firm.account({ name: "Hidden Holding" });
  const project = await projectOperations.create(firm.ctx, { name: "Harbour", accountId: account.id });
  await projectOperations.create(firm.ctx, { name: "Secret quarry" });
  await signIn(page, firm.owner);

  await test.step("the manager shares the project, and lets the guest complete tasks", async () => {
    await page.goto(firm.at(`/projects/${project.id}`));
    const team = page.getByRole("region", { name: "Team" });
    await team.getByRole("button", { name: "Share" }).click();
    await page.getByRole("menuitem", { name: "Gina Guest" }).click();
    await expect(team.getByText("Guest", { exact: true })).toBeVisible();
    const completes = team.getByRole("checkbox", { name: "Moves and completes own tasks: Gina Guest" });
    await completes.click();
    await expect(completes).toBeChecked();
    await expect(completes).toBeEnabled();
  });

  const memberId = guest.ctx.member?.id ?? "";
  const task = await taskOperations.create(firm.ctx, { name: "Crane", projectId: project.id, ownerId: memberId });
  const theirs = await browserOf(guest);

  await test.step("the guest has projects and tasks, and the shared ones alone", async () => {
    await theirs.goto(firm.at("/"));
    await expect(theirs).toHaveURL(new RegExp(`${firm.slug}/projects`));
    await expect(theirs.getByRole("link", { name: "Harbour" })).toBeVisible();
    await expect(theirs.getByText(/Secret quarry|Hidden Holding/)).toHaveCount(0);
    const rail = theirs.getByRole("complementary", { name: "Navigation" });
    await expect(rail.getByRole("link", { name: "Tasks" })).toBeVisible();
    await expect(rail.getByRole("link", { name: /Accounts|Home|Today|Opportunities/ })).toHaveCount(0);
    for (const path of ["/home", "/today", "/accounts", `/accounts/${account.id}`, "/settings/members"])
      expect((await theirs.request.get(firm.at(path))).status(), path).toBe(404);
  });

  await test.step("the page of the project names no account and has no timeline", async () => {
    await theirs.goto(firm.at(`/projects/${project.id}`));
    await expect(theirs.getByRole("heading", { name: "Harbour" })).toBeVisible();
    await expect(theirs.getByRole("tab", { name: "Timeline" })).toHaveCount(0);
    expect(await theirs.content()).not.toMatch(/Hidden Holding|Secret quarry/);
    expect((await theirs.request.get(firm.at("/tasks/board"))).status()).toBe(404);
    await theirs.goto(firm.at("/tasks"));
    await expect(theirs.getByRole("link", { name: "Crane" })).toBeVisible();
    await expect(theirs.getByRole("radio", { name: "Board" })).toHaveCount(0);
  });

  await test.step("the guest completes the task", async () => {
    await theirs.goto(firm.at(`/tasks/${task.id}`));
    const own = theirs.getByRole("region", { name: "Your task" });
    await own.getByRole("button", { name: "Complete" }).click();
    await expect(own.getByRole("button", { name: "Complete" })).toHaveCount(0);
    expect((await taskOperations.get(firm.ctx, { id: task.id })).completedAt).not.toBeNull();
  });

  await test.step("the manager stops sharing, and takes that back with all that the share allowed", async () => {
    const team = page.getByRole("region", { name: "Team" });
    await team.getByRole("button", { name: "Stop sharing with Gina Guest" }).click();
    await expect(team.getByText("No guest sees this project.")).toBeVisible();
    // The screen says so at once; the toast appears when the server has stored it.
    const stopped = new Shell(page).toast("Harbour is no longer shared with Gina Guest");
    await expect(stopped).toBeVisible();
    expect((await theirs.request.get(firm.at(`/projects/${project.id}`))).status()).toBe(404);
    await stopped.getByRole("button", { name: "Undo" }).click();
    await expect(team.getByRole("checkbox", { name: "Moves and completes own tasks: Gina Guest" })).toBeChecked();
  });
});
