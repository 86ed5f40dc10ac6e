"use client";

import { Plus, Upload } from "lucide-react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";

/** The board of a workspace that has no deals yet. */
export function OpportunityBoardEmpty({ onCreate }: { onCreate: (() => void) | null }) {
  const { can, href } = useWorkspace();
  return (
    <EmptyState
      title="No opportunities yet"
      actions={
        <>
          {can("record:import") ? (
            <Button asChild variant="primary">
              <Link href={href("/settings/imports/new")}>
                <Upload aria-hidden />
                Import your files
              </Link>
            </Button>
          ) : null}
          {onCreate ? (
            <Button icon={<Plus aria-hidden />} onClick={onCreate}>
              New opportunity
            </Button>
          ) : null}
        </>
      }
    >
      The board shows each deal in its stage, with what the stage is worth.
    </EmptyState>
  );
}
