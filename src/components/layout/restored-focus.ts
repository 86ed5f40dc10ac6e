import type { RefObject } from "react";
import { isNowhere } from "./content-focus";
import { focusSuccessor, stillThere, successorOf } from "./focus-successor";
import { type Held, heldBy } from "./held-focus";

/** For this long another component that restores the focus, such as a closing menu, has to do it. */
const OTHERS_FIRST_MS = 50;
const layers = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox]";

/** Follows the focus of the document from now on, and restores it where it is lost; returns what ends that. */
export function restoreFocus(byKeys: RefObject<boolean>): () => void {
  const { activeElement } = document;
  let held: Held | null = activeElement && !isNowhere(activeElement) ? heldBy(activeElement) : null;
  let before: Held | null = null;
  /** The last one outside of layers. */
  let opener: Held | null = held;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ends = new AbortController();
  const on = (type: string, listener: (event: Event) => void) =>
    document.addEventListener(type, listener, { capture: true, signal: ends.signal });
  on("focusin", ({ target }) => {
    if (!(target instanceof HTMLElement)) return;
    if (held?.element.isConnected) before = held;
    held = heldBy(target);
    if (isNowhere(target)) afterLayer();
    else if (!target.closest(layers)) opener = held;
  });
  /** A layer that closed gives the focus to the page where all that opened it is gone. */
  function afterLayer(): void {
    if (!byKeys.current || !opener || opener.element.isConnected) return;
    const next = successorOf(opener);
    if (next) focusSuccessor(next);
  }
  on("focusout", ({ target }) =>
    queueMicrotask(() => {
      // The focus was moved on purpose, not lost.
      const stays = held?.element === target && held?.element.isConnected && !held.element.matches(":disabled");
      if (stays && document.activeElement === document.body) held = null;
    }),
  );
  const lost = () =>
    byKeys.current && held !== null && !held.element.isConnected && document.activeElement === document.body;
  const enabled = new MutationObserver((changes) => {
    if (!byKeys.current || document.activeElement !== document.body) return;
    const back = changes.find(({ target }) => target === held?.element && !held.element.matches(":disabled"));
    if (back?.target instanceof HTMLElement) back.target.focus({ preventScroll: true });
  });
  enabled.observe(document.body, { attributes: true, attributeFilter: ["disabled"], subtree: true });
  const watch = new MutationObserver(() => {
    if (!lost()) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!lost() || !held) return;
      const next = successorOf(held) ?? stillThere(before);
      if (next) focusSuccessor(next);
    }, OTHERS_FIRST_MS);
  });
  watch.observe(document.body, { childList: true, subtree: true });
  return () => {
    clearTimeout(timer);
    watch.disconnect();
    enabled.disconnect();
    ends.abort();
  };
}
