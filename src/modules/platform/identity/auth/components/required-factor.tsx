"use client";

import { useQuery } from "@tanstack/react-query";
import { toastRefusal } from "@/components/form/toast-refusal";
import { identityPrompt } from "@/components/layout/identity-prompt";
import { Button } from "@/components/ui/button";
import { useApi } from "@/trpc/react";
import { FactorsSection } from "./factors-section";

/** For members of a workspace that requires a second factor: set one up or give it, then go on. */
export function RequiredFactor({ next }: { next: string }) {
  const api = useApi();
  const query = useQuery(api.auth.factors.queryOptions({}));
  const { totpSince, passkeys = [], givenHere } = query.data ?? {};
  const has = Boolean(totpSince) || passkeys.length > 0;
  if (has && !givenHere)
    return (
      <Button
        variant="primary"
        size="lg"
        className="w-full"
        onClick={() =>
          void identityPrompt.open?.().then((confirmed) => (confirmed ? query.refetch() : null), toastRefusal)
        }
      >
        Confirm with your second factor
      </Button>
    );
  return (
    <div className="-mx-edge flex flex-col gap-4">
      <FactorsSection />
      {givenHere ? (
        <div className="px-edge">
          <Button variant="primary" size="lg" className="w-full" onClick={() => window.location.assign(next)}>
            {next.startsWith("/staff") ? "Continue to the console" : "Continue to the workspace"}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
