"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { useShortcut } from "@/components/layout/keyboard";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Kbd } from "@/components/ui/kbd";
import { lazyPart } from "@/components/ui/lazy-part";
import type { AboveProps } from "@/modules/platform/data/records/components/noun-own";
import type { QuickAddFormProps } from "./quick-add-form";

const Form = lazyPart<QuickAddFormProps>(() => import("./quick-add-form").then((part) => part.QuickAddForm), {
  of: "the line",
  takesTyping: true,
});

/** Above lists of tasks: one line adds a task with its day, assignee, project, priority and estimate. */
export function QuickAdd({ of }: AboveProps) {
  const { can, readsOnly } = useWorkspace();
  const [open, setOpen] = useState(false);
  const isAllowed = can("task:create") && !readsOnly;
  useShortcut({
    keys: "q",
    label: "Add tasks in one line",
    group: "Tasks",
    enabled: isAllowed,
    run: () => setOpen(true),
  });
  if (!isAllowed) return null;
  return (
    <div className="flex shrink-0 px-edge py-2">
      {open ? (
        <Form of={of} onClose={() => setOpen(false)} />
      ) : (
        <button
          type="button"
          onClick={() => setOpen(true)}
          className="flex h-8 min-w-0 flex-1 items-center gap-2 rounded-md border border-border bg-surface px-2.5 text-left text-faint hover:border-focus phone:h-11"
        >
          <Plus aria-hidden className="size-4 shrink-0" />
          <span className="min-w-0 flex-1 truncate">
            {`Add a task, such as “Call supplier tomorrow @Ana ${of ? "" : "#KAN "}!high 2h”`}
          </span>
          <Kbd keys="q" className="phone:hidden" />
        </button>
      )}
    </div>
  );
}
