"use client";

import { useState } from "react";
import type { z } from "zod";
import { Form, FormError, SubmitButton } from "@/components/form/form";
import { EmailField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { SettingsSection } from "@/components/layout/settings-page";
import { Note } from "@/components/ui/note";
import { api } from "@/trpc/react";
import { changeEmailInput } from "../schema";

/** Another mail address to sign in with; both addresses confirm it. */
export function EmailSection({ email }: { email: string }) {
  const form = useZodForm(changeEmailInput, { defaultValues: { email: "" } });
  const change = api.auth.changeEmail.useMutation();
  const [asked, setAsked] = useState<string | null>(null);
  return (
    <SettingsSection
      title="Mail address"
      description={`You sign in as ${email}. To use another address, open the two links that we mail: one to ${email}, one to the new address.`}
    >
      <Form
        form={form}
        onSubmit={async (values) => {
          setAsked((await change.mutateAsync(values)).email);
          form.reset();
        }}
      >
        <FormError />
        <EmailField<z.input<typeof changeEmailInput>> name="email" label="New mail address" autoComplete="off" />
        {asked ? (
          <Note tone="info">
            Open the links that we sent to {email} and to {asked}. They work for 24 hours; until both are opened you
            sign in as before.
          </Note>
        ) : null}
        <div>
          <SubmitButton variant="secondary">Change mail address</SubmitButton>
        </div>
      </Form>
    </SettingsSection>
  );
}
