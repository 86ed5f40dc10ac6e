import type { Page } from "@playwright/test";
import { generate } from "otplib";
import { setTotp } from "@/modules/platform/identity/auth/operations/codes";
import { platformClient } from "@/server/db/client";
import { addressOf, password } from "../../firm";
import { linkIn } from "../../mailed";
import { AccessPages } from "../../pages/access";
import { SettingsPages } from "../../pages/settings";
import { Shell } from "../../pages/shell";
import { expect, signIn, test } from "../../test";

const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
/** The code of the next half minute, which is right already: that of this one may be used up. */
const nextCode = (of = secret) => generate({ secret: of, epoch: Math.floor(Date.now() / 1000) + 30 });
const codeNow = (of = secret) => generate({ secret: of });

/** As after ten minutes without a proof. */
const forgetProof = ({ userId }: { userId: string }) =>
  platformClient().session.updateMany({ where: { userId }, data: { confirmedAt: null } });

/** A device with a passkey store that answers by itself, as a finger on a sensor does. */
async function withPasskeyStore(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

const asks = (page: Page) => page.getByRole("dialog", { name: "Confirm your identity" });

test("an authenticator app: added after a proof, asked for at sign-in, and replaced by a recovery code", async ({
  page,
  firm,
}) => {
  await signIn(page, firm.owner);
  await forgetProof(firm.owner);
  await page.goto(firm.at("/settings/profile"));
  const settings = new SettingsPages(page);
  await settings.button("Add authenticator app").click();
  await asks(page).getByLabel("Password", { exact: true }).fill("not my password");
  await asks(page).getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(page.getByText("This is not your password.")).toBeVisible();
  await asks(page).getByLabel("Password", { exact: true }).fill(password);
  await asks(page).getByRole("button", { name: "Confirm", exact: true }).click();

  const adding = page.getByRole("dialog", { name: "Add authenticator app" });
  await expect(adding.getByRole("img", { name: /QR code/ })).toBeVisible();
  const key = (await adding.locator(".mono").textContent()) ?? "";
  await adding.getByLabel("Code", { exact: true }).fill(await codeNow(key));
  await adding.getByRole("button", { name: "Add app" }).click();
  const codes = page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
  await expect(codes).toHaveCount(10);
  const code = (await codes.first().textContent()) ?? "";
  await page.getByRole("button", { name: "I have saved them" }).click();
  await expect(page.getByText("10 codes are left")).toBeVisible();

  const access = new AccessPages(page);
  await page.context().clearCookies();
  await page.goto(firm.at("/accounts"));
  await access.signIn(firm.owner.email, password);
  await expect(page.getByRole("heading", { name: "Second step" })).toBeVisible();
  // The first step alone opens nothing.
  await page.goto(firm.at("/accounts"));
  await expect(page).toHaveURL(/sign-in/);
  await access.signIn(firm.owner.email, password);
  await page.getByLabel("Code", { exact: true }).fill("000000");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("This code is wrong or was already used.")).toBeVisible();
  await page.getByLabel("Code", { exact: true }).fill(await nextCode(key));
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(firm.at("/accounts"));

  for (const [place, outcome] of [firm.at("/accounts"), /second-step/].entries()) {
    await page.context().clearCookies();
    await page.goto(firm.at("/accounts"));
    await access.signIn(firm.owner.email, password);
    await page.getByRole("button", { name: "Use a recovery code" }).click();
    await page.getByLabel("Recovery code").fill(code);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    if (place === 1) await expect(page.getByText("This code is wrong or was already used.")).toBeVisible();
    await expect(page).toHaveURL(outcome);
  }
});

test("a passkey: named, signs in without a password, and confirms a weighty act", async ({ page, firm }) => {
  await withPasskeyStore(page);
  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings/profile"));
  const settings = new SettingsPages(page);
  await settings.button("Add passkey").click();
  await settings.dialog.getByLabel("Name", { exact: true }).fill("Work laptop");
  await settings.dialog.getByRole("button", { name: "Add passkey" }).click();
  await page.getByRole("button", { name: "I have saved them" }).click();
  await expect(page.getByText("Work laptop", { exact: true })).toBeVisible();

  await page.context().clearCookies();
  await page.goto(firm.at("/settings/api-keys"));
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByRole("heading", { name: "API keys", exact: true })).toBeVisible();

  await forgetProof(firm.owner);
  await settings.button("New API key").first().click();
  const form = page.getByRole("dialog", { name: "New API key" });
  await form.getByRole("textbox", { name: "Name" }).fill("Nightly report");
  await form.getByRole("checkbox", { name: "See accounts" }).check();
  await form.getByRole("button", { name: "Create key" }).click();
  // Without an app the passkey comes first.
  await asks(page).getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByRole("textbox", { name: "API key" })).toHaveValue(/^tl_/);
});

