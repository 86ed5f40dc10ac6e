"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { SelectField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { useZodForm } from "@/components/form/use-zod-form";
import { useApi } from "@/trpc/react";
import { overlapChoices, overlaps } from "../rotation/rules";
import { endOfLife, keyLives } from "../rules";
import type { ApiKey } from "../schema";

const asBefore = { value: "same", label: "As before" } as const;
const schema = z.object({
  overlap: z.enum(overlapChoices.map(({ value }) => value)),
  life: z.enum([asBefore, ...keyLives].map(({ value }) => value)),
});
type Fields = z.input<typeof schema>;

interface Props {
  apiKey: ApiKey;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Gets the new secret, which is shown once. */
  onRotated: (key: string) => void;
}

/** Gives a key a new secret, while the one before may work on for a while. */
export function RotateKeyDialog({ apiKey, open, onOpenChange, onRotated }: Props) {
  const api = useApi();
  const client = useQueryClient();
  const rotate = useMutation(
    api.apiKeys.rotate.mutationOptions({ onSuccess: () => client.invalidateQueries(api.apiKeys.pathFilter()) }),
  );
  const form = useZodForm(schema, { defaultValues: { overlap: "24", life: "same" } });
  const earlier = apiKey.previous ? " The secret from the rotation before ends now." : "";
  return (
    <FormDialog
      open={open}
      onOpenChange={onOpenChange}
      form={form}
      title={`Rotate the key ${apiKey.name}`}
      description={`The key gets a new secret. Its permissions, addresses and limit stay.${earlier}`}
      submit="Rotate key"
      onSubmit={async ({ overlap, life }) => {
        const overlapHours = overlaps.find((hours) => String(hours) === overlap) ?? 0;
        const expiresAt = life === asBefore.value ? {} : { expiresAt: endOfLife(life) };
        const { key } = await rotate.mutateAsync({ id: apiKey.id, overlapHours, ...expiresAt });
        return key;
      }}
      onDone={onRotated}
    >
      <SelectField<Fields>
        name="overlap"
        label="The old secret still works for"
        hint="Enter the new secret in your program within this time."
        options={overlapChoices}
      />
      <SelectField<Fields> name="life" label="Valid for" options={[asBefore, ...keyLives]} />
    </FormDialog>
  );
}
