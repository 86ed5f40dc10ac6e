"use client";

import { type ReactNode, useState } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { notify } from "@/components/ui/toast";
import { LazyActivityForm } from "../../components/lazy-layers";
import { plannedText } from "../../components/when-text";
import type { FollowUp } from "../schema";

interface FollowUpPlan {
  /** Opens the form; null for those who may not plan. */
  onPlan: ((item: FollowUp) => void) | null;
  form: ReactNode;
}

/** The form that plans an activity for a record of the follow-up list, and the act that opens it. */
export function useFollowUpPlan(): FollowUpPlan {
  const { can, readsOnly } = useWorkspace();
  const [planned, setPlanned] = useState<{ item: FollowUp; open: boolean } | null>(null);
  const mayPlan = !readsOnly && can("activity:create");
  return {
    onPlan: mayPlan ? (item) => setPlanned({ item, open: true }) : null,
    form: planned ? (
      <LazyActivityForm
        open={planned.open}
        onOpenChange={(open) => setPlanned({ ...planned, open })}
        about={planned.item}
        onCreated={(activity) => notify.success(plannedText(activity))}
      />
    ) : null,
  };
}
