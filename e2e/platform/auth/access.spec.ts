import { signIn as tryPassword } from "@/modules/platform/identity/auth/operations/sign-in";
import { addressOf, makeFirm, makePerson, nobody, password } from "../../firm";
import { AccessPages } from "../../pages/access";
import { Shell } from "../../pages/shell";
import { takenOver } from "../../taken-over";
import { expect, signIn, test } from "../../test";

test.describe("signing in and out", () => {
  test("a wrong password says so at the field; the right one leads where one wanted to go", async ({ page, firm }) => {
    await page.goto(firm.at("/accounts"));
    const access = new AccessPages(page);
    await access.signIn("olive@firm..example", password);
    await expect(access.email).toHaveAccessibleDescription("Type an e-mail address such as name@company.com.");
    await access.signIn(firm.owner.email, "not that one at all");
    await expect(
      page.getByText("E-mail address and password do not match. Check both, or reset the password."),
    ).toBeVisible();
    await expect(access.password()).toHaveAttribute("aria-invalid", "true");

    await access.signIn(firm.owner.email, password);
    await expect(page).toHaveURL(firm.at("/accounts"));
    await expect(page.getByRole("heading", { name: "Accounts", exact: true })).toBeVisible();
  });

  test("text that was typed before hydration stays", async ({ page }) => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route("**/_next/static/**/*.js*", async (route) => {
      await released;
      await route.continue();
    });
    await page.goto("/sign-up", { waitUntil: "commit" });
    const name = page.getByLabel("Name", { exact: true });
    const access = new AccessPages(page);
    await name.fill("Ada Early");
    await access.password().fill("early bird songs");
    release();

    await expect(page.getByRole("button", { name: "Create account" })).toBeEnabled();
    await access.email.fill(addressOf("ada early"));
    await expect(name).toHaveValue("Ada Early");
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page.getByRole("heading", { name: "Check your inbox" })).toBeVisible();
  });

  test("an address that nobody has gets the same answer", async ({ page }) => {
    await page.goto("/sign-in");
    await new AccessPages(page).signIn(addressOf("nobody"), password);
    await expect(
      page.getByText("E-mail address and password do not match. Check both, or reset the password."),
    ).toBeVisible();
  });

  test("too many tries say how long to wait", async ({ page }) => {
    const person = await makePerson("Tess Throttle");
    await page.goto("/sign-in");
    const access = new AccessPages(page);
    // The form itself is not needed for each of them.
    const guess = { email: person.email, password: "not that one at all", device: null };
    const tried = () => tryPassword(nobody(), guess).catch((error: { code: string }) => error.code);
    await expect.poll(tried, { intervals: [0] }).toBe("RATE_LIMITED");
    await access.signIn(person.email, guess.password);
    await expect(page.getByText(/Too many attempts for this account\. Wait \d+ (minutes?|seconds?)/)).toBeVisible();
    await access.signIn(person.email, password);
    await expect(page.getByText(/Too many attempts for this account/)).toBeVisible();
    await expect(page).toHaveURL(/sign-in/);
  });

  test("signing out kills the session on the server: its cookie opens nothing", async ({ page, firm }) => {
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts"));
    const kept = await page.context().cookies();
    await new Shell(page).signOut(firm.owner.name);
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();

    await page.context().clearCookies();
    await page.context().addCookies(kept);
    await page.goto(firm.at("/accounts"));
    await expect(page).toHaveURL(/\/sign-in/);
    const asked = await page.request.get("/api/v1/accounts", { headers: { "x-workspace": firm.slug } });
    expect(asked.status()).toBe(401);
  });

  test("a forgotten password is reset by a mailed link, which works once", async ({ page, firm }) => {
    await page.goto("/sign-in");
    const access = new AccessPages(page);
    await page.getByRole("link", { name: "Forgot password?" }).click();
    // Both pages have a field of this name.
    await expect(page.getByRole("heading", { name: "Reset your password" })).toBeVisible();
    await access.email.fill(firm.owner.email);
    await page.getByRole("button", { name: "Send link" }).click();
    await expect(page.getByRole("heading", { name: "Check your inbox" })).toBeVisible();

    await access.openMailedLink(firm.owner.email);
    const link = page.url();
    await expect(access.password("New password")).toBeFocused();
    await access.password("New password").fill("three unrelated words");
    await page.getByRole("button", { name: "Set password and sign in" }).click();
    await expect(page).toHaveURL(firm.at("/opportunities"));

    await page.goto(link);
    await expect(page.getByRole("heading", { name: "This link is not valid" })).toBeVisible();
    // A field for a password has no role.
    await expect(access.password("New password")).toHaveCount(0);
  });
});

test.describe("invitations", () => {
  test("a new person accepts: name and password, and is in", async ({ page, firm }) => {
    const email = addressOf("nina new");
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/members"));
    await page.getByRole("button", { name: "Invite members" }).click();
    await page.getByRole("textbox", { name: "E-mail addresses" }).fill(`Nina New <${email}>`);
    await page.getByRole("button", { name: "Send invitations" }).click();
    await expect(page.getByRole("region", { name: "Invitations" })).toContainText(email);

    await page.context().clearCookies();
    const access = new AccessPages(page);
    await access.openMailedLink(email);
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Nina New");
    await access.password().fill(password);
    await page.getByRole("button", { name: `Join ${firm.name}` }).click();
    await expect(page).toHaveURL(firm.at("/opportunities"));
    await expect(page.getByRole("button", { name: "Nina New" })).toBeVisible();
  });

  test("someone with an account joins, and switches between two workspaces", async ({ page, firm }) => {
    const own = await makeFirm("Brook and Sons");
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/members"));
    await page.getByRole("button", { name: "Invite members" }).click();
    await page.getByRole("textbox", { name: "E-mail addresses" }).fill(own.owner.email);
    await page.getByRole("button", { name: "Send invitations" }).click();
    await expect(page.getByRole("region", { name: "Invitations" })).toContainText(own.owner.email);

    await page.context().clearCookies();
    const access = new AccessPages(page);
    await access.openMailedLink(own.owner.email);
    await page.getByRole("link", { name: `Sign in as ${own.owner.email}` }).click();
    await expect(access.email).toHaveValue(own.owner.email);
    await access.password().fill(password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    // Each a new document.
    await page.waitForURL(({ pathname }) => pathname === "/invitation");
    await takenOver(page);
    await page.getByRole("button", { name: `Join ${firm.name}` }).click();
    await page.waitForURL(firm.at("/opportunities"));
    await takenOver(page);

    await new Shell(page).openSwitcher(firm.name);
    await page.getByRole("menuitem", { name: own.name }).click();
    await expect(page).toHaveURL(own.at("/opportunities"));
    await expect(page.getByRole("button", { name: own.name })).toBeVisible();
  });
});
