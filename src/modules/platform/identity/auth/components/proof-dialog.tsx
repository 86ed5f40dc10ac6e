"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { FormDialog } from "@/components/form/form-dialog";
import { PasswordField } from "@/components/form/password-field";
import { TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { QueryFailed } from "@/components/layout/query-failed";
import { Segmented } from "@/components/ui/segmented";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { useApi } from "@/trpc/react";
import { answerWithPasskey } from "../client";
import type { Factors } from "../schema";

type Way = "password" | "code" | "passkey";

const schema = z.object({ password: z.string(), code: z.string() });

/**
 * The way that the person has comes first; without an app a code is a recovery code. A password alone says less than the
 * session of a person with a second factor.
 */
function waysOf({ totpSince, passkeys, givenHere }: Factors): Way[] {
  if (totpSince === null && passkeys.length === 0) return ["password"];
  const ways: Way[] = totpSince === null ? ["passkey", "code"] : ["code"];
  if (totpSince !== null && passkeys.length > 0) ways.push("passkey");
  if (givenHere) ways.push("password");
  return ways;
}

const labels: Record<Way, string> = { password: "Password", code: "Code", passkey: "Passkey" };

export interface ProofDialogProps {
  onConfirmed: () => void;
  onClose: () => void;
}

/** Asks for a password, a code or a passkey of the signed-in person. */
export function ProofDialog({ onConfirmed, onClose }: ProofDialogProps) {
  const api = useApi();
  const client = useQueryClient();
  const query = useQuery(api.auth.factors.queryOptions({}, { staleTime: 0 }));
  const form = useZodForm(schema, { defaultValues: { password: "", code: "" } });
  const confirm = useMutation(api.auth.confirm.mutationOptions());
  const ask = useMutation(api.auth.askMyPasskey.mutationOptions());
  const [chosen, setChosen] = useState<Way | null>(null);
  // A field that appears at once would lose the focus to the dialog below this one.
  const isReady = query.data !== undefined && query.isFetchedAfterMount;
  const ways = isReady ? waysOf(query.data) : [];
  const way = chosen ?? ways[0] ?? "password";

  async function prove({ password, code }: z.output<typeof schema>) {
    if (way === "password") await confirm.mutateAsync({ by: way, password });
    else if (way === "code") await confirm.mutateAsync({ by: way, code });
    else await confirm.mutateAsync({ by: way, answer: await answerWithPasskey(await ask.mutateAsync({})) });
    onConfirmed();
    void client.invalidateQueries(api.auth.factors.pathFilter());
  }

  return (
    <FormDialog
      open
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      title="Confirm your identity"
      description="To continue, confirm your identity. This browser does not ask again for ten minutes."
      asksToDiscard={false}
      form={form}
      onSubmit={prove}
      submit={way === "passkey" ? "Use a passkey" : "Confirm"}
    >
      {ways.length > 1 ? (
        <Segmented
          look="field"
          aria-label="How to confirm"
          options={ways.map((value) => ({ value, label: labels[value] }))}
          value={way}
          onValueChange={setChosen}
        />
      ) : null}
      {isReady ? <ProofField way={way} /> : null}
      {query.error && !query.data ? (
        <QueryFailed title="Your sign-in methods could not be loaded" query={query} />
      ) : null}
      {isReady || query.error ? null : (
        <SkeletonRegion label="Loading your sign-in methods">
          <Skeleton className="w-full" />
        </SkeletonRegion>
      )}
    </FormDialog>
  );
}

function ProofField({ way }: { way: Way }) {
  type Fields = z.input<typeof schema>;
  if (way === "passkey")
    return <p className="text-muted">Your browser asks for your fingerprint, your face or your PIN.</p>;
  if (way === "password")
    return <PasswordField<Fields> name="password" label="Password" autoComplete="current-password" autoFocus />;
  return (
    <TextField<Fields>
      name="code"
      label="Code"
      autoComplete="one-time-code"
      autoFocus
      hint="The six digits that your authenticator app shows now, or a recovery code."
    />
  );
}
