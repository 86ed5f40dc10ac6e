"use client";

import { useState } from "react";
import { Dialog, DialogBody, DialogContent } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { type Shortcut, useShortcut, useShortcuts } from "./keyboard";

function byGroup(shortcuts: readonly Shortcut[]): [string, Shortcut[]][] {
  const groups = new Map<string, Shortcut[]>();
  for (const shortcut of shortcuts) {
    const group = groups.get(shortcut.group) ?? [];
    if (!group.some((other) => other.keys === shortcut.keys)) group.push(shortcut);
    groups.set(shortcut.group, group);
  }
  return [...groups];
}

/** `?` lists the keyboard shortcuts of this page. Once in the shell. */
export function ShortcutsDialog() {
  const [open, setOpen] = useState(false);
  const shortcuts = useShortcuts();
  useShortcut({ keys: "?", label: "Show all shortcuts", group: "Everywhere", run: () => setOpen(true) });
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogContent
        title="Keyboard shortcuts"
        size="lg"
        closeButton
        onOpenAutoFocus={(event) => {
          // There is nothing to fill in: the list itself takes the focus, not the ×.
          event.preventDefault();
          if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
        }}
      >
        <DialogBody className="columns-2 gap-8 phone:columns-1">
          {byGroup(shortcuts).map(([group, members]) => (
            <section key={group} className="mb-4 break-inside-avoid">
              <h3 className="mb-1 text-faint text-sm">{group}</h3>
              <dl>
                {members.map((shortcut) => (
                  <div key={shortcut.id} className="flex h-7 items-center justify-between gap-4">
                    <dt className="truncate">{shortcut.label}</dt>
                    <dd>
                      <Kbd keys={shortcut.keys} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}
