import { breakApi, look, openFirst, type Scene, type Walk } from "./scene";

const john = "john@techcorp.example";
const grace = "grace@customer.example";
const firm = (path: string) => `/techcorp${path}`;
const ofFirm = { "x-workspace": "techcorp" };
const newProject = "A project that has just begun";

const openTab = (name: RegExp) => async (walk: Walk) => {
  await openFirst(walk);
  await walk.page.getByRole("tab", { name }).first().click();
};

/** A search in a list or board that the server does not answer. */
const failed = (name: string, path: string): Scene =>
  look(name, john, firm(path), async ({ page }) => {
    await breakApi(page);
    await page.getByRole("searchbox").fill("harbour");
    await page.getByRole("button", { name: "Try again" }).first().waitFor({ timeout: 30_000 });
  });

/** Projects and tasks, for colleagues and for a guest. */
export const projectScenes: readonly Scene[] = [
  look("projects", john, firm("/projects")),
  look("projects-board", john, firm("/projects/board")),
  look("project", john, firm("/projects"), openFirst),
  look("project-paused", john, firm("/projects?q=Learning"), openFirst),
  look("project-late", john, firm("/projects?q=Warehouse"), async (walk) => {
    await openFirst(walk);
    await walk.page
      .getByRole("tab", { name: /^Milestones/ })
      .first()
      .click();
  }),
  look("project-checklist", john, firm("/projects?q=Patient"), async (walk) => {
    await openFirst(walk);
    await walk.page.getByRole("tab", { name: /^Checklist/ }).click();
  }),
  {
    ...look("project-new", john, firm("/projects"), async (walk) => {
      const { page } = walk;
      await page.request.post("/api/v1/projects", { headers: ofFirm, data: { name: newProject } });
      await page.goto(firm(`/projects?q=${encodeURIComponent(newProject)}`));
      await openFirst(walk);
    }),
    async after({ page }) {
      const answer = await page.request.get(`/api/v1/projects?q=${encodeURIComponent(newProject)}`, {
        headers: ofFirm,
      });
      const { data } = (await answer.json()) as { data: { id: string; version: number }[] };
      for (const { id, version } of data)
        await page.request.delete(`/api/v1/projects/${id}?version=${version}`, { headers: ofFirm });
    },
  },
  look("tasks", john, firm("/tasks")),
  look("tasks-sheet", john, firm("/tasks?view=sheet")),
  look("project-tasks", john, firm("/projects"), async (walk) => {
    await openFirst(walk);
    await walk.page.getByRole("tab", { name: /^Tasks/ }).click();
    const tree = walk.page.getByRole("treegrid", { name: "Tasks" });
    await tree.getByRole("link").first().waitFor();
    for (let opened = 0; opened < 3; opened++) {
      const closed = tree.getByRole("button", { name: /^Open / }).and(walk.page.locator("[data-branch]"));
      if ((await closed.count()) > 0) await closed.first().click();
    }
  }),
  look("quick-add", john, firm("/tasks"), async ({ page }) => {
    await page.getByRole("button", { name: /^Add a task/ }).click();
    await page.getByLabel("New task in one line").fill("Call the supplier by Friday @John !high 2h");
    await page.getByText("2h").last().waitFor();
  }),
  look("tasks-board", john, firm("/tasks/board")),
  look("tasks-calendar", john, firm("/tasks?view=calendar")),
  look("tasks-mine", john, firm("/tasks?filter=owner:anyOf:me")),
  look("task", john, firm("/tasks?filter=owner:anyOf:me"), openFirst),
  look("task-status", john, firm("/tasks?filter=owner:anyOf:me"), async (walk) => {
    await openFirst(walk);
    await walk.page.getByRole("button", { name: /, move to another status$/ }).click();
    await walk.page.getByRole("menuitem").first().waitFor();
  }),
  look("project-activities", john, firm("/projects"), openTab(/^Activities/)),
  look("project-files", john, firm("/projects"), openTab(/^Files/)),
  look("project-share", john, firm("/projects"), async (walk) => {
    await openFirst(walk);
    const { page } = walk;
    const tab = page.getByRole("tab", { name: "Milestones and team" });
    if (await tab.isVisible()) await tab.click();
    await page.getByRole("button", { name: "Share" }).locator("visible=true").click();
    await page.getByRole("menu").waitFor();
  }),
  look("updates", john, firm("/updates")),
  look("workflows", john, firm("/settings/workflows")),
  look("guest-projects", grace, firm("/projects")),
  look("guest-project", grace, firm("/projects"), openFirst),
  look("guest-tasks", grace, firm("/tasks")),
  look("guest-task", grace, firm("/tasks?filter=owner:anyOf:me"), openFirst),
  failed("projects-failed", "/projects"),
  failed("tasks-failed", "/tasks"),
  failed("tasks-board-failed", "/tasks/board"),
  failed("tasks-calendar-failed", "/tasks?view=calendar"),
  failed("tasks-sheet-failed", "/tasks?view=sheet"),
  look("project-tasks-failed", john, firm("/projects"), async (walk) => {
    await openFirst(walk);
    await breakApi(walk.page);
    await walk.page.getByRole("tab", { name: /^Tasks/ }).click();
    await walk.page.getByRole("button", { name: "Try again" }).first().waitFor({ timeout: 30_000 });
  }),
];