test("a member of a workspace that requires a second factor is led to set one up", { tag: "@phone" }, async ({
  page,
  firm,
  browserOf,
}) => {
  const mona = await firm.join("member", "Mona Member");
  await setTotp(firm.owner.userId, secret);
  const owners = await browserOf(firm.owner);
  await owners.goto(firm.at("/settings/general"));
  const required = owners.getByRole("checkbox", { name: "This workspace requires a second factor" });
  await required.click();
  await expect(new Shell(owners).toast("Set up your own second factor first")).toBeVisible();
  await platformClient().session.updateMany({ where: { userId: firm.owner.userId }, data: { factorAt: new Date() } });
  await required.click();
  await expect(new Shell(owners).toast("Members now need a second factor")).toBeVisible();

  await signIn(page, mona);
  await page.goto(firm.at("/accounts"));
  await expect(page.getByRole("heading", { name: "Second factor required" })).toBeVisible();
  await page.getByRole("button", { name: "Add authenticator app" }).click();
  const adding = page.getByRole("dialog", { name: "Add authenticator app" });
  const key = (await adding.locator(".mono").textContent()) ?? "";
  await adding.getByLabel("Code", { exact: true }).fill(await codeNow(key));
  await adding.getByRole("button", { name: "Add app" }).click();
  await page.getByRole("button", { name: "I have saved them" }).click();
  await page.getByRole("button", { name: "Continue to the workspace" }).click();
  await expect(page).toHaveURL(firm.at("/accounts"));

  // A session from before gives the factor that the person has.
  await platformClient().session.updateMany({ where: { userId: mona.userId }, data: { factorAt: null } });
  await page.goto(firm.at("/accounts"));
  await page.getByRole("button", { name: "Confirm with your second factor" }).click();
  await asks(page)
    .getByLabel("Code", { exact: true })
    .fill(await nextCode(key));
  await asks(page).getByRole("button", { name: "Confirm", exact: true }).click();
  await page.getByRole("button", { name: "Continue to the workspace" }).click();
  await expect(page).toHaveURL(firm.at("/accounts"));
});

test("another e-mail address counts when both mailboxes have confirmed", async ({ page, firm }) => {
  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings/profile"));
  const [wrong, email] = [addressOf("olive wrong"), addressOf("olive new")];
  await page.getByLabel("New e-mail address").fill(wrong);
  await page.getByRole("button", { name: "Change e-mail address" }).click();
  await expect(page.getByText(`Open the links that we sent to ${firm.owner.email} and to ${wrong}.`)).toBeVisible();
  await page.reload();
  await page.getByRole("button", { name: "Cancel the change" }).click();
  await expect(page.getByText(/Open the links that we sent/)).toHaveCount(0);
  await page.getByLabel("New e-mail address").fill(email);
  await page.getByRole("button", { name: "Change e-mail address" }).click();
  await expect(page.getByText(/Open the links that we sent/)).toBeVisible();
  await page.goto(await linkIn(email));
  await page.getByRole("button", { name: "Confirm the change" }).click();
  await expect(page.getByText("when you also open the link in the other e-mail")).toBeVisible();
  await page.goto(await linkIn(firm.owner.email, 2));
  await page.getByRole("button", { name: "Confirm the change" }).click();
  await expect(page.getByText(`Your e-mail address is now ${email}.`)).toBeVisible();

  await page.context().clearCookies();
  await page.goto(firm.at("/accounts"));
  await new AccessPages(page).signIn(email, password);
  await expect(page).toHaveURL(firm.at("/accounts"));
});

test("the sign-in routes ignore a session update, and take a code only after a password", async ({ page, firm }) => {
  const { request } = page;
  const csrf = async () => (await (await request.get("/api/auth/csrf")).json()).csrfToken as string;
  const attempt = async (values: Record<string, string>) => {
    const form = { csrfToken: await csrf(), json: "true", callbackUrl: "/", ...values };
    const { url } = await (await request.post("/api/auth/callback/credentials", { form })).json();
    return new URL(url, page.url()).searchParams.get("error") ?? "in";
  };
  const me = async () => (await (await request.get("/api/trpc/auth.profile?input={}")).json()).result?.data;
  await page.goto("/sign-in");
  const { email, userId, name } = firm.owner;

  await setTotp(userId, secret);
  expect(await attempt({ code: await codeNow() })).toMatch(/^BEGIN:/);
  expect(await attempt({ email, password })).toBe("SECOND_STEP:code");
  expect(await me()).toBeNull();
  expect(await attempt({ passkey: "not JSON" })).toMatch(/^VALIDATION:/);
  expect(await attempt({ code: "000000" })).toMatch(/^VALIDATION:/);
  expect(await attempt({ code: await codeNow() })).toBe("in");
  expect(await me()).toEqual({ name, email });

  const stolen = { email: "mallory@evil.example", role: "owner", tenant: "other", staff: true, sid: "x", sub: "y" };
  const data = { csrfToken: await csrf(), data: stolen };
  const updated = await request.post("/api/auth/session", { data });
  expect(Object.keys(await updated.json())).toEqual(["expires"]);
  expect(await me()).toEqual({ name, email });
  // The proof of the first step ended with the second one.
  expect(await attempt({ code: await nextCode() })).toMatch(/^BEGIN:/);
});
