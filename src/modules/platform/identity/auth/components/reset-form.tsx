"use client";

import { useMutation } from "@tanstack/react-query";
import { z } from "zod";
import { Form, FormError, SubmitButton } from "@/components/form/form";
import { PasswordField } from "@/components/form/password-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { useApi } from "@/trpc/react";
import { signInWithPassword } from "../client";
import { newPassword } from "../schema";

const schema = z.object({ password: newPassword });

/** Sets a new password with a mailed link, and signs in with it. */
export function ResetForm({ token, email }: { token: string; email: string }) {
  const api = useApi();
  const form = useZodForm(schema, { defaultValues: { password: "" } });
  const reset = useMutation(api.auth.resetPassword.mutationOptions());
  return (
    <Form
      form={form}
      onSubmit={async ({ password }) => {
        await reset.mutateAsync({ token, password });
        await signInWithPassword({ email, password }, "/");
      }}
    >
      <FormError />
      {/* For password managers, which store the new password under the account's name. */}
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordField<z.input<typeof schema>>
        name="password"
        label="New password"
        size="lg"
        autoComplete="new-password"
        autoFocus
        hint="At least 10 characters. You will be signed out on all other devices."
      />
      <SubmitButton size="lg">Set password and sign in</SubmitButton>
    </Form>
  );
}
