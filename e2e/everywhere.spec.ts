import { readdir } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import type { Page } from "@playwright/test";
import { type Field, inputName, isNeeded } from "@/lib/fields/field";
import { homePathOf } from "@/lib/nouns/all";
import { declaredNouns } from "@/registry/nouns";
import { newStaff } from "@/test/staff";
import type { LivedIn } from "./lived-in";
import { serious } from "./serious";
import { expect, signIn, test } from "./test";
import { type Device, devices } from "./windows";

interface Case {
  at(sample: LivedIn): string;
  /** The main heading, or another sign that the page is loaded. */
  sees: string | RegExp;
  /** Pages of visitors without a session. */
  signedOut?: true;
  /** Pages of the platform's staff. */
  staff?: true;
  /** Its path in any workspace, whatever there is in it. */
  path?: string;
}

const inside = (path: string | ((sample: LivedIn) => string), sees: Case["sees"]): Case => ({
  at: (sample) => sample.firm.at(typeof path === "string" ? path : path(sample)),
  sees,
  ...(typeof path === "string" ? { path } : {}),
});
const before = (at: string | ((sample: LivedIn) => string), sees: string): Case => ({
  at: (sample) => (typeof at === "string" ? at : at(sample)),
  sees,
  signedOut: true,
});
const staff = (at: string | ((sample: LivedIn) => string), sees: Case["sees"]): Case => ({
  at: (sample) => (typeof at === "string" ? at : at(sample)),
  sees,
  staff: true,
});

/** The pages of nouns that are declared by their fields. */
const nounPages = Object.fromEntries(
  Object.values(declaredNouns).flatMap(({ noun: { entity, head, boardBy } }) => {
    const title = head.many.charAt(0).toUpperCase() + head.many.slice(1);
    return [
      [`[workspace]${homePathOf(head)}`, inside(homePathOf(head), title)],
      ...(boardBy === null ? [] : [[`[workspace]/${head.path}/board`, inside(`/${head.path}/board`, title)]]),
      [`[workspace]/${head.path}/[id]`, inside(({ nounIds }) => `/${head.path}/${nounIds[entity]}`, /./)],
    ];
  }),
);

