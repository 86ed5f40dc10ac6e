import { join } from "node:path";
import { accessScenes } from "./access-scenes";
import { projectScenes } from "./project-scenes";
import { breakApi, look, openFirst, type Scene, type Walk } from "./scene";
import { staffScenes } from "./staff-scenes";
import { syncScenes } from "./sync-scenes";

const john = "john@techcorp.example";
const alice = "alice@techcorp.example";
const bob = "bob@startupio.example";
const fixtures = join(import.meta.dirname, "../../e2e/fixtures");

const firm = (path: string) => `/techcorp${path}`;
const young = (path: string) => `/startupio${path}`;
const empty = (path: string) => `/digital-agency${path}`;

/** Takes an act from the menu of the record. */
async function choose({ page }: Walk, act: RegExp): Promise<void> {
  await page
    .getByRole("button", { name: /^More for / })
    .first()
    .click();
  await page.getByRole("menuitem", { name: act }).click();
}

async function uploadFixtures({ page }: Walk): Promise<void> {
  const dialog = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose files" }).click();
  const names = ["companies.csv", "catalogue.csv", "people.csv", "deals.csv"];
  await (await dialog).setFiles(names.map((name) => join(fixtures, name)));
  for (const name of names) await page.getByRole("button", { name: `Remove ${name}` }).waitFor();
}

async function matchFixtures(walk: Walk): Promise<void> {
  await uploadFixtures(walk);
  // While the last file is being read the button is busy, and ignores clicks.
  await walk.page.locator("button:not([aria-busy])", { hasText: "Match columns" }).click();
  await walk.page.getByRole("heading", { name: "Match columns" }).waitFor();
}

async function previewFixtures(walk: Walk): Promise<void> {
  const { page } = walk;
  await matchFixtures(walk);
  // A phone has the values on a separate page.
  if (walk.phone) await page.getByRole("button", { name: "Fix values" }).click();
  await page.getByRole("button", { name: "Use Logistics" }).click();
  await page.getByRole("button", { name: "Next: deals.csv" }).click();
  await page.getByRole("button", { name: /^Accept all/ }).click();
  await page.getByRole("button", { name: "Go to preview" }).click();
  await page.getByRole("heading", { name: "What the import will do" }).waitFor();
}

/** Pictures leave no data: the draft that was created for one is discarded. */
async function discardDraft({ page }: Walk): Promise<void> {
  const [, id] = /imports\/([0-9a-f-]{36})/.exec(page.url()) ?? [];
  if (id) await page.request.delete(`/api/v1/imports/${id}`, { headers: { "x-workspace": "digital-agency" } });
}

