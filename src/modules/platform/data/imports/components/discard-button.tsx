"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { readServerError } from "@/components/form/server-error";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useImportActs } from "../client";
import { useCounts } from "./use-counts";

/** Throws a draft away, with its files and decisions. */
export function DiscardButton({ id, files, size }: { id: string; files: number; size?: "sm" }) {
  const { href } = useWorkspace();
  const words = useCounts();
  const router = useRouter();
  const { discard } = useImportActs(id);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="ghost" size={size} onClick={() => setAsking(true)}>
        Discard
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Discard this import?"
        description={`${words.files(files)} and every decision about them are deleted. No records are changed.`}
        action="Discard import"
        onConfirm={async () => {
          try {
            await discard.mutateAsync({ id });
          } catch (error) {
            throw new Error(readServerError(error).message);
          }
          router.push(href("/settings/imports"));
        }}
      />
    </>
  );
}