/** Every page of the product by its place in src/app; null for one that only redirects. */
const pages: Record<string, Case | null> = {
  "": null,
  "sign-in": before("/sign-in", "Sign in"),
  "second-step": before("/second-step", "Second step"),
  email: before("/email?token=none", "Confirm your new e-mail address"),
  "second-factor": { at: () => "/second-factor", sees: "Second factor required" },
  "sign-up": before("/sign-up", "Create an account"),
  forgot: before("/forgot", "Reset your password"),
  reset: before(({ links }) => links.reset, "Choose a new password"),
  verify: before(({ links }) => links.verify, "Confirm your e-mail address"),
  invitation: before(({ links }) => links.invitation, "Join Harbour and Sons"),
  unsubscribe: before(({ links }) => links.unsubscribe, "Notification e-mail"),
  workspaces: { at: () => "/workspaces", sees: "Your workspaces" },
  "workspaces/new": { at: () => "/workspaces/new", sees: "Name your workspace" },
  "[workspace]/welcome/colleagues": inside("/welcome/colleagues", "Invite your colleagues"),
  "[workspace]/welcome/data": inside("/welcome/data", "Add your data"),
  "[workspace]": null,
  "[workspace]/accounts": inside("/accounts", "Accounts"),
  "[workspace]/accounts/[id]": inside(({ accountId }) => `/accounts/${accountId}`, /^Harbourline/),
  "[workspace]/follow-ups": inside("/follow-ups", "Follow-ups"),
  "[workspace]/home": inside("/home", "Home"),
  "[workspace]/inbox": inside("/inbox", "Inbox"),
  "[workspace]/today": inside("/today", "Today"),
  "[workspace]/updates": inside("/updates", "Updates"),
  ...nounPages,
  "[workspace]/opportunities": inside("/opportunities", /./),
  "[workspace]/opportunities/list": inside("/opportunities/list", "Opportunities"),
  "[workspace]/opportunities/[id]": inside(({ opportunityId }) => `/opportunities/${opportunityId}`, /./),
  // Beside the sidebar it opens its first page.
  "[workspace]/settings": inside("/settings", /^(Settings|Profile)$/),
  "[workspace]/settings/api-keys": inside("/settings/api-keys", "API keys"),
  "[workspace]/settings/api-keys/[id]": inside(({ apiKeyId }) => `/settings/api-keys/${apiKeyId}`, "Warehouse"),
  "[workspace]/settings/billing": inside("/settings/billing", "Billing"),
  "[workspace]/settings/ending": inside("/settings/ending", "Export and deletion"),
  "[workspace]/settings/fields": inside("/settings/fields", "Fields"),
  "[workspace]/settings/general": inside("/settings/general", "General"),
  "[workspace]/settings/imports": inside("/settings/imports", "Import history"),
  "[workspace]/settings/imports/mappings": inside("/settings/imports/mappings", "Saved mappings"),
  "[workspace]/settings/imports/new": inside("/settings/imports/new", "New import"),
  "[workspace]/settings/imports/[id]": inside(({ importId }) => `/settings/imports/${importId}`, "Import 4 files"),
  "[workspace]/settings/integrations": inside("/settings/integrations", "Integrations"),
  "[workspace]/settings/integrations/[provider]": inside("/settings/integrations/hubspot", /^HubSpot/),
  "[workspace]/settings/integrations/[provider]/fields": inside("/settings/integrations/hubspot/fields", /^HubSpot/),
  "[workspace]/settings/integrations/[provider]/log": inside("/settings/integrations/hubspot/log", /^HubSpot/),
  "[workspace]/settings/integrations/[provider]/problems": inside(
    "/settings/integrations/hubspot/problems",
    /^HubSpot/,
  ),
  "[workspace]/settings/integrations/[provider]/settings": inside(
    "/settings/integrations/hubspot/settings",
    /^HubSpot/,
  ),
  "[workspace]/settings/jobs": inside("/settings/jobs", "Jobs"),
  "[workspace]/settings/mail-log": inside("/settings/mail-log", "Mail log"),
  "[workspace]/settings/members": inside("/settings/members", "Members"),
  "[workspace]/settings/notifications": inside("/settings/notifications", "Notifications"),
  "[workspace]/settings/pipelines": inside("/settings/pipelines", "Pipelines"),
  "[workspace]/settings/plan": inside("/settings/plan", "Plan and modules"),
  "[workspace]/settings/profile": inside("/settings/profile", "Profile"),
  "[workspace]/settings/support": inside("/settings/support", "Support access"),
  "[workspace]/settings/tags": inside("/settings/tags", "Tags"),
  "[workspace]/settings/teams": inside("/settings/teams", "Teams"),
  "[workspace]/settings/working-hours": inside("/settings/working-hours", "Working hours"),
  "[workspace]/settings/my-hours": inside("/settings/my-hours", "My hours"),
  "[workspace]/settings/audit": inside("/settings/audit", "Audit log"),
  "[workspace]/settings/usage": inside("/settings/usage", "Usage"),
  staff: staff("/staff", "Workspaces"),
  "staff/workspaces/[id]": staff(({ firm }) => `/staff/workspaces/${firm.ctx.tenant.id}`, /./),
  "staff/jobs": staff("/staff/jobs", "Jobs"),
  "staff/outbox": staff("/staff/outbox", "Outbox"),
  "staff/parked": staff("/staff/parked", "Parked events"),
  "staff/health": staff("/staff/health", "Health"),
  "staff/sessions": staff("/staff/sessions", "My sessions"),
  "staff/audit": staff("/staff/audit", "Staff audit"),
  "api/docs": before("/api/docs", "API"),
  "api/guide": before("/api/guide", "For integrators"),
  "api/unavailable": before("/api/unavailable", "Temporarily unavailable"),
  // Not a page of its own: any unknown address shows it.
  "not-found": before("/no-such-workspace/accounts/nothing", "Sign in"),
};

/** The browser's complaints: errors in the console, and violations of the content security policy. */
function complaints(page: Page): string[] {
  const received: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") received.push(`${message.text()} (${message.location().url})`);
  });
  page.on("requestfailed", (request) => {
    if (request.failure()?.errorText === "csp") received.push(`The policy stopped ${request.url()}`);
  });
  return received;
}

/** All routes with a page, by their place in src/app. */
async function readRoutes(): Promise<string[]> {
  const app = join(import.meta.dirname, "../src/app");
  const files = await readdir(app, { recursive: true });
  return files
    .filter((file) => file.endsWith("page.tsx") && dirname(file) !== ".." && file.split(sep).at(-1) === "page.tsx")
    .map((file) =>
      relative(".", dirname(file))
        .split(sep)
        .filter((part) => !part.startsWith("("))
        .join("/"),
    );
}

