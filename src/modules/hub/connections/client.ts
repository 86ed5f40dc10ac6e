"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { readServerError } from "@/components/form/server-error";
import { notify } from "@/components/ui/toast";
import { useApi } from "@/trpc/react";
import type { Integration } from "./schema";

/** Goes to the consent page of a service; it comes back to the integrations. */
export function useConnect({ provider, label }: Pick<Integration, "provider" | "label">) {
  const api = useApi();
  const begin = useMutation(api.connections.begin.mutationOptions());
  const connect = (again = false) =>
    begin.mutate(
      { provider, again },
      {
        onSuccess: ({ url }) => window.location.assign(url),
        onError: (error) => notify.error(`${label} was not connected: ${readServerError(error).message}`),
      },
    );
  return { connect, busy: begin.isPending || begin.isSuccess };
}

/** Pauses, resumes and ends a connection; each throws the server's words. */
export function useConnectionActs() {
  const api = useApi();
  const client = useQueryClient();
  const settled = { onSettled: () => client.invalidateQueries(api.connections.pathFilter()) };
  const pause = useMutation(api.connections.pause.mutationOptions(settled));
  const resume = useMutation(api.connections.resume.mutationOptions(settled));
  const disconnect = useMutation(api.connections.disconnect.mutationOptions(settled));
  return { pause, resume, disconnect };
}
