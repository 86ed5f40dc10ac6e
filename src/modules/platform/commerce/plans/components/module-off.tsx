"use client";

import { PageHeader } from "@/components/layout/page-header";
import { usePlanAddress } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { planPage } from "@/lib/plan-page";

/** In place of the pages of a module that is off: a link or a bookmark still leads here. */
export function ModuleOff({ label }: { label: string }) {
  const plan = usePlanAddress();
  return (
    <>
      <PageHeader title={label} />
      <EmptyState
        title={`${label} is off`}
        actions={
          plan ? (
            <Button asChild variant="primary">
              <Link href={plan}>{planPage()}</Link>
            </Button>
          ) : null
        }
      >
        {`${label} is switched off in this workspace. Its data is kept, and is available again when the module is switched on. ${plan ? "" : "Ask an owner or admin."}`}
      </EmptyState>
    </>
  );
}