/** The route that shows a page: nouns without a folder of pages share one. */
function routeOf(place: string, routes: readonly string[]): string {
  const [, path, ...rest] = place.split("/");
  const isShared = nounPages[place] !== undefined && !routes.includes(place);
  if (isShared && path === "settings") return "[workspace]/settings/[list]";
  return isShared && path ? ["[workspace]", "[noun]", ...rest].join("/") : place;
}

test("every page has a case here", async () => {
  const routes = await readRoutes();
  const known = new Set(Object.keys(pages).map((place) => routeOf(place, routes)));
  known.delete("not-found");
  expect(routes.toSorted()).toEqual([...known].toSorted());
});

/** Gives a page the size of a device and waits until it is fully loaded. */
async function sized(page: Page, device: Device, sees: Case["sees"]): Promise<void> {
  await page.setViewportSize(devices[device].viewport);
  await expect(page.getByRole("heading", { name: sees }).first()).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
}

/** Elements that Tab reaches inside content for screen readers only. */
function unseenStops(): string[] {
  const stops = document.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea, [tabindex]");
  return [...stops]
    .filter((stop) => stop.tabIndex >= 0 && stop.checkVisibility())
    .filter((stop) => {
      for (let box: Element | null = stop; box; box = box.parentElement)
        if (getComputedStyle(box).clipPath === "inset(50%)") return true;
      return false;
    })
    .map((stop) => stop.outerHTML);
}

async function usableByAll(page: Page, sample: LivedIn, one: Case): Promise<void> {
  const received = complaints(page);
  await page.goto(one.at(sample));
  await sized(page, "desktop", one.sees);
  expect(await serious(page), "axe, light").toEqual([]);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(page.locator("html")).toHaveClass(/dark/);
  expect(await serious(page), "axe, dark").toEqual([]);

  // Reloaded: a phone gets another document than a desktop.
  await page.setViewportSize(devices.phone.viewport);
  await page.goto(one.at(sample));
  await sized(page, "phone", one.sees);
  expect(await serious(page), "axe, dark, on a phone").toEqual([]);
  await page.emulateMedia({ colorScheme: "light" });
  await expect(page.locator("html")).not.toHaveClass(/dark/);
  expect(await serious(page), "axe, light, on a phone").toEqual([]);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, "wider than a phone").toBeLessThanOrEqual(devices.phone.viewport.width);
  expect(await page.evaluate(unseenStops), "takes the focus where nobody sees it").toEqual([]);
  // A window of 1280 by 1024, zoomed in to 400 %.
  await page.setViewportSize({ width: 320, height: 256 });
  const content = await page.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    height: document.querySelector<HTMLElement>("[data-sidebar] main")?.offsetHeight ?? Number.POSITIVE_INFINITY,
  }));
  expect(content.width, "wider than a magnified window").toBeLessThanOrEqual(320);
  expect(content.height, "left for the content by the bars").toBeGreaterThan(300);
  expect(received, "what the browser complained about").toEqual([]);
}

/** One page of each kind: the tests below ask all pages, and more of each. */
const oneOfEachKind = [
  "home",
  "today",
  "inbox",
  "accounts",
  "accounts/[id]",
  "opportunities",
  "opportunities/[id]",
  "projects/[id]",
  "settings/members",
  "settings/imports/[id]",
].map((place) => `[workspace]/${place}`);

test("axe finds nothing serious on ten pages of a member", { tag: "@journey" }, async ({
  samplePage: page,
  sample,
}) => {
  test.slow();
  for (const place of oneOfEachKind) {
    const one = pages[place];
    if (!one) throw new Error(`There is no page ${place}.`);
    await page.goto(one.at(sample));
    await sized(page, "desktop", one.sees);
    expect(await serious(page), place).toEqual([]);
  }
});

test.describe("every page is usable by all", () => {
  for (const [place, one] of Object.entries(pages)) {
    if (one?.signedOut) test(`/${place}`, ({ page, sample }) => usableByAll(page, sample, one));
    else if (one?.staff)
      test(`/${place}`, async ({ page, sample }) => {
        await signIn(page, await newStaff("operator"));
        await usableByAll(page, sample, one);
      });
    else if (one) test(`/${place}`, ({ samplePage, sample }) => usableByAll(samplePage, sample, one));
  }
});

