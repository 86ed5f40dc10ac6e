import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import sharp from "sharp";
import type { Firm } from "../../firm";
import { expect, signIn, test } from "../../test";

interface Given {
  name: string;
  type: string;
  bytes: Buffer;
}

const text = (name: string, words: string): Given => ({ name, type: "text/plain", bytes: Buffer.from(words) });

async function picture(name: string, color: string): Promise<Given> {
  const bytes = await sharp({ create: { width: 320, height: 200, channels: 3, background: color } })
    .png()
    .toBuffer();
  return { name, type: "image/png", bytes };
}

/** A PDF of two pages, with a line on each. */
function pdf(name: string): Given {
  const page = (line: string) => `BT /F1 24 Tf 40 700 Td (${line}) Tj ET`;
  const stream = (content: string) => `<< /Length ${content.length} >>\nstream\n${content}\nendstream`;
  const of = (content: number) =>
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${content} 0 R /Resources << /Font << /F1 7 0 R >> >> >>`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
    of(5),
    of(6),
    stream(page("Offer of the quay")),
    stream(page("Terms of payment")),
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  const places: number[] = [];
  let body = "%PDF-1.4\n";
  for (const [place, object] of objects.entries()) {
    places.push(body.length);
    body += `${place + 1} 0 obj\n${object}\nendobj\n`;
  }
  const table = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  body += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return { name, type: "application/pdf", bytes: Buffer.from(body, "latin1") };
}

/** Files in the clipboard, or under the pointer. */
async function carry(page: Page, files: readonly Given[]) {
  const given = files.map(({ name, type, bytes }) => ({ name, type, content: bytes.toString("base64") }));
  return await page.evaluateHandle((list) => {
    const carried = new DataTransfer();
    for (const { name, type, content } of list)
      carried.items.add(new File([Uint8Array.from(atob(content), (one) => one.charCodeAt(0))], name, { type }));
    return carried;
  }, given);
}

async function drop(page: Page, ...files: Given[]): Promise<void> {
  const dataTransfer = await carry(page, files);
  const target = page.getByRole("tabpanel");
  await target.dispatchEvent("dragover", { dataTransfer });
  await target.dispatchEvent("drop", { dataTransfer });
}

async function paste(page: Page, ...files: Given[]): Promise<void> {
  const clipboardData = await carry(page, files);
  await page.evaluate(
    (data) =>
      document.body.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
      ),
    clipboardData,
  );
}

const list = (page: Page): Locator => page.getByRole("region", { name: "Files of Northwind" });
/** A file in the list; its uploads have no menu. */
const row = (page: Page, name: string): Locator =>
  list(page)
    .getByRole("listitem")
    .filter({ hasText: name })
    .filter({ has: page.getByRole("button", { name: /^More for / }) });
const viewer = (page: Page, name: string): Locator => page.getByRole("dialog", { name });

async function choose(page: Page, name: string, act: string): Promise<void> {
  await row(page, name)
    .getByRole("button", { name: `More for ${name}` })
    .click();
  await page.getByRole("menuitem", { name: act }).click();
}

/** Goes from the file that is shown to another by the arrow keys; files that are added together are listed in any order. */
async function walker(page: Page, shown: string): Promise<(name: string) => Promise<void>> {
  const menus = list(page).getByRole("button", { name: /^More for / });
  const labels = await menus.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label") ?? ""));
  const placeOf = (name: string) => labels.indexOf(`More for ${name}`);
  let at = placeOf(shown);
  return async (name) => {
    const to = placeOf(name);
    expect(Math.min(at, to)).toBeGreaterThanOrEqual(0);
    for (; at !== to; at += Math.sign(to - at)) await page.keyboard.press(to > at ? "ArrowRight" : "ArrowLeft");
  };
}

async function openFiles(page: Page, firm: Firm): Promise<string> {
  const { id } = await firm.account({ name: "Northwind" });
  await signIn(page, firm.owner);
  const at = firm.at(`/accounts/${id}?tab=files`);
  await page.goto(at);
  await expect(list(page).getByText("No files yet")).toBeVisible();
  return at;
}

test("files are dropped and pasted, previewed, versioned and deleted, and another browser follows", async ({
  page,
  firm,
  browserOf,
}) => {
  const colleague = await firm.join("viewer", "Vera Viewer");
  const at = await openFiles(page, firm);
  const other = await browserOf(colleague);
  await other.goto(at);
  await expect(list(other).getByText("No files yet")).toBeVisible();

  await test.step("a drop of three files", async () => {
    await drop(page, pdf("offer.pdf"), await picture("quay.png", "#2266aa"), text("notes.txt", "Call on Monday."));
    for (const name of ["offer.pdf", "quay.png", "notes.txt"]) {
      await expect(row(page, name)).toBeVisible();
      await expect(row(other, name)).toBeVisible();
    }
    await expect(page.getByRole("tab", { name: /^Files\s*3$/ })).toBeVisible();
    await expect(page.getByRole("region", { name: "Uploads" })).toContainText("3 files uploaded");
    await page.getByRole("region", { name: "Uploads" }).getByRole("button", { name: "Close" }).click();
    await expect(list(other).getByRole("button", { name: "Add files" })).toHaveCount(0);
  });

  await test.step("a paste gets a name of its own", async () => {
    await paste(page, await picture("image.png", "#aa6622"));
    await expect(row(page, "Pasted picture")).toBeVisible();
    await expect(row(other, "Pasted picture")).toBeVisible();
  });

  await test.step("previews, and the keys between them", async () => {
    const walk = await walker(page, "quay.png");
    await row(page, "quay.png").getByRole("button", { name: "quay.png", exact: true }).click();
    const shown = viewer(page, "quay.png").getByRole("img", { name: "quay.png" });
    await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(320);
    await walk("offer.pdf");
    const pages = viewer(page, "offer.pdf").getByRole("listitem");
    await expect(pages).toHaveCount(2);
    await expect(pages.first()).toContainText("Offer of the quay");
    await expect.poll(() => inked(pages.first())).toBe(true);
    await walk("notes.txt");
    await expect(viewer(page, "notes.txt")).toContainText("Call on Monday.");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });

  await test.step("the same name asks, and an earlier version is restored", async () => {
    await drop(page, text("notes.txt", "Call on Tuesday."));
    await list(page).getByRole("button", { name: "Add as a new version" }).click();
    await expect(row(page, "notes.txt")).toContainText("Version 2");
    await expect(row(other, "notes.txt")).toContainText("Version 2");
    await choose(page, "notes.txt", "Show 2 versions");
    const versions = page.getByRole("dialog", { name: "Versions of notes.txt" });
    await versions.getByRole("button", { name: "Restore" }).click();
    await expect(versions.getByRole("listitem").filter({ hasText: "Current" })).toContainText("Version 1");
    await versions.getByRole("button", { name: "Close" }).click();
    await expect(row(other, "notes.txt")).toContainText("Version 1");
  });

  await test.step("a new name, a deletion and its undo", async () => {
    await choose(page, "notes.txt", "Rename");
    await page.getByRole("dialog").getByLabel("Name").fill("calls.txt");
    await page.getByRole("button", { name: "Save name" }).click();
    await expect(row(other, "calls.txt")).toBeVisible();
    await choose(page, "calls.txt", "Delete");
    await expect(row(other, "calls.txt")).toHaveCount(0);
    const notice = page.getByRole("listitem").filter({ hasText: "calls.txt deleted" });
    await notice.getByRole("button", { name: "Undo" }).click();
    await expect(row(other, "calls.txt")).toBeVisible();
    const saving = page.waitForEvent("download");
    await row(page, "calls.txt").getByRole("link", { name: "Download calls.txt" }).click();
    expect((await saving).suggestedFilename()).toBe("calls.txt");
  });
});

/** Whether something is drawn on the canvas of a page. */
const inked = (page: Locator): Promise<boolean> =>
  page.locator("canvas").evaluate((canvas: HTMLCanvasElement) => {
    if (canvas.width === 0) return false;
    const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
    return data.some((value, place) => place % 4 === 0 && value < 100);
  });

test("an interrupted upload goes on after a reload with the parts that are missing", async ({ page, firm }, info) => {
  await openFiles(page, firm);
  // Three parts of 8 MiB.
  const path = info.outputPath("plan.bin");
  await writeFile(path, randomBytes(20_000_000));
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "PUT") sent.push(/parts\/(\d+)/.exec(request.url())?.[1] ?? "");
  });
  const isSecond = (url: URL) => /\/parts\/2$/.test(url.pathname);
  await page.route(isSecond, (route) => route.abort());
  const choosing = page.waitForEvent("filechooser");
  await list(page).getByRole("button", { name: "Add files" }).click();
  await (await choosing).setFiles(path);
  const uploads = page.getByRole("region", { name: "Uploads" });
  await expect(uploads).toContainText("Uploading 1 file");
  // Parts 1 and 3 have arrived: all but 8 MiB.
  await expect(uploads).toContainText("11.6 MB of 20 MB");

  page.on("dialog", (dialog) => void dialog.accept());
  await page.reload();
  await expect(list(page)).toContainText("Interrupted at 11.6 MB of 20 MB");
  await page.unroute(isSecond);
  sent.length = 0;
  const again = page.waitForEvent("filechooser");
  await list(page).getByRole("button", { name: "Add files" }).click();
  await (await again).setFiles(path);
  await expect(row(page, "plan.bin")).toContainText("20 MB");
  await expect(list(page)).not.toContainText("Interrupted");
  expect(sent).toEqual(["2"]);
  await row(page, "plan.bin").getByRole("button", { name: "plan.bin", exact: true }).click();
  await expect(viewer(page, "plan.bin")).toContainText("This file can only be downloaded");
});

test("a phone adds a picture from its camera and shows it on the whole screen", {
  tag: "@phone",
}, async ({ page, firm }) => {
  await openFiles(page, firm);
  const choosing = page.waitForEvent("filechooser");
  await list(page).getByRole("button", { name: "Take a photo" }).tap();
  const camera = await choosing;
  expect(await camera.element().getAttribute("capture")).toBe("environment");
  const { name, type, bytes } = await picture("site.png", "#117733");
  await camera.setFiles({ name, mimeType: type, buffer: bytes });
  await row(page, "site.png").getByRole("button", { name: "site.png", exact: true }).tap();
  const shown = viewer(page, "site.png");
  await expect(shown.getByRole("img", { name: "site.png" })).toBeVisible();
  expect(await shown.boundingBox()).toMatchObject({ x: 0, y: 0, width: 375 });
  await shown.getByRole("button", { name: "Close" }).tap();

  for (const act of ["Rename", "Upload a new version"]) {
    await row(page, "site.png").getByRole("button", { name: "More for site.png" }).tap();
    await expect(page.getByRole("menuitem", { name: act })).toBeVisible();
    await page.keyboard.press("Escape");
  }
});

test("an account gets a logo, which its list shows too, and a member a picture", async ({ page, firm }) => {
  const at = await openFiles(page, firm);
  await page.getByRole("button", { name: "More for Northwind" }).click();
  await page.getByRole("menuitem", { name: "Change logo" }).click();
  const dialog = page.getByRole("dialog", { name: "Logo of Northwind" });
  const { name, type, bytes } = await picture("logo.png", "#aa2266");
  await dialog.getByLabel("File of the logo").setInputFiles({ name, mimeType: type, buffer: bytes });
  await dialog.getByRole("button", { name: "Save logo" }).click();
  await expect(dialog).toHaveCount(0);
  const head = page.getByRole("main").locator("img[src*='/thumbnail']").first();
  await expect(head).toBeVisible();
  await page.goto(firm.at("/accounts"));
  await expect(page.getByRole("row", { name: /Northwind/ }).locator("img")).toBeVisible();

  await page.goto(firm.at("/settings/profile"));
  await page.getByRole("button", { name: "Change picture" }).click();
  const own = page.getByRole("dialog", { name: "Picture of Olive Owner" });
  await own.getByLabel("File of the picture").setInputFiles({ name: "me.png", mimeType: type, buffer: bytes });
  await own.getByRole("button", { name: "Save picture" }).click();
  await expect(own).toHaveCount(0);
  await expect(page.getByRole("button", { name: /Olive Owner/ }).locator("img")).toBeVisible();

  await page.goto(at);
  await page.getByRole("button", { name: "More for Northwind" }).click();
  await page.getByRole("menuitem", { name: "Change logo" }).click();
  await page.getByRole("button", { name: "Remove" }).click();
  await expect(head).toHaveCount(0);
});
