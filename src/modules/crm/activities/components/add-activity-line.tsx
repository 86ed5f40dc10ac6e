"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { useShortcut } from "@/components/layout/keyboard";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Kbd } from "@/components/ui/kbd";
import { notify } from "@/components/ui/toast";
import { LazyActivityForm } from "./lazy-layers";
import { logActivity } from "./log-target";

const useMayCreate = (): boolean => {
  const { can, readsOnly } = useWorkspace();
  return !readsOnly && can("activity:create");
};

/** A line below the items of the day: one typed sentence becomes an activity. */
export function AddActivityLine() {
  const mayCreate = useMayCreate();
  const open = () => logActivity("plan");
  useShortcut({ keys: "t", label: "Add an activity", group: "Today", enabled: mayCreate, run: open });
  if (!mayCreate) return null;
  return (
    <button
      type="button"
      onClick={open}
      className="flex h-row w-full items-center gap-2.5 px-edge text-left text-faint hairline-b hairline-soft hover:bg-surface-hover phone:h-16"
    >
      <Plus aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0 flex-1 truncate">Add an activity, for example “call Konex tomorrow 9am”</span>
      <Kbd keys="t" className="phone:hidden" />
    </button>
  );
}

/** Opens the form of a new activity; an icon on phones. */
export function NewActivityButton({ compact = false }: { compact?: boolean }) {
  const [open, setOpen] = useState(false);
  if (!useMayCreate()) return null;
  const begin = () => setOpen(true);
  return (
    <>
      {compact ? (
        <IconButton label="New activity" icon={<Plus aria-hidden />} onClick={begin} />
      ) : (
        <Button variant="primary" icon={<Plus aria-hidden />} onClick={begin}>
          New activity
        </Button>
      )}
      <LazyActivityForm
        open={open}
        onOpenChange={setOpen}
        onCreated={({ name }) => notify.success(`${name} created`)}
      />
    </>
  );
}
