"use client";

import { useMutation } from "@tanstack/react-query";
import { z } from "zod";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { type RouterOutputs, useApi } from "@/trpc/react";

const schema = z.object({ code: z.string().trim().min(1, "Enter the code that the app shows.") });

interface Props {
  totp: RouterOutputs["auth"]["startTotp"];
  onOpenChange: (open: boolean) => void;
  onAdded: (codes: readonly string[] | null) => Promise<void>;
}

/** The QR code and the key of a new authenticator app, and its first code. */
export function TotpDialog({ totp: { secret, qr }, onOpenChange, onAdded }: Props) {
  const api = useApi();
  const form = useZodForm(schema, { defaultValues: { code: "" } });
  const finish = useMutation(api.auth.finishTotp.mutationOptions());
  const edge = 4;
  const side = qr.size + 2 * edge;
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      title="Add authenticator app"
      description="Scan this with the app on your phone, then enter the code that it shows."
      asksToDiscard={false}
      form={form}
      submit="Add app"
      onSubmit={(values) => finish.mutateAsync({ ...values, secret })}
      onDone={({ recoveryCodes }) => void onAdded(recoveryCodes)}
    >
      {/* Black on white in both themes: cameras read nothing else. */}
      <svg
        role="img"
        aria-label="QR code for your authenticator app"
        viewBox={`${-edge} ${-edge} ${side} ${side}`}
        className="mx-auto size-44 rounded-md"
        shapeRendering="crispEdges"
      >
        <rect x={-edge} y={-edge} width={side} height={side} fill="white" />
        <path d={qr.path} fill="black" />
      </svg>
      <div>
        <p className="text-muted text-sm">If you cannot scan it, enter this key in the app:</p>
        <p className="mono mt-1 select-all break-all">
          {[...secret.matchAll(/.{1,4}/g)].map(({ 0: part, index }) => (
            // Groups without spaces: the key is copied as it is.
            <span key={index} className="mr-1.5">
              {part}
            </span>
          ))}
        </p>
      </div>
      <TextField<z.input<typeof schema>>
        name="code"
        label="Code"
        inputMode="numeric"
        autoComplete="one-time-code"
        autoFocus
        hint="Six digits."
      />
    </FormDialog>
  );
}
