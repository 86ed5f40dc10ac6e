import type { Page } from "@playwright/test";
import { breakApi, look, type Scene, type Walk } from "./scene";

const ruth = "ruth@throughline.example";

/** The page of a workspace, and one of its tabs. */
async function openWorkspace({ page }: Walk, name: string, tab?: string): Promise<void> {
  await page.getByRole("link", { name }).first().click();
  await page.getByRole("heading", { name }).waitFor();
  if (tab) await page.getByRole("tab", { name: tab }).click();
}

const workspace = (scene: string, name: string, tab?: string): Scene =>
  look(scene, ruth, "/staff", (walk) => openWorkspace(walk, name, tab));

/** The mail server does not answer, as the checks tell it. */
async function stopMail(page: Page): Promise<void> {
  await page.route("**/api/trpc/*staff.health*", async (route) => {
    const response = await route.fetch();
    const down = '"name":"mail","ok":false,"todo":"Start the mail server that SMTP_URL names."';
    await route.fulfill({ response, body: (await response.text()).replace('"name":"mail","ok":true', down) });
  });
}

/** The console of the platform's staff. */
export const staffScenes: readonly Scene[] = [
  look("staff-workspaces", ruth, "/staff"),
  look("staff-ending", ruth, "/staff?show=ending"),
  look("staff-none", ruth, "/staff?q=nothing+has+this+name"),
  look("staff-search", ruth, "/staff", async ({ page }) => {
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog", { name: "Command menu" }).getByRole("combobox").fill("sol");
    await page.getByRole("option", { name: /Solstice/ }).waitFor();
  }),
  workspace("staff-workspace", "Halden Systems"),
  workspace("staff-workspace-usage", "TechCorp Inc.", "Usage"),
  workspace("staff-workspace-support", "Halden Systems", "Support access"),
  workspace("staff-workspace-empty", "Digital Agency Ltd"),
  look("staff-workspace-suspended", ruth, "/staff?show=suspended", async ({ page }) => {
    await page.getByRole("table").getByRole("link").first().click();
    await page.getByText(/^Suspended:/).waitFor();
  }),
  look("staff-override", ruth, "/staff", async (walk) => {
    await openWorkspace(walk, "Halden Systems");
    await walk.page.getByRole("button", { name: "Actions for this workspace" }).click();
    await walk.page.getByRole("menuitem", { name: "Add override" }).click();
  }),
  look("staff-jobs", ruth, "/staff/jobs"),
  look("staff-outbox", ruth, "/staff/outbox"),
  look("staff-parked", ruth, "/staff/parked"),
  look("staff-health", ruth, "/staff/health"),
  {
    name: "staff-health-down",
    as: ruth,
    async walk({ page }) {
      await stopMail(page);
      await page.goto("/staff/health");
      await page.getByText("Does not respond").waitFor();
    },
  },
  look("staff-sessions", ruth, "/staff/sessions"),
  look("staff-audit", ruth, "/staff/audit"),
  {
    name: "staff-failed",
    as: ruth,
    async walk({ page }) {
      await breakApi(page);
      await page.goto("/staff");
      await page.getByText("Workspaces could not be loaded").waitFor();
    },
  },
];
