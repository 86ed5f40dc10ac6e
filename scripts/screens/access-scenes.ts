import type { Page } from "@playwright/test";
import { look, type Scene, type Walk } from "./scene";

const john = "john@techcorp.example";
const ruth = "ruth@throughline.example";
const firm = (path: string) => `/techcorp${path}`;

/** One call from the page, as its own code sends it. */
async function call(page: Page, path: string, input?: object, workspace = ""): Promise<{ id: string; state?: string }> {
  const answer = await page.evaluate(
    async ({ path, input, workspace }) => {
      const headers = { "content-type": "application/json", ...(workspace ? { "x-workspace": workspace } : {}) };
      const body = input ? { method: "POST", body: JSON.stringify(input) } : {};
      const response = await fetch(`/api/trpc/${path}${input ? "" : "?input={}"}`, { headers, ...body });
      return await response.json();
    },
    { path, input, workspace },
  );
  if (!answer.result) throw new Error(`${path}: ${answer.error?.message}`);
  return answer.result.data;
}

/** Staff ask to open the workspace as its owner, who allows it. */
async function openSupport({ page, pageOf }: Walk): Promise<void> {
  const owner = await pageOf(john);
  await owner.goto(firm("/settings/support"));
  const { id: workspaceId } = await call(owner, "tenants.get", undefined, "techcorp");
  const { id: memberId } = await owner
    .evaluate(async () => {
      const headers = { "x-workspace": "techcorp" };
      return await (await fetch("/api/trpc/members.pick?input={}", { headers })).json();
    })
    .then(({ result }) => result.data[0]);
  const wish = { workspaceId, memberId, ticket: "4821", minutes: 30, write: false };
  const reason = "Counts on the board differ from the list";
  const { id, state } = await call(page, "staffSupport.open", { ...wish, reason });
  // A window of the workspace lets them in at once.
  if (state === "open") return;
  await call(owner, "support.decide", { id, allow: true }, "techcorp");
  await call(page, "staffSupport.start", { id });
}

async function stopSupport({ page }: Walk): Promise<void> {
  // A walk that came to no session has none to stop.
  if (!page.url().includes(firm("/"))) return;
  await page.getByRole("region", { name: "Support session" }).getByRole("button", { name: "Stop" }).click();
  await page.waitForURL("**/staff");
}

const inSupport = (name: string, path: string): Scene => ({
  ...look(name, ruth, "/staff", async (walk) => {
    await openSupport(walk);
    await walk.page.goto(firm(path));
    await walk.page.getByRole("region", { name: "Support session" }).waitFor();
  }),
  after: stopSupport,
});

/** Second factors, support access and the end of a workspace. */
export const accessScenes: readonly Scene[] = [
  look("settings-factors", john, firm("/settings/profile"), ({ page }) =>
    page.getByRole("heading", { name: "Devices" }).evaluate((head) => head.scrollIntoView({ block: "end" })),
  ),
  look("asks-identity", john, firm("/settings/profile"), async ({ page, pageOf }) => {
    // The app of the dialog is never added, so nothing stays.
    const fresh = await pageOf(john);
    await page.context().addCookies(await fresh.context().cookies());
    await page.getByRole("button", { name: "Add authenticator app" }).click();
    await page.getByRole("img", { name: /QR code/ }).waitFor();
  }),
  look("settings-support", john, firm("/settings/support")),
  look("settings-support-window", john, firm("/settings/support"), ({ page }) =>
    page.getByRole("radio", { name: "Allow until" }).click(),
  ),
  inSupport("support-board", "/opportunities"),
  inSupport("support-accounts", "/accounts"),
  look("settings-support-transcript", john, firm("/settings/support"), async ({ page }) => {
    await page
      .getByRole("button", { name: /^Transcript of/ })
      .first()
      .click();
    await page.getByRole("list", { name: "Transcript" }).waitFor();
  }),
  look("settings-ending", john, firm("/settings/ending")),
  look("asks-transfer", john, firm("/settings/ending"), ({ page }) =>
    page.getByRole("button", { name: "Transfer ownership" }).click(),
  ),
  look("asks-deletion", john, firm("/settings/ending"), ({ page }) =>
    page.getByRole("button", { name: "Delete workspace" }).click(),
  ),
];
