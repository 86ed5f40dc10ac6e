"use client";

import { useState } from "react";
import { lazyLayer } from "@/components/ui/lazy-layer";
import { type OwnKeys, useOwnKeys, useShortcut } from "./keyboard";
import type { ShortcutsListProps } from "./shortcuts-list";

const ShortcutsList = lazyLayer<ShortcutsListProps>(
  () => import("./shortcuts-list").then((part) => part.ShortcutsList),
  { of: "the list of shortcuts", close: ({ onOpenChange }) => onOpenChange(false) },
);

/** The key of the messages at the edge, which handle it themselves. */
const messageKeys: OwnKeys = [["alt+t", "Go to the message in the corner"]];

/** `?` lists the keyboard shortcuts of this page. Once in the shell. */
export function ShortcutsDialog() {
  const [open, setOpen] = useState(false);
  useOwnKeys("Everywhere", messageKeys);
  useShortcut({ keys: "?", label: "Show all shortcuts", group: "Everywhere", run: () => setOpen(true) });
  return <ShortcutsList open={open} onOpenChange={setOpen} />;
}
