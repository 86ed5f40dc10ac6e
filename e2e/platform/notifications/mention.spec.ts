import { createComment, replyToComment } from "@/modules/platform/data/comments/operations/write";
import { expect, signIn, test } from "../../test";

test("a mention comes before later news, with its words, and leads to the comment itself", async ({ page, firm }) => {
  const ada = await firm.join("member", "Ada Reader");
  const { id } = await firm.account({ name: "Northwind Ports", ownerId: ada.ctx.member?.id ?? null });
  const of = { entity: "account", recordId: id } as const;
  const first = await createComment(firm.ctx, { ...of, text: "The first of all comments" });
  const mention = { type: "mention", attrs: { entity: "member", id: ada.ctx.member?.id ?? "" } };
  const content = [{ type: "text", text: "Is the crane yours, " }, mention, { type: "text", text: "?" }];
  await replyToComment(firm.ctx, {
    id: first.id,
    text: { doc: { type: "doc", content: [{ type: "paragraph", content }] } },
  });
  // The reply is on no first page: neither of its thread, nor the thread of its record.
  for (let nth = 1; nth <= 26; nth++) await replyToComment(firm.ctx, { id: first.id, text: `Later reply ${nth}` });
  for (let nth = 1; nth <= 22; nth++) await createComment(firm.ctx, { ...of, text: `Later comment ${nth}` });
  await firm.account({ name: "Later Lines", ownerId: ada.ctx.member?.id ?? null });
  await signIn(page, ada);
  await page.goto(firm.at("/inbox"));
  const lines = page.getByRole("region", { name: "Notifications" }).locator("[data-line]");
  await expect(lines.filter({ hasText: "Later Lines" })).toBeVisible();
  await expect(lines.first()).toContainText("“Is the crane yours, @Ada Reader?”");
  await lines
    .first()
    .getByRole("link", { name: /mentioned you in Northwind Ports/ })
    .click();
  const comment = page.getByRole("article", { name: /^Reply of/ }).filter({ hasText: "Is the crane yours" });
  await expect(comment).toBeInViewport();
  await expect(comment).toHaveAttribute("aria-current", "true");
  const address = page.url();
  await page.goto(firm.at("/inbox"));
  await expect(lines.first()).toContainText("Later Lines");

  await test.step("earlier replies that cannot be loaded are not asked for again and again", async () => {
    const asked: string[] = [];
    await page.route(
      (url) => url.pathname.includes("comments.replies") && url.search.includes("cursor"),
      (route) => {
        asked.push(route.request().url());
        return route.abort();
      },
    );
    await page.clock.install();
    await page.goto(address);
    const failed = page.getByText(/could not be loaded/);
    await expect(failed).toBeVisible();
    const before = asked.length;
    // The retries of another request would be sent in this time, one after the other.
    for (let minute = 1; minute <= 3; minute++) {
      await page.clock.runFor(60_000);
      await expect(failed).toBeVisible();
    }
    expect(asked).toHaveLength(before);
  });
});