/** The tour, in the order of a person's way. */
export const scenes: readonly Scene[] = [
  look("sign-in", null, "/sign-in"),
  look("sign-in-refused", null, "/sign-in", async ({ page }) => {
    await page.getByRole("textbox", { name: "E-mail" }).fill("nobody@techcorp.example");
    await page.getByLabel("Password", { exact: true }).fill("not this one");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("do not match").waitFor();
  }),
  look("sign-up", null, "/sign-up"),
  look("forgot", null, "/forgot"),
  look("reset-refused", null, "/reset?token=none"),
  look("email-change", null, "/email?token=none"),
  look("second-step", null, "/second-step"),
  look("second-step-passkey", null, "/second-step?ways=passkey"),
  look("second-factor", alice, "/second-factor?next=/techcorp"),
  look("verify-refused", null, "/verify?token=none"),
  look("invitation-refused", null, "/invitation?token=none"),
  look("unsubscribe-refused", null, "/unsubscribe?token=none"),
  look("workspaces", alice, "/workspaces"),
  look("workspace-new", alice, "/workspaces/new", ({ page }) =>
    page.getByRole("textbox", { name: "Name" }).fill("Harbour and Sons"),
  ),
  look("welcome-colleagues", alice, empty("/welcome/colleagues")),
  look("welcome-data", alice, empty("/welcome/data")),

  look("home", john, firm("/home")),
  look("home-table", john, firm("/home"), async ({ page }) => {
    for (const name of ["Won this month", "Forecast by close month"])
      await page.getByRole("region", { name }).getByRole("radio", { name: "Show as table" }).click();
  }),
  look("home-mine", john, firm("/home?of=mine")),
  look("home-empty", alice, empty("/home")),
  look("today", john, firm("/today")),
  look("today-teams", john, firm("/today?scope=teams")),
  look("today-empty", alice, empty("/today")),
  look("board", john, firm("/opportunities")),
  look("board-lifted", john, firm("/opportunities"), async ({ page }) => {
    await page.locator("[data-card]").first().focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowRight");
  }),
  look("board-won", john, firm("/opportunities"), async ({ page, phone }) => {
    if (phone) await page.getByRole("navigation", { name: "Columns" }).getByRole("button").nth(4).click();
    else await page.getByRole("button", { name: /^Open Closed Won/ }).click();
  }),
  look("board-peek", john, firm("/opportunities"), async ({ page }) => {
    await page.locator("[data-card]").first().click();
  }),
  look("asks-reason", john, firm("/opportunities/list?filter=status:anyOf:open"), async (walk) => {
    await openFirst(walk);
    if (walk.phone) await walk.page.getByRole("button", { name: /^More/ }).first().click();
    await walk.page.getByRole(walk.phone ? "menuitem" : "button", { name: "Mark as lost" }).click();
  }),
  look("asks-bulk", john, firm("/accounts"), async ({ page, phone }) => {
    if (phone) return;
    await page.getByRole("checkbox", { name: "Select all" }).click();
    await page.getByRole("button", { name: "Archive" }).click();
  }),
  look("cell-suggestions", john, firm("/accounts"), async ({ page, phone }) => {
    if (phone) return;
    await page.locator("tr[data-row] [data-column=industry]").first().click();
    await page.keyboard.type("Lo");
    await page.getByRole("option", { name: "Logistics" }).waitFor();
  }),
  look("list", john, firm("/opportunities/list")),
  look("list-filtered", john, firm("/opportunities/list?filter=status:anyOf:open&sort=-amount")),
  look("list-selected", john, firm("/opportunities/list?sort=-amount"), async ({ page, phone }) => {
    if (phone) return;
    await page
      .getByRole("checkbox", { name: /^Select / })
      .nth(1)
      .click();
    await page
      .getByRole("checkbox", { name: /^Select / })
      .nth(4)
      .click({ modifiers: ["Shift"] });
  }),
  look("command", john, firm("/opportunities/list"), async ({ page, phone }) => {
    if (phone) await page.getByRole("button", { name: "Search" }).click();
    else await page.keyboard.press("ControlOrMeta+k");
    await page.getByRole("combobox").last().fill("in");
  }),
  look("new-opportunity", john, firm("/opportunities/list?new=true")),
  look("account-files", john, firm("/accounts"), async (walk) => {
    await openFirst(walk);
    await walk.page.getByRole("tab", { name: /^Files/ }).click();
  }),
  look("accounts", john, firm("/accounts")),
  look("export", john, firm("/accounts?group=industry"), async ({ page }) => {
    await page.getByRole("button", { name: "Export" }).click();
    await page.getByRole("radio", { name: "Excel" }).click();
  }),
  look("contacts", john, firm("/contacts")),
  look("contacts-board", john, firm("/contacts/board")),
  look("contacts-archived", john, firm("/contacts?archived=true")),
  look("contact-anonymise", john, firm("/contacts"), async (walk) => {
    await openFirst(walk);
    await choose(walk, /^Anonymise/);
    await walk.page.getByText("Who did what, and when").waitFor();
  }),
  look("account-delete", john, firm("/accounts"), async (walk) => {
    await openFirst(walk);
    await choose(walk, /^Delete permanently/);
    await walk.page.getByText("to this account").waitFor();
  }),
  look("contact", john, firm("/contacts?q=aurore"), openFirst),
  look("contact-form", john, firm("/contacts?new=true")),
  look("empty-contacts", alice, empty("/contacts")),
  look("account", john, firm("/accounts?filter=parent:notEmpty"), async (walk) => {
    await openFirst(walk);
    if (walk.phone) return;
    const parent = walk.page.getByRole("region", { name: "Family" }).getByRole("link").first();
    if (!(await parent.isVisible())) return;
    const name = (await parent.textContent()) ?? "";
    await parent.click();
    await walk.page.getByRole("heading", { level: 1, name }).waitFor();
  }),
  look("opportunity", john, firm("/opportunities/list?filter=status:anyOf:open&sort=-amount"), openFirst),
  look("products", john, firm("/products")),
  look("product", john, firm("/products"), openFirst),
  look("follow-ups", john, firm("/follow-ups?scope=all")),
  look("activities", john, firm("/activities")),
  look("activity", john, firm("/activities"), openFirst),
  look("calendar", john, firm("/activities?view=calendar")),
  ...projectScenes,
  look("inbox", john, firm("/inbox")),
  look("settings", john, firm("/settings")),
  look("settings-general", john, firm("/settings/general")),
  look("settings-members", john, firm("/settings/members")),
  look("settings-teams", john, firm("/settings/teams")),
  look("settings-working-hours", john, firm("/settings/working-hours")),
  look("settings-my-hours", john, firm("/settings/my-hours")),
  look("settings-pipelines", john, firm("/settings/pipelines")),
  look("fields", john, firm("/settings/fields?object=account")),
  look("field-form", john, firm("/settings/fields?object=account"), async ({ page }) => {
    await page.getByRole("button", { name: "New field" }).locator("visible=true").click();
    await page.getByLabel("Label", { exact: true }).fill("Support tier");
    await page.getByRole("combobox", { name: "Kind" }).click();
    await page.getByRole("option", { name: /^One choice/ }).click();
    for (const option of ["Gold", "Silver", "Bronze"]) {
      await page.getByLabel("New option").fill(option);
      await page.getByRole("button", { name: "Add", exact: true }).click();
    }
  }),
  look("tags", john, firm("/settings/tags")),
  look("audit", john, firm("/settings/audit")),
  look("audit-event", john, firm("/settings/audit"), ({ page }) =>
    page
      .getByRole("button", { name: /: Set the budget/ })
      .first()
      .click(),
  ),
  look("audit-filtered", john, firm("/settings/audit?time=week&event=member.signedIn&except=true&via=web")),
  look("audit-nothing", john, firm("/settings/audit?via=staff&from=2026-01-05&to=2026-01-09")),
  {
    name: "audit-failed",
    as: john,
    async walk({ page }) {
      await breakApi(page);
      await page.goto(firm("/settings/audit"));
      await page.getByText("The audit log could not be loaded").waitFor();
    },
  },
  look("settings-plan", john, firm("/settings/plan")),
  look("settings-plan-compare", john, firm("/settings/plan"), ({ page }) =>
    page.getByRole("region", { name: "Plans" }).scrollIntoViewIfNeeded(),
  ),
  look("settings-plan-smaller", john, firm("/settings/plan"), ({ page }) =>
    page
      .getByRole("button", { name: /(See|Move to) Starter/ })
      .locator("visible=true")
      .click(),
  ),
  look("settings-checkout", alice, empty("/settings/plan"), ({ page }) =>
    page.getByRole("button", { name: "Choose Professional" }).locator("visible=true").click(),
  ),
  look("settings-checkout-payment", alice, empty("/settings/plan"), async ({ page }) => {
    await page.getByRole("button", { name: "Choose Professional" }).locator("visible=true").click();
    await page.getByRole("button", { name: "Go to payment" }).click();
    await page.getByRole("heading", { name: "Pay with a test card" }).waitFor();
  }),
  look("settings-seats", bob, young("/settings/plan"), async ({ page }) => {
    await page.getByRole("region", { name: "Seats" }).getByRole("button", { name: "One more: Seats" }).click();
    await page.getByRole("button", { name: "Review change" }).click();
    await page.getByText("Due today").waitFor();
  }),
  look("settings-usage", john, firm("/settings/usage")),
  look("settings-usage-table", john, firm("/settings/usage"), ({ page }) =>
    page.getByRole("button", { name: "Show as table" }).click(),
  ),
  look("settings-usage-entries", john, firm("/settings/usage"), async ({ page }) => {
    await page.getByRole("tab", { name: "Members" }).click();
    await page
      .getByRole("button", { name: /: show the entries$/ })
      .locator("visible=true")
      .first()
      .click();
    await page.getByRole("list", { name: "Entries" }).waitFor();
  }),
  look("settings-usage-teams", john, firm("/settings/usage"), async ({ page }) => {
    await page.getByRole("button", { name: "TechCorp Inc.", exact: true }).locator("visible=true").click();
    await page
      .getByRole("button", { name: "TechCorp Inc.", exact: true })
      .locator("visible=true")
      .scrollIntoViewIfNeeded();
  }),
  look("settings-plan-limits", john, firm("/settings/plan"), ({ page }) =>
    page
      .getByRole("button", { name: /^CRM core/ })
      .locator("visible=true")
      .click(),
  ),
  look("settings-billing", john, firm("/settings/billing")),
  look("settings-billing-next", john, firm("/settings/billing"), ({ page }) =>
    page.getByRole("button", { name: "Preview" }).click(),
  ),
  look("settings-api-keys", john, firm("/settings/api-keys")),
  look("settings-jobs", john, firm("/settings/jobs")),
  look("settings-mail-log", john, firm("/settings/mail-log")),
  look("settings-notifications", john, firm("/settings/notifications")),
  look("settings-profile", john, firm("/settings/profile")),
  ...accessScenes,
  ...syncScenes,
  ...staffScenes,
  look("import-history", john, firm("/settings/imports")),
  look("import-mappings", john, firm("/settings/imports/mappings")),
  look("import-report", john, firm("/settings/imports"), async ({ page }) => {
    await page
      .getByRole("link", { name: /^\d+ files$/ })
      .last()
      .click();
    await page
      .getByText(/rows imported$/)
      .first()
      .waitFor();
  }),
  { ...look("import-files", alice, empty("/settings/imports/new"), uploadFixtures), after: discardDraft },
  { ...look("import-fix", alice, empty("/settings/imports/new"), matchFixtures), after: discardDraft },
  {
    ...look("import-fix-opportunities", alice, empty("/settings/imports/new"), async (walk) => {
      await matchFixtures(walk);
      if (walk.phone) await walk.page.getByRole("button", { name: "Fix values" }).click();
      await walk.page.getByRole("button", { name: "Next: deals.csv" }).click();
      await walk.page.getByRole("button", { name: /^Accept all/ }).waitFor();
    }),
    after: discardDraft,
  },
  { ...look("import-preview", alice, empty("/settings/imports/new"), previewFixtures), after: discardDraft },
  look("api-docs", null, "/api/docs"),
  look("api-guide", null, "/api/guide"),

  look("empty-board", alice, empty("/opportunities")),
  look("empty-accounts", alice, empty("/accounts")),
  look("empty-inbox", alice, empty("/inbox")),
  look("empty-follow-ups", alice, empty("/follow-ups")),
  look("empty-products", alice, empty("/products")),
  look("empty-imports", alice, empty("/settings/imports/new")),
  look("empty-filter", john, firm("/accounts?q=nothing+has+this+name")),

  look("error-list", john, firm("/opportunities/list"), async ({ page }) => {
    await breakApi(page);
    await page.getByRole("searchbox").fill("harbour");
    await page.getByRole("button", { name: "Try again" }).waitFor({ timeout: 30_000 });
  }),
  look("error-board", john, firm("/opportunities"), async ({ page }) => {
    await breakApi(page);
    await page.getByRole("button", { name: /^Sort|By hand/ }).click();
    await page.getByRole("menuitemradio", { name: "Value" }).click();
    await page.getByRole("button", { name: "Try again" }).waitFor({ timeout: 30_000 });
  }),
  look("error-inbox", john, firm("/inbox"), async ({ page }) => {
    await breakApi(page);
    await page.getByRole("combobox", { name: "Type" }).click();
    await page.getByRole("option", { name: "Import finished" }).click();
    await page.getByRole("button", { name: "Try again" }).waitFor({ timeout: 30_000 });
  }),
  look("error-follow-ups", john, firm("/follow-ups?scope=all"), async ({ page }) => {
    await breakApi(page);
    await page.getByRole("combobox", { name: "Reason" }).click();
    await page.getByRole("option", { name: "Next step overdue" }).click();
    await page.getByRole("button", { name: "Try again" }).waitFor({ timeout: 30_000 });
  }),
  look("error-jobs", john, firm("/settings/jobs"), async ({ page }) => {
    await breakApi(page);
    await page.getByRole("radio", { name: "Failed" }).click();
    await page.getByRole("button", { name: "Try again" }).waitFor({ timeout: 30_000 });
  }),
  look("error-not-found", john, firm("/accounts/0190a0a0-0000-7000-8000-000000000000")),
];
