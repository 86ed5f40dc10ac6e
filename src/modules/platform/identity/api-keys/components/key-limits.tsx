"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useFormState } from "react-hook-form";
import { Form, FormError, SubmitButton } from "@/components/form/form";
import { useZodForm } from "@/components/form/use-zod-form";
import { SettingsSection } from "@/components/layout/settings-page";
import { notify } from "@/components/ui/toast";
import { useApi } from "@/trpc/react";
import type { ApiKeyDetail } from "../schema";
import { fromFields, KeyLimitFields, keyLimits, toFields } from "./key-limit-fields";

/** From where a key may be used, and how often. */
export function KeyLimits({ apiKey }: { apiKey: ApiKeyDetail }) {
  const api = useApi();
  const client = useQueryClient();
  const values = toFields(apiKey);
  const form = useZodForm(keyLimits, { defaultValues: values, values });
  const update = useMutation(api.apiKeys.update.mutationOptions());
  return (
    <SettingsSection title="Addresses and limit">
      <Form
        form={form}
        onSubmit={async (fields) => {
          await update.mutateAsync({ id: apiKey.id, ...fromFields(fields) });
          await client.invalidateQueries(api.apiKeys.pathFilter());
          notify.success("The limits of the key are saved");
        }}
      >
        <FormError />
        <KeyLimitFields most={apiKey.mostPerMinute} />
        <Save />
      </Form>
    </SettingsSection>
  );
}

function Save() {
  const { isDirty } = useFormState();
  return (
    <div>
      <SubmitButton disabled={!isDirty}>Save</SubmitButton>
    </div>
  );
}
