"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { readServerError } from "@/components/form/server-error";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { notify } from "@/components/ui/toast";
import { useApi } from "@/trpc/react";
import type { ApiKey } from "../schema";

/** Asks before a key is revoked; without a key it is closed. */
export function RevokeKeyDialog({ apiKey, onDone }: { apiKey: ApiKey | null; onDone: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const revoke = useMutation(
    api.apiKeys.revoke.mutationOptions({ onSettled: () => client.invalidateQueries(api.apiKeys.pathFilter()) }),
  );
  if (!apiKey) return null;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onDone();
      }}
      title={`Revoke the key ${apiKey.name}?`}
      description="Programs that use this key lose access immediately. This cannot be undone: they get access again only when you enter a new key there."
      action="Revoke key"
      onConfirm={async () => {
        try {
          await revoke.mutateAsync({ id: apiKey.id });
        } catch (error) {
          throw new Error(readServerError(error).message, { cause: error });
        }
        notify.success(`${apiKey.name} is revoked`);
      }}
    />
  );
}
