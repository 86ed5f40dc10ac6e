"use client";

import type { ReactNode } from "react";
import { viewOfState } from "@/components/data-table/view-state";
import { toastRefusal } from "@/components/form/toast-refusal";
import { Button } from "@/components/ui/button";
import { capital } from "@/lib/text";
import type { DroppedPart } from "@/lib/views";
import { notifyViewSaved, useViewActs } from "./use-view-acts";
import type { ViewPartProps } from "./view-part-props";

const parts: Record<DroppedPart["part"], string> = {
  condition: "the filter",
  value: "a value of the filter",
  sort: "the order",
  group: "the groups",
  total: "the total",
};

/** Says that the view of the address does not exist, or which parts of it are left out. */
export function ViewNotice({ noun, list, view, layout }: ViewPartProps) {
  const acts = useViewActs();
  const { kept, missing } = view;
  if (missing)
    return <Line>{`This view was deleted, or you may not see it. The list shows all ${noun.head.many} instead.`}</Line>;
  if (!kept) return null;
  const labels = kept.dropped.map(({ part, field }) => {
    const label = noun.allFields[field]?.label;
    return label ? `${parts[part]} on ${label}` : `${parts[part]} on a field that you cannot see or that was deleted`;
  });
  const left = [...new Set(labels)];
  const several = left.length > 1;
  const save = () =>
    acts
      .update({ id: kept.id, version: kept.version, state: viewOfState(list.state, layout) })
      .then(() => list.reset())
      .then(() => notifyViewSaved(kept.name))
      .catch(toastRefusal);
  return (
    <Line>
      {`${capital(new Intl.ListFormat("en").format(left))} ${several ? "are" : "is"} left out, because the field or value no longer exists.`}
      {kept.mayEdit ? (
        <Button variant="ghost" size="sm" onClick={() => void save()}>
          {several ? "Save without them" : "Save without it"}
        </Button>
      ) : null}
    </Line>
  );
}

function Line({ children }: { children: ReactNode }) {
  return (
    <p role="status" className="flex shrink-0 items-center gap-2 bg-warning-subtle px-edge py-2 text-sm hairline-b">
      {children}
    </p>
  );
}
