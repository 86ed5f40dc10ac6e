"use client";

import { usePathname } from "next/navigation";
import { type RefObject, useEffect, useRef, useState } from "react";

const contentId = "content";

/** Whether the focus is on no control: on the page or on its content as a whole. */
export const isNowhere = (focused: EventTarget | null): boolean =>
  focused === document.body || (focused instanceof HTMLElement && focused.id === contentId);

/**
 * The part of the shell that changes from page to page. It takes the focus after each navigation unless the page
 * itself did: otherwise the focus would stay on the link in the sidebar, or at the start of the document.
 */
export function useContentFocus(): { id: string; tabIndex: number; ref: RefObject<HTMLElement | null> } {
  const ref = useRef<HTMLElement>(null);
  const pathname = usePathname();
  const shown = useRef(pathname);
  // The browser's focus, which a client-side navigation leaves where it was.
  useEffect(() => {
    const content = ref.current;
    if (shown.current === pathname || !content) return;
    shown.current = pathname;
    const inLayer = document.activeElement?.closest("[data-modal], [data-sheet]");
    if (!inLayer && !content.contains(document.activeElement)) content.focus({ preventScroll: true });
  }, [pathname]);
  return { id: contentId, tabIndex: -1, ref };
}

/**
 * Announces the title of a page that was unknown when its frame appeared. Next announces a title, or a first heading,
 * that is there at once; a record has neither until it has loaded.
 */
export function useLateTitle(): string {
  const pathname = usePathname();
  const shown = useRef(pathname);
  const [late, setLate] = useState("");
  // The document's title, which Next writes into its head.
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    setLate("");
    if (document.title || document.querySelector("h1")) return;
    const head = new MutationObserver(() => {
      if (!document.title) return;
      head.disconnect();
      setLate(document.title);
    });
    head.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => head.disconnect();
  }, [pathname]);
  return late;
}