test.describe("a workspace with nothing", () => {
  test("opens every page", async ({ page, firm }) => {
    test.slow();
    await signIn(page, firm.owner);
    const received = complaints(page);
    for (const [place, one] of Object.entries(pages)) {
      if (!one?.path) continue;
      await page.goto(firm.at(one.path));
      await sized(page, "desktop", one.sees);
      expect(await page.getByText("could not be loaded").count(), place).toBe(0);
      expect(await serious(page), place).toEqual([]);
    }
    expect(received, "what the browser complained about").toEqual([]);
  });

  test("offers a next step in each list, and opens the first record of each kind", async ({ page, firm }) => {
    test.slow();
    await signIn(page, firm.owner);
    const received = complaints(page);
    const made: Record<string, string> = {};
    for (const { noun, create } of Object.values(declaredNouns)) {
      const { head } = noun;
      await page.goto(firm.at(homePathOf(head)));
      const main = page.getByRole("main");
      if (!("settings" in head && head.settings)) await expect(main.getByText(`No ${head.many} yet`)).toBeVisible();
      await expect(main.getByRole("button", { name: `New ${head.one}` }).first()).toBeVisible();
      const needed: Record<string, string> = noun.fields.name?.computed
        ? { firstName: "First" }
        : { name: `First ${head.one}` };
      for (const [name, field] of Object.entries<Field>(noun.fields))
        if ("to" in field && isNeeded(field)) needed[inputName(name, field)] = made[String(field.to)] ?? "";
      const { id } = (await create(firm.ctx, needed as never)) as { id: string };
      made[noun.entity] = id;
      await page.goto(firm.at(`/${head.path}/${id}`));
      await expect(page.getByRole("heading", { name: /First/ }).first()).toBeVisible();
      expect(await page.getByText("could not be loaded").count(), head.path).toBe(0);
    }
    expect(received, "what the browser complained about").toEqual([]);
  });
});

test.describe("without a mouse", () => {
  test("each row of a list can be reached and opened", async ({ sample, samplePage: page }) => {
    for (const { path, label } of [
      { path: "/accounts", label: "Accounts" },
      { path: "/opportunities/list", label: "Opportunities" },
      { path: "/products", label: "Products" },
    ]) {
      await page.goto(sample.firm.at(path));
      const rows = page.locator("[data-live] tbody tr[data-row]");
      await expect(rows.first()).toBeVisible();
      const all = await rows.evaluateAll((list) => list.map((row) => row.getAttribute("data-row")));
      expect(all.length, label).toBeGreaterThan(1);
      // In the order of the document, which here is the order of the rows.
      for (const [index, row] of all.entries()) {
        await page.keyboard.press(index === 0 ? "j" : "ArrowDown");
        await expect(page.locator(`[data-row="${row}"]`), label).toBeFocused();
      }
      await page.emulateMedia({ forcedColors: "active" });
      await expect(page.locator(":focus"), "its ring in forced colours, which know no shadow").toHaveCSS(
        "outline-style",
        "solid",
      );
      await page.emulateMedia({ forcedColors: null });
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(new RegExp(`${path.replace("/list", "")}/[0-9a-f-]{36}$`));
    }
  });

  test("each card of the board can be reached with Tab and arrows", async ({ sample, samplePage: page }) => {
    await page.goto(sample.firm.at("/opportunities"));
    const columns = page.locator("[data-live]").getByRole("region");
    const cards = columns.locator("[data-card]");
    await expect(cards.first()).toBeVisible();
    let filled: (string | null)[][] = [];
    // More may be rendered between the reading and the counting.
    await expect(async () => {
      const inColumns = await Promise.all(
        (await columns.all()).map((column) =>
          column
            .locator("[data-card]")
            .evaluateAll((list) =>
              list
                .toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
                .map((card) => card.getAttribute("data-card")),
            ),
        ),
      );
      filled = inColumns.filter((ids) => ids.length > 0);
      expect(filled.flat()).toHaveLength(await cards.count());
    }).toPass();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("data-card") ?? null);
    for (let steps = 0; steps < 60 && (await focused()) === null; steps++) await page.keyboard.press("Tab");
    for (const [index, ids] of filled.entries()) {
      if (index > 0) await page.keyboard.press("ArrowRight");
      for (const id of ids) {
        if (id !== ids[0]) await page.keyboard.press("ArrowDown");
        await expect.poll(focused).toBe(id);
      }
      for (const _ of ids.slice(1)) await page.keyboard.press("ArrowUp");
      await expect.poll(focused).toBe(ids[0]);
    }
  });
});
