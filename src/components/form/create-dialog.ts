"use client";

import { createSerializer, parseAsBoolean, useQueryState } from "nuqs";

const asked = { new: parseAsBoolean.withDefault(false) };
const serialize = createSerializer(asked);

/** Whether the address opens the dialog for a new record. A change resolves when the address has it. */
export function useCreateDialog() {
  const [open, setOpen] = useQueryState("new", asked.new);
  return { open, onOpenChange: (next: boolean) => setOpen(next || null) };
}

/** The address that opens a page's dialog for a new record. */
export function createAddress(page: string): string {
  return serialize(page, { new: true });
}
