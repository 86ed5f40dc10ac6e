"use client";

import { useRouter } from "next/navigation";
import { useShortcut } from "@/components/layout/keyboard";
import { useWorkspace } from "@/components/layout/workspace-context";
import { type NavEntry, nav } from "@/registry/nav";

/** `g` then a letter opens each part of the product. */
export function NavShortcuts() {
  const { can, href, support, isGuest } = useWorkspace();
  const router = useRouter();
  useShortcut({ keys: "g s", label: "Go to settings", group: "Go to", run: () => router.push(href("/settings")) });
  return (
    <>
      {isGuest ? null : <GoToHome />}
      {support ? null : <GoToInbox />}
      {support || isGuest ? null : <GoToToday />}
      {nav
        .flatMap((group) => group.entries)
        .filter((entry) => can(entry.permission))
        .map((entry) => entry.keys && <GoTo key={entry.path} entry={entry} keys={entry.keys} />)}
    </>
  );
}

/** Not for guests, as the day. */
function GoToHome() {
  const { href } = useWorkspace();
  const router = useRouter();
  useShortcut({ keys: "g h", label: "Go to home", group: "Go to", run: () => router.push(href("/home")) });
  return null;
}

/** Not for staff: the day and the inbox belong to the member. */
function GoToToday() {
  const { href } = useWorkspace();
  const router = useRouter();
  useShortcut({ keys: "g t", label: "Go to today", group: "Go to", run: () => router.push(href("/today")) });
  return null;
}

function GoToInbox() {
  const { href } = useWorkspace();
  const router = useRouter();
  useShortcut({ keys: "g i", label: "Go to the inbox", group: "Go to", run: () => router.push(href("/inbox")) });
  return null;
}

function GoTo({ entry, keys }: { entry: NavEntry; keys: string }) {
  const { href } = useWorkspace();
  const router = useRouter();
  useShortcut({
    keys,
    label: `Go to ${entry.label.toLowerCase()}`,
    group: "Go to",
    run: () => router.push(href(entry.path)),
  });
  return null;
}
