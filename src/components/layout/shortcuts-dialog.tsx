"use client";

import { useState } from "react";
import { lazyLayer } from "@/components/ui/lazy-layer";
import { useShortcut } from "./keyboard";
import type { ShortcutsListProps } from "./shortcuts-list";

const ShortcutsList = lazyLayer<ShortcutsListProps>(
  () => import("./shortcuts-list").then((part) => part.ShortcutsList),
  { of: "the list of shortcuts", close: ({ onOpenChange }) => onOpenChange(false) },
);

/** `?` lists the keyboard shortcuts of this page. Once in the shell. */
export function ShortcutsDialog() {
  const [open, setOpen] = useState(false);
  useShortcut({ keys: "?", label: "Show all shortcuts", group: "Everywhere", run: () => setOpen(true) });
  return <ShortcutsList open={open} onOpenChange={setOpen} />;
}
