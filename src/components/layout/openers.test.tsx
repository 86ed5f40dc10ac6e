// @vitest-environment happy-dom
import { expect, onTestFinished, test, vi } from "vitest";
import { openersFrom, returnFocus } from "@/components/ui/openers";
import { mounted } from "@/test/mounted";
import { useRestoredFocus } from "./use-restored-focus";

function Shell() {
  useRestoredFocus();
  return null;
}

async function page(html: string): Promise<HTMLElement> {
  await mounted(<Shell />);
  await vi.dynamicImportSettled();
  const main = document.body.appendChild(document.createElement("main"));
  onTestFinished(() => main.remove());
  main.id = "content";
  main.tabIndex = -1;
  main.innerHTML = html;
  return main;
}
const at = (selector: string) => document.querySelector<HTMLElement>(selector);

test("after a dialog the focus is on the row that stands where the bar of its button was", async () => {
  await page(
    '<table><tr><td><a href="/a">Open</a></td></tr><tr data-row="1" tabindex="0"></tr></table><section><button>Edit</button></section>',
  );
  at("button")?.focus();
  const openers = openersFrom(document.activeElement);
  at("section")?.remove();
  returnFocus(openers);
  await vi.waitFor(() => expect(document.activeElement).toBe(at("[data-row]")));
});

test("after a dialog about a card the focus is on the card, where it is now, or on the next one", async () => {
  const main = await page(
    '<ul><li><div data-card="lost" tabindex="0"></div></li><li><div data-card="next" tabindex="-1"></div></li></ul><ol></ol>',
  );
  at("[data-card=lost]")?.focus();
  const openers = openersFrom(document.activeElement);
  at("[data-card=lost]")?.parentElement?.remove();
  returnFocus(openers);
  await vi.waitFor(() => expect(document.activeElement).toBe(at("[data-card=next]")));
  const column = main.querySelector("ol");
  if (!column) throw new Error("The other column is missing.");
  column.innerHTML = '<li><div data-card="next" tabindex="-1"></div></li>';
  const moved = openersFrom(document.activeElement);
  main.querySelector("ul")?.remove();
  returnFocus(moved);
  await vi.waitFor(() => expect(document.activeElement).toBe(column.querySelector("[data-card=next]")));
});

test("where nothing is left, or another page is open, the focus is on the page", async () => {
  const main = await page("<button>Delete</button>");
  at("button")?.focus();
  const openers = openersFrom(document.activeElement);
  at("button")?.remove();
  returnFocus(openers);
  await vi.waitFor(() => expect(document.activeElement).toBe(main));
  main.innerHTML = "<button>Import</button>";
  window.history.pushState(null, "", "/accounts");
  returnFocus(openers);
  await vi.waitFor(() => expect(document.activeElement).toBe(main));
});
