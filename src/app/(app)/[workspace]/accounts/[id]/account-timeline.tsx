"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsBoolean, useQueryState } from "nuqs";
import { Segmented } from "@/components/ui/segmented";
import { RecordTimeline } from "@/modules/platform/history/events/components/record-timeline";
import { useApi } from "@/trpc/react";

const paths = { account: "accounts", contact: "contacts", opportunity: "opportunities" };
const scopes = [
  { value: "account", label: "This account" },
  { value: "family", label: "Family" },
] as const;

/** Events of the account and its opportunities; if it has accounts below it, theirs too. */
export function AccountTimeline({ id, name }: { id: string; name: string }) {
  const api = useApi();
  const [family, setFamily] = useQueryState("family", parseAsBoolean.withDefault(false));
  const tree = useQuery(api.accounts.family.queryOptions({ id }));
  const isParent = (tree.data?.children ?? 0) !== 0;
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto phone:overflow-visible">
      <RecordTimeline
        entity="account"
        id={id}
        name={name}
        family={family && isParent}
        paths={paths}
        hiddenFields={["closeDatePushes"]}
        scope={
          isParent ? (
            <Segmented
              aria-label="Timeline of"
              options={scopes}
              value={family ? "family" : "account"}
              onValueChange={(scope) => void setFamily(scope === "family" || null)}
            />
          ) : null
        }
      />
    </div>
  );
}
