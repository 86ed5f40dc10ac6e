"use client";

import { Dialog, DialogBody, DialogContent } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { useShortcuts } from "./keyboard";
import { shortcutGroups } from "./shortcut-groups";

export interface ShortcutsListProps {
  open: boolean;
  onOpenChange(open: boolean): void;
}

/** The keyboard shortcuts of this page. */
export function ShortcutsList({ open, onOpenChange }: ShortcutsListProps) {
  const shortcuts = useShortcuts();
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
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
          {shortcutGroups(shortcuts).map(([group, members]) => (
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
