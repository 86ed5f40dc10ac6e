"use client";

import { createSerializer, parseAsBoolean, useQueryState } from "nuqs";
import { useShortcut } from "@/components/layout/keyboard";
import { useWorkspace } from "@/components/layout/workspace-context";

const asked = { new: parseAsBoolean.withDefault(false) };
const serialize = createSerializer(asked);

/**
 * The state of the dialog for a new record, which is in the address; closed without the permission. A change resolves
 * when the address has changed.
 */
export function useCreateDialog(permission: string) {
  const { can } = useWorkspace();
  const [open, setOpen] = useQueryState("new", asked.new);
  return { open: open && can(permission), onOpenChange: (next: boolean) => setOpen(next || null) };
}

/** `n` opens the dialog for a new record while the page is shown; `run` is null for members who may not make one. */
export function useCreateKey(label: string, run: (() => void) | null): void {
  useShortcut({ keys: "n", label, group: "This page", enabled: run !== null, run: () => run?.() });
}

/** Returns the address that opens a page's dialog for a new record. */
export function createAddress(page: string): string {
  return serialize(page, { new: true });
}
