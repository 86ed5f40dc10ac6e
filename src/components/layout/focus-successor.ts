import type { Held } from "./held-focus";

const controls = "a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, [tabindex]";

/** The element to focus in the place of one that is gone: the same card or row elsewhere, else its neighbour. */
export function successorOf(held: Held): HTMLElement | undefined {
  return held.page === window.location.pathname ? (againOf(held) ?? neighbourOf(held)) : undefined;
}

/** The card or row of an element that is gone, if it is drawn anew. */
function againOf({ within }: Held): HTMLElement | undefined {
  if (!within || within.element.isConnected) return undefined;
  const again = document.querySelector<HTMLElement>(within.selector);
  return again?.checkVisibility() ? again : undefined;
}

function neighbourOf({ places }: Held): HTMLElement | undefined {
  for (const { parent, index } of places) {
    // A live region cannot take the focus, and its neighbour is the whole page.
    if (parent === document.body || parent.closest("[aria-live]")) return undefined;
    if (!parent.isConnected) continue;
    const children = [...parent.children];
    for (const child of [...children.slice(index), ...children.slice(0, index).reverse()]) {
      const found = stopIn(child);
      if (found) return found;
    }
  }
  return undefined;
}

/** The element inside where Tab would stop: in a list its row, on a board any card, though Tab reaches but one. */
function stopIn(element: Element): HTMLElement | undefined {
  const stops = [element, ...element.querySelectorAll(controls)].filter(
    (one): one is HTMLElement =>
      one instanceof HTMLElement &&
      one.matches(controls) &&
      (one.tabIndex >= 0 || one.matches("[data-card]")) &&
      one.checkVisibility() &&
      !one.closest("[inert]"),
  );
  return stops.find((one) => one.matches("[data-row], [data-card]")) ?? stops[0];
}

/** Focuses an element in the place of one that is gone; a card or row is scrolled to. */
export function focusSuccessor(element: HTMLElement): void {
  element.focus({ preventScroll: true });
  if (element.matches("[data-row], [data-card]")) element.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** The element itself, or its card or row that is drawn anew. */
export function stillThere(held: Held | null): HTMLElement | undefined {
  if (!held) return undefined;
  return held.element.isConnected && held.element instanceof HTMLElement ? held.element : againOf(held);
}
