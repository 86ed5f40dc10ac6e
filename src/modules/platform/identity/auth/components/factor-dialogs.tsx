"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { readServerError } from "@/components/form/server-error";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { notify } from "@/components/ui/toast";
import { type RouterOutputs, useApi } from "@/trpc/react";
import type { Passkey } from "../schema";
import { PasskeyDialog } from "./passkey-dialog";
// Never lazy: codes that are made must be shown, and the server shows them once.
import { RecoveryCodesDialog } from "./recovery-codes-dialog";
import { TotpDialog } from "./totp-dialog";

export type Asked =
  | { kind: "addPasskey" }
  | { kind: "renamePasskey"; passkey: Passkey }
  | { kind: "removePasskey"; passkey: Passkey }
  | { kind: "removeTotp" }
  | { kind: "newCodes" }
  | { kind: "totp"; totp: RouterOutputs["auth"]["startTotp"] };

export interface FactorDialogsProps {
  asked: Asked | null;
  onDone: () => void;
  /** New recovery codes, until they are saved. */
  codes: readonly string[] | null;
  onCodes: (codes: readonly string[] | null) => void;
}

/** The dialog of the chosen act, and the recovery codes that it made. */
export function FactorDialogs({ asked, onDone, codes, onCodes }: FactorDialogsProps) {
  return (
    <>
      {asked ? <AskedDialog asked={asked} onDone={onDone} onCodes={onCodes} /> : null}
      {codes ? <RecoveryCodesDialog codes={codes} onClose={() => onCodes(null)} /> : null}
    </>
  );
}

interface AskedDialogProps {
  asked: Asked;
  onDone: () => void;
  onCodes: (codes: readonly string[] | null) => void;
}

/** Each unmounts when it is done. */
function AskedDialog({ asked, onDone, onCodes }: AskedDialogProps) {
  const api = useApi();
  const client = useQueryClient();
  const change = (open: boolean) => {
    if (!open) onDone();
  };
  const added = async (codes: readonly string[] | null, done: string) => {
    await client.invalidateQueries(api.auth.factors.pathFilter());
    notify.success(done);
    onCodes(codes);
  };
  switch (asked.kind) {
    case "totp":
      return (
        <TotpDialog
          totp={asked.totp}
          onOpenChange={change}
          onAdded={(codes) => added(codes, "Your authenticator app was added")}
        />
      );
    case "addPasskey":
      return (
        <PasskeyDialog onOpenChange={change} onDone={(codes, name) => added(codes, `The passkey ${name} was added`)} />
      );
    case "renamePasskey":
      return (
        <PasskeyDialog
          passkey={asked.passkey}
          onOpenChange={change}
          onDone={(_, name) => added(null, `The passkey is now called ${name}`)}
        />
      );
    default:
      return <FactorQuestion asked={asked} onOpenChange={change} onCodes={onCodes} />;
  }
}

type Question = Extract<Asked, { kind: "removeTotp" | "removePasskey" | "newCodes" }>;

interface QuestionProps {
  asked: Question;
  onOpenChange: (open: boolean) => void;
  onCodes: (codes: readonly string[] | null) => void;
}

/** Asks before an act that cannot be undone. */
function FactorQuestion({ asked, onOpenChange, onCodes }: QuestionProps) {
  const api = useApi();
  const client = useQueryClient();
  const removeTotp = useMutation(api.auth.removeTotp.mutationOptions());
  const removePasskey = useMutation(api.auth.removePasskey.mutationOptions());
  const makeCodes = useMutation(api.auth.makeRecoveryCodes.mutationOptions());
  /** The server's message, as the dialog shows it. */
  const run = async (work: () => Promise<unknown>, done: string) => {
    try {
      await work();
    } catch (error) {
      throw new Error(readServerError(error).message, { cause: error });
    }
    await client.invalidateQueries(api.auth.factors.pathFilter());
    notify.success(done);
  };
  switch (asked.kind) {
    case "removeTotp":
      return (
        <ConfirmDialog
          open
          onOpenChange={onOpenChange}
          title="Remove the authenticator app?"
          description="Its codes no longer sign you in. Without another factor your password alone is enough."
          action="Remove app"
          onConfirm={() => run(() => removeTotp.mutateAsync({}), "The authenticator app was removed")}
        />
      );
    case "removePasskey":
      return (
        <ConfirmDialog
          open
          onOpenChange={onOpenChange}
          title={`Remove the passkey ${asked.passkey.name}?`}
          description="It no longer signs you in. Delete it on the device too."
          action="Remove passkey"
          onConfirm={() =>
            run(() => removePasskey.mutateAsync({ id: asked.passkey.id }), `${asked.passkey.name} was removed`)
          }
        />
      );
    case "newCodes":
      return (
        <ConfirmDialog
          open
          onOpenChange={onOpenChange}
          tone="primary"
          title="Create new recovery codes?"
          description="All earlier codes stop working, including printed ones."
          action="Create new codes"
          onConfirm={() =>
            run(async () => onCodes((await makeCodes.mutateAsync({})).recoveryCodes), "New recovery codes were created")
          }
        />
      );
  }
}
