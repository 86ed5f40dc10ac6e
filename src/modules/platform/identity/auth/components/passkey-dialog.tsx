"use client";

import { useMutation } from "@tanstack/react-query";
import { z } from "zod";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { shortText } from "@/lib/zod";
import { useApi } from "@/trpc/react";
import { makePasskey } from "../client";
import { deviceName } from "../rules";
import type { Passkey } from "../schema";

const schema = z.object({ name: shortText });

interface Props {
  /** To rename; without one a new passkey is made. */
  passkey?: Passkey;
  onOpenChange: (open: boolean) => void;
  onDone: (codes: readonly string[] | null, name: string) => Promise<void>;
}

/** The name of a passkey, by which its person recognises it; a new one is then made by the browser. */
export function PasskeyDialog({ passkey, onOpenChange, onDone }: Props) {
  const api = useApi();
  const name = passkey?.name ?? deviceName(navigator.userAgent);
  const form = useZodForm(schema, { defaultValues: { name } });
  const start = useMutation(api.auth.startPasskey.mutationOptions());
  const add = useMutation(api.auth.addPasskey.mutationOptions());
  const rename = useMutation(api.auth.renamePasskey.mutationOptions());
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      title={passkey ? "Rename passkey" : "New passkey"}
      description={passkey ? undefined : "Your browser then asks for your fingerprint, your face or your PIN."}
      form={form}
      submit={passkey ? "Rename passkey" : "Add passkey"}
      onSubmit={async (values) => {
        if (passkey) {
          await rename.mutateAsync({ id: passkey.id, ...values });
          return { codes: null, ...values };
        }
        const answer = await makePasskey(await start.mutateAsync({}));
        return { codes: (await add.mutateAsync({ ...values, answer })).recoveryCodes, ...values };
      }}
      onDone={(made) => void onDone(made.codes, made.name)}
    >
      <TextField<z.input<typeof schema>> name="name" label="Name" autoComplete="off" autoFocus />
    </FormDialog>
  );
}
